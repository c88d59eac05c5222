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
              { "name": "built", "command": "./made-by-a-build" } ] }
            """
        );
        var side = new TrialSide(
            new(_folder.Root, [Path.Combine(_folder.Root, "kernels/all.bench.json")], "kernels.json"),
            ["runs", "built"],
            "another one is new"
        );

        var left = await BaseCommands.RunnableAsync(
            side,
            ManifestLoader.Load(side.Base!.Manifests, ManifestFolder.Host, side.Base.Root)
        );

        Assert.Equal(["runs"], left.Cases);
        Assert.StartsWith(
            "another one is new; the base's command of built does not run: there is no program ./made-by-a-build in ",
            left.Reason,
            StringComparison.Ordinal
        );
    }
}
