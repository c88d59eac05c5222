using PerfGate.Core.Judgement;

namespace PerfGate.Gate.Tests;

/// <summary>The whole gate in folders with names that people and build servers give.</summary>
[Collection("no times")]
public sealed class OddFolderTests
{
    [Fact]
    public async Task In_a_folder_with_an_odd_name_the_gate_measures_and_compiles_the_base()
    {
        using var project = new GateProject("o'brien & 日本語@2 (x86)");
        project.MeasureBesideOthers();
        await project.InitAsync("feature");
        project.Replace("waves.cu", "v = fmaf(v, 0.5f, 1.0f);", "v = fmaf(v, 0.5f, 1.0f); v = v + 0.0f * v;");
        await project.CommitAsync("a kernel");

        var built = await project.MSBuildAsync("PerfGate", "PerfGateReference=base", "PerfGateRuns=2");

        Assert.DoesNotContain("PG1", built.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("do not compile", built.Output, StringComparison.Ordinal);
        Assert.Equal(ReferenceKind.Base, project.Verdict.Reference.Kind);
        // By the machine code of the base, and by times of both sides.
        var falling = project.Verdict.Cases.Single(c => c.Name == "falling/N=16384");
        Assert.Equal(CaseVerdict.Unchanged, falling.Verdict);
        var rising = project.Verdict.Cases.Single(c => c.Name == "rising/N=16384");
        Assert.NotNull(rising.ReferenceNs);
        Assert.NotNull(rising.CandidateNs);
    }
}
