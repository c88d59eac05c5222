using System.Collections.Concurrent;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <content>Which cases have their expected outputs computed.</content>
public sealed partial class WorkerProgramTests
{
    [Fact]
    public void A_case_that_is_skipped_here_is_not_prepared()
    {
        _folder.Change("\"memory\": \"1e6\"", "\"memory\": \"1e6 * (N - 1023)\"");

        Assert.Equal("softmax/N=1024", Assert.Single(Prepared().Distinct()));
    }

    [Fact]
    public void A_command_is_not_prepared()
    {
        _folder.Write(
            ManifestFolder.Manifest,
            """{ "schemaVersion": 1, "benchmarks": [ { "name": "one", "command": "true" } ] }""");

        Assert.Empty(Prepared());
    }

    // What is left at the end is short then.
    [Theory]
    [InlineData("5 * M * N", "softmax/N=4096")]
    [InlineData("1e15 / N", "softmax/N=1024")]
    public void The_case_with_the_most_work_is_prepared_first(string flops, string first)
    {
        _folder.Change("\"M\": 4096,", "\"M\": 16,");
        _folder.Change("\"flops\": \"5 * M * N\"", $"\"flops\": \"{flops}\"");

        Assert.Equal(first, Prepared().First());
    }

    private ConcurrentQueue<string> Prepared()
    {
        var begun = new ConcurrentQueue<string>();
        using var device = new ScriptedDevice(_ => []);
        Run(
            device, Job with { Mode = WorkerMode.Prepare, ExpectedAtOnce = 1, Cached = _folder.Root }, begun.Enqueue);
        return begun;
    }
}
