using System.Text.Json;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <content>What a run is told of the outputs that were right before.</content>
public sealed partial class MeasurementSessionTests
{
    [Fact]
    public async Task Later_runs_are_told_which_outputs_were_right()
    {
        var right = new CheckedOutputs([UInt128.MaxValue - 1], [new("y", 1e-7, 1e-6, true)]);
        var launcher = new ScriptedLauncher(job => Completed([.. job.Cases.Select(c => c == "wrong"
            ? new CaseResult { Name = c, Status = CaseStatus.Incorrect, Reason = "output y is wrong" }
            : Measured(c) with { Right = [right] })]));
        await TakeAsync(launcher, runs: 2, "a", "wrong");

        Assert.Empty(launcher.Jobs[0].Known);
        var known = Assert.Single(launcher.Jobs[1].Known);
        Assert.Equal("a", known.Key);
        Assert.Equal([right], known.Value);
        var read = JsonSerializer
            .Deserialize(
                JsonSerializer.SerializeToUtf8Bytes(launcher.Jobs[1], MeasuringJson.Default.WorkerJob),
                MeasuringJson.Default.WorkerJob
            )!
            .Known["a"]
            .Single();
        Assert.Equal(right.Digests, read.Digests);
        Assert.Equal(right.Checks, read.Checks);
    }

    [Fact]
    public async Task A_run_gets_the_outputs_of_the_run_before_it_if_both_knew_as_many()
    {
        var launcher = new ScriptedLauncher(job => Completed(Measured("a") with
        {
            Right = [new([(UInt128)job.Run], [])],
        }));
        await TakeAsync(launcher, runs: 3, "a");

        Assert.Equal([(UInt128)1], Assert.Single(launcher.Jobs[2].Known["a"]).Digests);
    }

    [Fact]
    public async Task A_measurement_that_was_cancelled_before_its_first_run_says_so()
    {
        var session = New(new ScriptedLauncher(Complete), "a");
        await session.TakeAsync(["a"], 3, DateTimeOffset.MaxValue, new CancellationToken(canceled: true));

        Assert.Equal(
            (CaseStatus.NotRun, "the measurement was cancelled before its first run"),
            (Case(session, "a").Status, Case(session, "a").Reason));
    }
}
