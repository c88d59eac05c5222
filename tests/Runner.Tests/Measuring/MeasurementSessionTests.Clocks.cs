using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <content>Runs at another clock, and throttled or unsteady ones.</content>
public sealed partial class MeasurementSessionTests
{
    [Fact]
    public async Task A_throttled_run_is_thrown_away_whole_and_taken_again()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job =>
                job.Run == 0
                    ? Complete(job) with
                    {
                        Result = Result([.. job.Cases.Select(Measured)]) with { Disturbance = "throttled" },
                    }
                    : Complete(job)
            ),
            runs: 2,
            "a"
        );

        Assert.Equal(2, Case(session, "a").Runs.Length);
        Assert.Equal("throttled", Assert.Single(Case(session, "a").Discarded).Reason);
        Assert.Equal(WorkerOutcome.Unstable, session.Workers[0].Outcome);
    }

    [Fact]
    public async Task A_case_that_is_never_steady_is_unstable_after_a_bounded_number_of_retakes()
    {
        var launcher = new ScriptedLauncher(job =>
            Completed([.. job.Cases.Select(c => c == "steps" ? Stepping(c) : Measured(c))])
        );
        var session = await TakeAsync(launcher, runs: 2, "a", "steps");

        Assert.Equal(CaseStatus.Unstable, Case(session, "steps").Status);
        Assert.Empty(Case(session, "steps").Runs);
        Assert.Equal(2, Case(session, "a").Runs.Length);
        Assert.InRange(launcher.Jobs.Count, 3, 6);
    }

    // As of a Triton kernel on an H200: runs 4 and 7 to 9 of ten had a slower stretch.
    [Theory]
    [InlineData("4 7 8 9", 10, 14)]
    [InlineData("0 1 2 3", 0, 4)]
    [InlineData("1 3 5 7", 10, 14)]
    [InlineData("1 3 5 7 8", 4, 9)]
    public async Task A_case_is_unstable_where_most_of_its_runs_are_and_more_than_three(
        string steps,
        int kept,
        int taken
    )
    {
        var stepping = steps.Split(' ').Select(int.Parse).ToHashSet();
        var launcher = new ScriptedLauncher(job =>
            Completed(stepping.Contains(job.Run) ? Stepping("a") : Measured("a"))
        );
        var session = await TakeAsync(launcher, runs: 10, "a");

        Assert.Equal((kept, taken), (Case(session, "a").Runs.Length, launcher.Jobs.Count));
    }

    [Fact]
    public async Task What_the_clock_adds_is_taken_off_by_its_median_over_the_runs()
    {
        double[] shares = [600, 610, 900];
        var session = await TakeAsync(
            new ScriptedLauncher(job =>
                Completed(
                    Measured("a") with
                    {
                        ClockShare = shares[job.Run],
                        ReferenceSamples = [5000],
                        ReferenceClockShare = 2000,
                    }
                )
            ),
            runs: 3,
            "a"
        );

        var taken = Case(session, "a");
        Assert.Equal(610, taken.ClockShare);
        Assert.All(taken.Runs, run => Assert.Equal(Measured("a").Samples.Select(s => s - 610), run.Samples));
        Assert.All(taken.Runs, run => Assert.Equal([3000.0], run.ReferenceSamples!.Value));
    }

    [Fact]
    public async Task Runs_at_another_clock_are_replaced_and_then_thrown_away()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job => At(job, job.Run < 3 ? 0.993 : 1)),
            runs: 10,
            "a",
            RunClocks.Canary
        );

        Assert.All(session.Cases, c => Assert.Equal(Enumerable.Range(3, 10), c.Runs.Select(r => r.Run)));
        Assert.All(session.Cases, c => Assert.Equal([0, 1, 2], c.Discarded.Select(d => d.Run)));
        Assert.Equal(
            "the device's clock was different: canary_compute took 0.7 % less than in the runs that are kept",
            Case(session, "a").Discarded[0].Reason);
        Assert.Equal(13, session.Workers.Length);
    }

    [Fact]
    public async Task Where_the_other_clock_becomes_the_usual_one_the_earlier_runs_go()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job => At(job, job.Run < 9 ? 1 : 0.993)),
            runs: 10,
            "a",
            RunClocks.Canary
        );

        Assert.Equal(Enumerable.Range(9, 10), Case(session, "a").Runs.Select(r => r.Run));
        Assert.Equal(Enumerable.Range(0, 9), Case(session, "a").Discarded.Select(d => d.Run));
    }

    [Fact]
    public async Task A_clock_that_wanders_costs_no_run_and_fewer_than_twice_the_time()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job => At(job, 1 + (0.0002 * job.Run))),
            runs: 10,
            "a",
            RunClocks.Canary
        );

        Assert.Empty(Case(session, "a").Discarded);
        Assert.Equal(session.Workers.Length, Case(session, "a").Runs.Length);
        Assert.InRange(session.Workers.Length, 11, 19);
    }

    [Fact]
    public async Task Without_the_canary_nothing_is_known_of_the_clock()
    {
        var session = await TakeAsync(new ScriptedLauncher(job => At(job, job.Run < 3 ? 0.993 : 1)), runs: 10, "a");

        Assert.Equal(Enumerable.Range(0, 10), Case(session, "a").Runs.Select(r => r.Run));
    }

    [Fact]
    public async Task A_run_at_another_clock_that_nothing_replaced_is_kept()
    {
        using var cancel = new CancellationTokenSource();
        var launcher = new ScriptedLauncher(job =>
        {
            if (job.Run < 10)
                return At(job, job.Run < 3 ? 0.993 : 1);
            cancel.Cancel();
            return new WorkerExit(WorkerOutcome.Cancelled, "cancelled", null, null, 0);
        });
        var session = New(launcher, "a", RunClocks.Canary);
        await session.TakeAsync(["a", RunClocks.Canary], 10, DateTimeOffset.MaxValue, cancel.Token);

        Assert.Equal(Enumerable.Range(0, 10), Case(session, "a").Runs.Select(r => r.Run));
        Assert.Empty(Case(session, "a").Discarded);
    }

    [Fact]
    public async Task Runs_at_another_clock_say_nothing_against_a_case()
    {
        var launcher = new ScriptedLauncher(job =>
            job.Run == 14 ? Completed(Stepping("a")) : At(job, job.Run < 4 ? 0.993 : 1)
        );
        var session = await TakeAsync(launcher, runs: 10, "a", RunClocks.Canary);
        await session.TakeAsync(["a"], 12, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);

        Assert.Equal(CaseStatus.Measured, Case(session, "a").Status);
        Assert.Equal(12, Case(session, "a").Runs.Length);
        Assert.Equal([0, 1, 2, 3, 14], Case(session, "a").Discarded.Select(d => d.Run));
    }

    private static WorkerExit At(WorkerJob job, double clock) => Completed([.. job.Cases.Select(c => At(c, clock))]);

    private static CaseResult At(string name, double clock) =>
        Measured(name) with
        {
            Samples = [.. Measured(name).Samples.Select(s => s * clock)],
        };

    [Fact]
    public async Task A_run_at_another_clock_that_was_repeated_is_said_by_its_number()
    {
        var said = new Lines();
        var session = new MeasurementSession(
            Jobs.Any, new ScriptedLauncher(job => At(job, job.Run == 2 ? 1.01 : 1)), said, _folder);
        foreach (var name in new[] { RunClocks.Canary, "a" })
            session.Add(Blank(name));

        await session.TakeAsync(
            [RunClocks.Canary, "a"], 5, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);

        Assert.StartsWith("run 3 was repeated: ", Assert.Single(said.Said), StringComparison.Ordinal);
    }

    private sealed class Lines : IRunProgress
    {
        public List<string> Said { get; } = [];

        public void Say(string line) => Said.Add(line);

        public void Expect(double secondsOfARun)
        {
        }

        public void RunBegins(int run, int cases, int runsLeft)
        {
        }

        public void AtCase(string name)
        {
        }

        public void WorkerEnded(WorkerRecord worker)
        {
        }
    }
}
