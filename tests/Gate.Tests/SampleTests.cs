using PerfGate.Core.Judgement;

namespace PerfGate.Gate.Tests;

/// <summary>
/// The sample that the README shows is a project of a user's: copied out of the repository, its gate runs.
/// </summary>
[Collection("no times")]
public sealed class SampleTests : IDisposable
{
    private readonly GateProject _project = new();

    [Fact]
    public async Task The_sample_in_a_folder_of_its_own_is_measured_and_right()
    {
        _project.MeasureBesideOthers();
        var copy = _project.PathOf("sample");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(Checkout.PathOf("samples/my_kernel")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        // The README has the clone beside the project.
        _project.Replace("sample/my_kernel.csproj", "../PerfGate/", Checkout.Root + "/");
        _project.Folder = copy;

        var built = await _project.BuildAsync(
            "PerfGate",
            "PerfGateReference=none",
            "PerfGateRuns=2",
            $"PerfGateRunner={Checkout.Runner}",
            $"PerfGateTasksAssembly={Checkout.Tasks}",
            $"PerfGateOutput={_project.Output("")}"
        );

        Assert.True(built.ExitCode == 0, built.Output);
        Assert.Equal(
            ["silu/N=1048576", "silu/N=65536"],
            _project.Verdict.Cases.Select(c => c.Name).Order(StringComparer.Ordinal)
        );
        Assert.All(_project.Verdict.Cases, c => Assert.Equal(CaseVerdict.New, c.Verdict));
    }

    public void Dispose() => _project.Dispose();
}
