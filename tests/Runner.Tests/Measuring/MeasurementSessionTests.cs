using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What faults of workers cost: one run each, and never another case's runs.</summary>
public sealed partial class MeasurementSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-session-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
            _folder,
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
        var session = new MeasurementSession(template, new ScriptedLauncher(Complete), new SilentProgress(), _folder);
        foreach (var name in new[] { "hot", "other" })
            session.Add(new() { Name = name, Benchmark = name, Status = CaseStatus.Measured });
        session.Add(new() { Name = "skipped", Benchmark = "skipped", Status = CaseStatus.Skipped, Reason = "no" });

        await session.TakeAsync(["hot", "other"], 2, DateTimeOffset.MaxValue, CancellationToken.None);

        Assert.Equal(["hot", "cold", null], session.Cases.Select(c => c.Cache));
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
    public async Task A_budget_that_ends_before_the_first_run_is_named_with_its_remedy()
    {
        var session = New(new ScriptedLauncher(Complete), "a");
        await session.TakeAsync(["a"], 3, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);

        Assert.Equal(CaseStatus.NotRun, Case(session, "a").Status);
        Assert.Contains("raise PerfGateBudget", Case(session, "a").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_places_add_throws_no_run_away()
    {
        double[] levels = [1, 1.1];
        int[] places = [.. Enumerable.Range(0, 80).Select(i => i / 10 % 2)];
        var samples = places.Select((place, i) => levels[place] * (100_000.0 + (i * 7 % 11)));
        var session = await TakeAsync(
            new ScriptedLauncher(_ => Completed(
                Measured("a") with { Samples = [.. samples], Conditions = [.. places] })),
            runs: 2,
            "a"
        );

        Assert.Equal(2, Case(session, "a").Runs.Length);
        Assert.Empty(Case(session, "a").Discarded);
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
        var session = new MeasurementSession(template, launcher, new SilentProgress(), _folder);
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
