using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Observing;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>
/// A base whose command does not run in its export cannot be tried, which says nothing about the branch.
/// </summary>
public sealed class BaseCommandsTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_command_that_does_not_run_there_is_left_out_with_the_reason()
    {
        _folder.Write(
            "kernels/all.bench.json",
            """
            { "schemaVersion": 1, "benchmarks": [
              { "name": "runs", "command": "true" },
              { "name": "made", "command": { "run": "./made", "build": "cp made.sh made" } },
              { "name": "unmade", "command": { "run": "true", "build": "cp none unmade" } },
              { "name": "built", "command": "./made-by-a-build" } ] }
            """
        );
        _folder.Write("kernels/made.sh", "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                Path.Combine(_folder.Root, "kernels/made.sh"),
                UnixFileMode.UserRead | UnixFileMode.UserExecute
            );
        var said = new List<string>();
        var side = new TrialSide(
            new(_folder.Root, [Path.Combine(_folder.Root, "kernels/all.bench.json")], "kernels.json"),
            ["runs", "made", "unmade", "built"],
            "another one is new"
        );

        var left = await BaseCommands.RunnableAsync(
            side,
            ManifestLoader.Load(side.Base!.Manifests, ManifestFolder.Host, side.Base.Root),
            new(said.Add),
            CancellationToken.None
        );

        Assert.Equal(["runs", "made"], left.Cases);
        Assert.Equal(2, said.Count);
        Assert.StartsWith(
            "another one is new; the base's command of unmade does not run: the build cp none unmade failed: ",
            left.Reason,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "; the base's command of built does not run: there is no program ./made-by-a-build in ",
            left.Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("./made-by-a-build", false)]
    public async Task A_single_command_is_left_out_only_where_it_does_not_run(string command, bool runs)
    {
        _folder.Write(
            "kernels/all.bench.json",
            $$"""{ "schemaVersion": 1, "benchmarks": [ { "name": "one", "command": "{{command}}" } ] }"""
        );
        var side = new TrialSide(
            new(_folder.Root, [Path.Combine(_folder.Root, "kernels/all.bench.json")], "kernels.json"),
            ["one"],
            null
        );

        var left = await BaseCommands.RunnableAsync(
            side,
            ManifestLoader.Load(side.Base!.Manifests, ManifestFolder.Host, side.Base.Root),
            new(_ => { }),
            CancellationToken.None
        );

        Assert.Equal((runs, runs), (left.Cases.Contains("one"), left.Reason is null));
    }
}
