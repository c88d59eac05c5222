namespace PerfGate.Gate.Tests;

/// <summary>
/// The recipe for Slurm in <c>docs/scale.md</c>, with a controller and a node of its own on this machine.
/// </summary>
[Collection("processes")]
public sealed class SlurmTests : IDisposable
{
    // As scripts of tests say it.
    private const int CannotRunHere = 77;

    private readonly GateProject _project = new();

    // No blanks, as Slurm's configuration knows none in a path, and short, as sockets lie in it.
    private readonly string _folder = Directory.CreateTempSubdirectory("slurm-").FullName;

    [Fact]
    public async Task An_array_of_four_shards_and_a_job_behind_it_give_one_verdict()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Slurm is for Linux");
        _project.MeasureBesideOthers();
        _project.Replace("waves.bench.json", "[16384]", "[16384, 8192]");
        var compiled = await _project.TargetAsync("PerfGateCompile");
        Assert.True(compiled.ExitCode == 0, compiled.Output);

        using var script = Programs.Start(
            Checkout.PathOf("tests/slurm.sh"),
            [_folder, _project.PathOf("")],
            variables: _project.Environment.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))
        );
        ProgramResult ran;
        try
        {
            ran = await script.ResultAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            // Where the test is cancelled. The namespace ends with the first process of it, and with that all others.
            script.Kill(entireProcessTree: true);
        }

        Assert.SkipWhen(ran.ExitCode == CannotRunHere, ran.Error);
        Assert.True(ran.ExitCode == 0, ran.Text);
        Assert.All([1, 2, 3, 4], s => Assert.Contains($"shard {s}: 1 cases", ran.Output, StringComparison.Ordinal));
        Assert.Contains("Nothing was compared (4 new).", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessTable.All(), p => p.Command.Contains(_folder, StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _project.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
