using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <content>Workers that die, and cases that fail.</content>
public sealed partial class MeasurementSessionTests
{
    [Theory]
    [InlineData(WorkerOutcome.Crashed)]
    [InlineData(WorkerOutcome.Killed)]
    [InlineData(WorkerOutcome.Hung)]
    public async Task A_worker_that_dies_once_costs_one_worker_and_no_run(WorkerOutcome outcome)
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job =>
                job.Run == 1 && First(job) ? new(outcome, "the worker died", "a", null, 1) : Complete(job)
            ),
            runs: 3,
            "a",
            "b"
        );

        Assert.All(session.Cases, c => Assert.Equal((CaseStatus.Measured, 3), (c.Status, c.Runs.Length)));
        Assert.Equal(4, session.Workers.Length);
        Assert.Equal("the worker died", Assert.Single(session.Workers, w => w.Outcome == outcome).Reason);
    }

    [Fact]
    public async Task A_case_that_kills_its_worker_twice_has_failed_and_the_others_go_on()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job => job.Cases.Contains("bad") ? Crash("bad") : Complete(job)),
            runs: 3,
            "a",
            "bad",
            "z"
        );

        Assert.Equal(CaseStatus.Failed, Case(session, "bad").Status);
        Assert.Contains("tried twice", Case(session, "bad").Reason, StringComparison.Ordinal);
        Assert.Equal(3, Case(session, "a").Runs.Length);
        Assert.Equal(3, Case(session, "z").Runs.Length);
    }

    [Fact]
    public async Task A_case_at_which_two_workers_hang_has_failed_and_the_others_go_on()
    {
        const string reason = "the worker gave no sign of life for 6 s at loop and was killed";
        var session = await TakeAsync(
            new ScriptedLauncher(job =>
                job.Cases.Contains("loop") ? new(WorkerOutcome.Hung, reason, "loop", null, 6) : Complete(job)
            ),
            runs: 3,
            "a",
            "loop",
            "z"
        );

        Assert.Equal(
            (CaseStatus.Failed, $"{reason}; tried twice"),
            (Case(session, "loop").Status, Case(session, "loop").Reason)
        );
        Assert.Equal(3, Case(session, "a").Runs.Length);
        Assert.Equal(3, Case(session, "z").Runs.Length);
        Assert.Equal(2, session.Workers.Count(w => w.Outcome == WorkerOutcome.Hung));
    }

    [Fact]
    public async Task A_case_at_which_one_worker_dies_is_not_accused_because_another_died_elsewhere_before()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job =>
                First(job) && job.Run == 0 ? Crash("bad")
                : job.Run == 0 && job.Result.EndsWith("-1.json", StringComparison.Ordinal) ? Crash("a")
                : job.Cases.Contains("bad") ? Crash("bad")
                : Complete(job)
            ),
            runs: 2,
            "a",
            "bad",
            "z"
        );

        Assert.Equal(CaseStatus.Failed, Case(session, "bad").Status);
        Assert.All([Case(session, "a"), Case(session, "z")], c => Assert.Equal(2, c.Runs.Length));
    }

    [Fact]
    public async Task A_worker_that_never_reaches_a_case_accuses_all_of_them_rather_than_looping()
    {
        var session = await TakeAsync(new ScriptedLauncher(_ => Crash(null)), runs: 3, "a", "b");

        Assert.All(session.Cases, c => Assert.Equal(CaseStatus.Failed, c.Status));
        Assert.Equal(2, session.Workers.Length);
    }

    [Fact]
    public async Task A_case_that_was_not_asked_for_is_neither_accused_nor_gathered()
    {
        var crashing = await TakeAsync(new ScriptedLauncher(_ => Crash("of nobody")), runs: 3, "a");
        var strange = await TakeAsync(
            new ScriptedLauncher(job =>
                Completed([.. job.Cases.Select(Measured), Measured("of nobody"), Measured("a")])
            ),
            runs: 3,
            "a"
        );

        Assert.Equal(CaseStatus.Failed, Case(crashing, "a").Status);
        Assert.Equal([0, 1, 2], Assert.Single(strange.Cases).Runs.Select(r => r.Run));
    }

    [Fact]
    public async Task Results_without_any_case_end_the_cases_rather_than_going_on_for_ever()
    {
        var session = await TakeAsync(new ScriptedLauncher(_ => Completed()), runs: 3, "a");

        Assert.Equal(CaseStatus.Failed, Case(session, "a").Status);
        Assert.Equal(2, session.Workers.Length);
    }

    [Fact]
    public async Task A_worker_that_dies_at_a_case_that_is_closed_already_does_not_go_on_for_ever()
    {
        var session = await TakeAsync(new ScriptedLauncher(_ => Crash("a")), runs: 3, "a", "b", "c");

        Assert.All(session.Cases, c => Assert.Equal(CaseStatus.Failed, c.Status));
        Assert.InRange(session.Workers.Length, 2, 6);
    }

    [Fact]
    public async Task A_worker_that_is_killed_from_outside_leaves_its_case_not_run_rather_than_incorrect()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job =>
                job.Cases.Contains("big")
                    ? new(WorkerOutcome.Killed, "the worker was killed", "big", null, 1)
                    : Complete(job)
            ),
            runs: 2,
            "a",
            "big"
        );

        Assert.Equal(CaseStatus.NotRun, Case(session, "big").Status);
        Assert.Equal(2, Case(session, "a").Runs.Length);
    }

    [Fact]
    public async Task A_case_that_loses_the_device_fails_alone_and_the_rest_gets_a_fresh_process()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job =>
                job.Cases.Contains("bad")
                    ? Completed(
                        Measured("a"),
                        new CaseResult
                        {
                            Name = "bad",
                            Status = CaseStatus.Failed,
                            Reason = "illegal address",
                            DeviceLost = true,
                        }
                    )
                    : Complete(job)
            ),
            runs: 2,
            "a",
            "bad",
            "z"
        );

        Assert.Equal("illegal address", Case(session, "bad").Reason);
        Assert.Equal(2, Case(session, "a").Runs.Length);
        Assert.Equal(2, Case(session, "z").Runs.Length);
    }

    [Fact]
    public async Task A_wrong_output_ends_its_case_at_once()
    {
        var launcher = new ScriptedLauncher(job =>
            Completed([
                .. job.Cases.Select(c =>
                    c == "bad"
                        ? new CaseResult
                        {
                            Name = c,
                            Status = CaseStatus.Incorrect,
                            Reason = "output y is wrong",
                        }
                        : Measured(c)
                ),
            ])
        );
        var session = await TakeAsync(launcher, runs: 3, "a", "bad");

        Assert.Equal(CaseStatus.Incorrect, Case(session, "bad").Status);
        Assert.Empty(Case(session, "bad").Runs);
        Assert.Single(launcher.Jobs, j => j.Cases.Contains("bad"));
    }
}
