using PerfGate.Core.Measurements;
using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <content>How cases end, what is kept of that, and the check with the random seed.</content>
public sealed partial class MeasurementSessionTests
{
    // What a check found of a wrong case is shown beside it.
    [Theory]
    [InlineData("y[3] is 0", "y[3] is 0")]
    [InlineData(null, "")]
    public async Task A_wrong_case_keeps_its_checks_and_its_reason(string? reason, string said)
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job => Completed([.. job.Cases.Select(c => Measured(c) with
            {
                Status = CaseStatus.Incorrect,
                Reason = reason,
                Checks = [new("y", 0.5, 1, false)],
            })])),
            2, "a");

        Assert.Equal((CaseStatus.Incorrect, said), (Case(session, "a").Status, Case(session, "a").Reason));
        Assert.Equal(0.5, Assert.Single(Case(session, "a").Checks).RelativeError);
        Assert.Single(session.Workers);
    }

    [Theory]
    [InlineData("its function crashed", "its function crashed")]
    [InlineData(null, "")]
    public void A_case_that_the_preparation_found_wrong_says_why(string? reason, string said)
    {
        var session = New(new ScriptedLauncher(Complete), "a");
        session.Close([new() { Name = "a", Status = CaseStatus.Failed, Reason = reason }]);

        Assert.Equal((CaseStatus.Failed, said), (Case(session, "a").Status, Case(session, "a").Reason));
        Assert.Empty(session.Open);
    }

    [Fact]
    public async Task The_last_run_that_is_sure_to_come_waits_for_the_check_with_the_random_seed()
    {
        var (launcher, stop) = (new HeldLauncher(), TestContext.Current.CancellationToken);
        await using var check = SeededCheck.Begin(
            Jobs.Any with { Mode = WorkerMode.SeededOutputs, CheckSeed = 7 }, launcher, stop);
        Assert.Equal(WorkerMode.SeededOutputs, await launcher.BegunAsync(stop));
        var session = new MeasurementSession(
            Jobs.Any with { Mode = WorkerMode.Measure }, launcher, new SilentProgress(), _folder, check);
        session.Add(new() { Name = "a", Benchmark = "a", Status = CaseStatus.Measured });

        var run = session.TakeAsync(["a"], 1, DateTimeOffset.MaxValue, stop);
        await Task.Delay(50, stop);
        Assert.Equal([WorkerMode.SeededOutputs], launcher.Running);
        launcher.End(WorkerMode.SeededOutputs, Complete(Jobs.Any));
        Assert.Equal(WorkerMode.Measure, await launcher.BegunAsync(stop));
        launcher.End(WorkerMode.Measure, Complete(Jobs.Any with { Cases = ["a"] }));
        await run;
    }

    // A kernel that writes out of its buffers may crash any time: the next worker guards them.
    [Theory]
    [InlineData(WorkerOutcome.Crashed, true)]
    [InlineData(WorkerOutcome.Hung, false)]
    public async Task After_a_crash_the_next_worker_of_the_run_guards_its_buffers(WorkerOutcome outcome, bool guarded)
    {
        var died = false;
        var launcher = new ScriptedLauncher(job =>
        {
            if (died)
                return Complete(job);
            died = true;
            return Crash("a") with { Outcome = outcome };
        });

        await TakeAsync(launcher, 2, "a");

        Assert.Equal([false, guarded, false], launcher.Jobs.Select(j => j.Guarded));
    }

    [Fact]
    public async Task A_worker_record_says_what_disturbed_it()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job => Complete(job) with
            {
                Result = Result([.. job.Cases.Select(Measured)]) with
                {
                    Disturbance = job.Run == 0 ? "throttled" : null,
                },
            }),
            1, "a");

        Assert.Equal(["throttled", null], session.Workers.Select(w => w.Reason));
    }

    [Fact]
    public void A_case_that_ended_before_it_began_without_a_reason_has_none()
    {
        var session = New(new ScriptedLauncher(Complete));
        session.Add(new() { Name = "a", Benchmark = "a", Status = CaseStatus.Skipped });

        Assert.Equal((CaseStatus.Skipped, ""), (Case(session, "a").Status, Case(session, "a").Reason));
    }
}
