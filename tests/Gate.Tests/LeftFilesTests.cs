namespace PerfGate.Gate.Tests;

/// <summary>What a gate leaves in the folders that it writes to.</summary>
[Collection("no times")]
public sealed class LeftFilesTests : IDisposable
{
    private readonly GateProject _project = new();

    public LeftFilesTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Cleaning_removes_all_that_the_gate_wrote_and_nothing_else()
    {
        await GateAsync();
        File.WriteAllText(_project.Output("mine.txt"), "mine");

        var cleaned = await _project.BuildAsync("Clean");

        Assert.True(cleaned.ExitCode == 0, cleaned.Output);
        Assert.Equal(["mine.txt"], Left());
        Assert.False(Directory.Exists(_project.PathOf("obj/perfgate")));
        File.Delete(_project.Output("mine.txt"));
        await GateAsync();
        Assert.Equal(0, (await _project.TargetAsync("Clean")).ExitCode);
        Assert.False(Directory.Exists(_project.Output("")));
    }

    [Fact]
    public async Task After_a_step_that_failed_nothing_old_reads_as_the_present_result()
    {
        await GateAsync();
        _project.Replace("waves.cu", "float v = x[i];", "float v = nothing[i];");

        var broken = await _project.TargetAsync("PerfGate");

        Assert.Equal(1, broken.ExitCode);
        Assert.Contains(broken.Errors, e => e.Contains("PG1001", StringComparison.Ordinal));
        Assert.Equal([".perfgate.lock"], Left());
    }

    [Fact]
    public async Task A_launch_keeps_its_inputs_in_no_folder_that_others_can_write_to()
    {
        var temporary = Directory.CreateDirectory(_project.PathOf("temporary")).FullName;
        // Large enough to be kept in a file.
        _project.Replace("waves.bench.json", "[16384]", "[524288]");
        var compiled = await _project.TargetAsync("PerfGateCompile");
        Assert.True(compiled.ExitCode == 0, compiled.Output);
        _project.Environment["TMPDIR"] = temporary;

        var launched = await _project.PerfGateAsync(
            "launch",
            "--kernels",
            "artifacts/perfgate/kernels.json",
            "--case",
            "rising/N=524288",
            "--times",
            "1",
            "waves.bench.json"
        );

        Assert.True(launched.ExitCode == 0, launched.Output);
        Assert.Contains("launched 1 times", launched.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(temporary, "*.bin", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateDirectories(temporary, "perfgate*"));
    }

    private async Task GateAsync()
    {
        var gate = await _project.TargetAsync("PerfGate", "PerfGateRuns=2", "PerfGateReference=none");
        Assert.True(gate.ExitCode == 0, gate.Output);
        Assert.Contains("junit.xml", Left());
    }

    private string[] Left() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(_project.Output(""))
                .Select(f => Path.GetFileName(f))
                .Order(StringComparer.Ordinal),
        ];
}
