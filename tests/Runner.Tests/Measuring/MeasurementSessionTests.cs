using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What faults of workers cost: one run each, and never another case's runs.</summary>
public sealed class MeasurementSessionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("perfgate-session-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Each_case_gets_the_number_of_runs_that_was_asked_for()
    {
        var session = await TakeAsync(new ScriptedLauncher(Complete), runs: 5, "a", "b");

        Assert.All(session.Cases, c => Assert.Equal(5, c.Runs.Length));
        Assert.Equal(5, session.Workers.Length);
    }

    [Theory]
    [InlineData(3, false, true)]
    [InlineData(3, true, false)]
    [InlineData(1, false, null)]
    public async Task Whether_every_run_gave_the_same_bytes_is_told_where_two_can_tell(
        int runs,
        bool differ,
        bool? same
    )
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job => Completed([.. job.Cases.Select(c => Measured(c) with
            {
                Checks = [new("y", 1e-7, 1e-6, true)],
                Varies = [differ && job.Run == runs - 1],
            })])),
            runs, "a");

        Assert.Equal(same, Assert.Single(Case(session, "a").Checks).Deterministic);
    }

    [Theory]
    [InlineData(0, new ulong[] { 7, 0, 0 })]
    [InlineData(1, new ulong[] { 7, 7, 0, 0 })]
    public async Task One_run_that_comes_back_has_the_check_with_the_random_seed(int crashes, ulong[] seeds)
    {
        var launcher = new ScriptedLauncher(job =>
            job.Mode == WorkerMode.Measure && crashes-- > 0 ? Crash(null) : Complete(job)
        );
        await using var check = SeededCheck.Begin(
            Jobs.Any with
            {
                Mode = WorkerMode.SeededOutputs,
                CheckSeed = 7,
            },
            launcher,
            TestContext.Current.CancellationToken
        );
        await check.ReadyAsync();
        var session = new MeasurementSession(
            Jobs.Any with
            {
                Mode = WorkerMode.Measure,
            },
            launcher,
            new SilentProgress(),
            folder,
            check
        );
        session.Add(
            new()
            {
                Name = "a",
                Benchmark = "a",
                Status = CaseStatus.Measured,
            }
        );
        await session.TakeAsync(["a"], 3, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);

        Assert.Equal(seeds, launcher.Jobs.Where(j => j.Mode == WorkerMode.Measure).Select(j => j.CheckSeed ?? 0));
    }

    [Fact]
    public async Task The_order_of_the_cases_differs_from_run_to_run_by_its_seed()
    {
        var launcher = new ScriptedLauncher(Complete);

        await TakeAsync(launcher, runs: 4, "a");

        Assert.Equal(4, launcher.Jobs.Select(j => j.Seed).Distinct().Count());
    }

    [Fact]
    public async Task Each_case_says_in_which_cache_state_it_was_measured()
    {
        var template = Jobs.Any with
        {
            Settings = ImmutableDictionary<string, CaseSettings>.Empty.Add("hot", new(0.05, 50, CacheState.Hot)),
        };
        var session = new MeasurementSession(template, new ScriptedLauncher(Complete), new SilentProgress(), folder);
        foreach (var name in new[] { "hot", "other" })
            session.Add(new() { Name = name, Benchmark = name, Status = CaseStatus.Measured });
        session.Add(new() { Name = "skipped", Benchmark = "skipped", Status = CaseStatus.Skipped, Reason = "no" });

        await session.TakeAsync(["hot", "other"], 2, DateTimeOffset.MaxValue, CancellationToken.None);

        Assert.Equal(["hot", "cold", null], session.Cases.Select(c => c.Cache));
    }

    [Fact]
    public async Task A_worker_that_dies_once_costs_one_worker_and_no_run()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job => job.Run == 1 && First(job) ? Crash("a") : Complete(job)),
            runs: 3,
            "a",
            "b"
        );

        Assert.All(session.Cases, c => Assert.Equal(3, c.Runs.Length));
        Assert.Equal(4, session.Workers.Length);
        Assert.Single(session.Workers, w => w.Outcome == WorkerOutcome.Crashed);
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
    public async Task No_worker_is_started_behind_the_deadline_within_a_run_either()
    {
        var late = New(
            new ScriptedLauncher(job =>
            {
                Thread.Sleep(60);
                return Crash(job.Cases[0]);
            }),
            "a",
            "b"
        );
        await late.TakeAsync(
            ["a", "b"],
            3,
            DateTimeOffset.UtcNow.AddMilliseconds(50),
            TestContext.Current.CancellationToken
        );

        Assert.Single(late.Workers);
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
    public async Task A_budget_that_ends_before_the_first_run_is_named_with_its_remedy()
    {
        var session = New(new ScriptedLauncher(Complete), "a");
        await session.TakeAsync(["a"], 3, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);

        Assert.Equal(CaseStatus.NotRun, Case(session, "a").Status);
        Assert.Contains("raise PerfGateBudget", Case(session, "a").Reason, StringComparison.Ordinal);
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
    public async Task What_its_places_add_throws_no_run_away()
    {
        double[] levels = [1, 1.1];
        int[] places = [.. Enumerable.Range(0, 80).Select(i => i / 10 % 2)];
        var samples = places.Select((place, i) => levels[place] * (100_000.0 + (i * 7 % 11)));
        var session = await TakeAsync(
            new ScriptedLauncher(_ => Completed(Measured("a") with { Samples = [.. samples], Conditions = [.. places] })),
            runs: 2,
            "a"
        );

        Assert.Equal(2, Case(session, "a").Runs.Length);
        Assert.Empty(Case(session, "a").Discarded);
    }

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

    [Fact]
    public async Task A_cancelled_measurement_keeps_what_it_has()
    {
        using var cancel = new CancellationTokenSource();
        var launcher = new ScriptedLauncher(job =>
        {
            if (job.Run < 2)
                return Complete(job);
            cancel.Cancel();
            return new WorkerExit(WorkerOutcome.Cancelled, "cancelled", null, null, 0);
        });
        var session = New(launcher, "a");
        await session.TakeAsync(["a"], 5, DateTimeOffset.MaxValue, cancel.Token);

        Assert.Equal(2, Case(session, "a").Runs.Length);
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
    public async Task After_the_deadline_no_worker_is_started()
    {
        var launcher = new ScriptedLauncher(Complete);
        var session = New(launcher, "a");
        await session.TakeAsync(["a"], 5, DateTimeOffset.UtcNow.AddSeconds(-1), TestContext.Current.CancellationToken);

        Assert.Empty(launcher.Jobs);
    }

    [Fact]
    public async Task A_skipped_case_is_named_and_never_run()
    {
        var launcher = new ScriptedLauncher(Complete);
        var session = New(launcher, "a");
        session.Add(Blank("tensor") with { Status = CaseStatus.Skipped, Reason = "needs compute capability 9.0" });
        await session.TakeAsync(["a"], 1, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);

        Assert.Equal(CaseStatus.Skipped, Case(session, "tensor").Status);
        Assert.DoesNotContain(launcher.Jobs, j => j.Cases.Contains("tensor"));
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
            "the device's clock was another: canary_compute took 0.70 % less than in the runs that are kept",
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

    private static bool First(WorkerJob job) => job.Result.EndsWith("-0.json", StringComparison.Ordinal);

    private static WorkerExit Complete(WorkerJob job) => Completed([.. job.Cases.Select(Measured)]);

    private static WorkerExit Completed(params CaseResult[] cases) =>
        new(WorkerOutcome.Completed, null, null, Result(cases), 1);

    private static WorkerExit Crash(string? at) => new(WorkerOutcome.Crashed, "the worker crashed", at, null, 1);

    private static WorkerResult Result(params CaseResult[] cases) =>
        new() { DeviceName = "d", DeviceSlug = "d", DeviceMemoryBytes = 1, Clock = "host", Cases = [.. cases] };

    private static CaseResult Measured(string name) =>
        new()
        {
            Name = name,
            Status = CaseStatus.Measured,
            Samples = [.. Enumerable.Range(0, 40).Select(i => 100_000.0 + (i * 7 % 11))],
        };

    private static CaseResult Stepping(string name) =>
        new()
        {
            Name = name,
            Status = CaseStatus.Measured,
            Samples = [.. Enumerable.Range(0, 40).Select(i => (i < 20 ? 100_000.0 : 130_000.0) + (i * 7 % 11))],
        };

    private static MeasuredCase Blank(string name) =>
        new()
        {
            Name = name,
            Benchmark = name,
            Status = CaseStatus.Measured,
        };

    private static MeasuredCase Case(MeasurementSession session, string name) =>
        session.Cases.Single(c => c.Name == name);

    // Alone it would be through its visits in a moment, and see but one frequency of the clock.
    [Fact]
    public async Task A_case_that_is_undecided_alone_is_gone_through_as_often_as_few_cases_are()
    {
        var launcher = new ScriptedLauncher(Complete);
        string[] cases = [.. Enumerable.Range(0, 12).Select(i => $"case{i}")];
        var session = New(launcher, Jobs.Any with { Sampling = SamplingPlan.ForCuda(0.01) }, cases);
        await session.TakeAsync(cases, 2, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);
        await session.TakeAsync(["case7"], 3, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);

        Assert.Equal([48, 48, 144], launcher.Jobs.Select(j => j.Sampling.Visits));
    }

    private MeasurementSession New(IWorkerLauncher launcher, params string[] cases) => New(launcher, Jobs.Any, cases);

    private MeasurementSession New(IWorkerLauncher launcher, WorkerJob template, params string[] cases)
    {
        var session = new MeasurementSession(template, launcher, new SilentProgress(), folder);
        foreach (var name in cases)
            session.Add(Blank(name));
        return session;
    }

    private async Task<MeasurementSession> TakeAsync(ScriptedLauncher launcher, int runs, params string[] cases)
    {
        var session = New(launcher, cases);
        await session.TakeAsync(cases, runs, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);
        return session;
    }
}
