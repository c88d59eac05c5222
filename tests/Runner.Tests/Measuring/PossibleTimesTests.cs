using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>
/// The ceilings' bound over the repository's own cases, with the times, the ceilings and the work counts of its
/// baselines.
/// </summary>
public sealed class PossibleTimesTests
{
    [Theory]
    [InlineData("nvidia-h200")]
    [InlineData("nvidia-h100-80gb-hbm3")]
    public void No_case_of_this_repository_is_faster_than_possible(string device)
    {
        var verdict = Judged(device, faster: 1);

        Assert.True(verdict.Cases.Length >= 25, $"{verdict.Cases.Length}");
        Assert.All(verdict.Cases, c => Assert.Equal((c.Name, CaseVerdict.New), (c.Name, c.Verdict)));
    }

    [Theory]
    [InlineData("softmax/N=4096", 5)]
    [InlineData("saxpy/N=16777216", 2)]
    [InlineData("transpose_tiled/N=4096", 4)]
    [InlineData("reduce_sum/N=33554432", 3)]
    [InlineData("sdpa_tiled/S=1024", 50)]
    public void A_case_that_skips_its_work_is(string name, double faster) =>
        Assert.Equal(CaseVerdict.Invalid, Judged("nvidia-h200", faster).Cases.Single(c => c.Name == name).Verdict);

    private static Verdict Judged(string device, double faster)
    {
        var baseline = JsonFile.Read<Baseline>(
            Path.Combine(Checkout.Root, "baselines", $"{device}.json"), PerfGateJson.Default, "baseline.schema.json");
        var newest = baseline.Measurements[^1];
        var declared = Declared();
        return Judge.Decide(
            new()
            {
                Candidate = newest with
                {
                    Cases =
                    [
                        .. newest.Cases.Select(c =>
                            c with
                            {
                                Role = CaseRole.Case,
                                Declaration = declared[c.Name],
                                Runs = Faster(c.Runs, faster),
                            }
                        ),
                    ],
                },
                Policy = new(),
                ReferenceDescription = new() { Kind = ReferenceKind.None, Reason = "none" },
                Today = new(2026, 1, 1),
            }
        );
    }

    private static ImmutableArray<CaseRun> Faster(ImmutableArray<CaseRun> runs, double faster) =>
        [.. runs.Select(r => r with { Samples = [.. r.Samples.Select(s => s / faster)] })];

    private static Dictionary<string, CaseDeclaration> Declared()
    {
        string[] folders =
        [
            Path.Combine(Checkout.Root, "kernels"),
            Path.Combine(Checkout.Root, "src", "Tasks", "build", "canaries"),
        ];
        var manifests = folders.SelectMany(f => Directory.EnumerateFiles(f, "*.bench.json")).ToArray();
        return ManifestLoader
            .Load(manifests, ManifestFolder.Cuda, Checkout.Root)
            .Cases.ToDictionary(
                c => c.Name,
                c => CaseDeclarations.Of(c, Checkout.Root),
                StringComparer.Ordinal
            );
    }
}
