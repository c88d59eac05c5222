using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <content>Cases that are tried beside the base's kernels.</content>
public sealed partial class GateRunTests
{
    private static readonly ResolvedReference BaseKernels = ScriptedGate.Nothing with
    {
        Description = new() { Kind = ReferenceKind.Base, Reason = "the test says so" },
    };

    [Fact]
    public async Task An_accused_case_is_tried_beside_the_bases_kernels_and_not_measured_once_more()
    {
        await RunAsync(100_000, "then", ScriptedGate.Nothing);
        using var theirs = Base();
        var launcher = Beside(150_000, 150_000);

        await New(launcher, "now", Accusing(Read(Files.Measurement)), new Told(), trial: new Trial(theirs, [Case]))
            .RunAsync(TestContext.Current.CancellationToken);

        var tried = Read(Files.Trial);
        Assert.True(tried.Interleaved);
        Assert.Equal(SequentialPlan.First(new()), Assert.Single(tried.Cases).Runs.Length);
        Assert.NotNull(tried.Cases[0].ReferenceCodeHash);
        Assert.False(File.Exists(Files.Remeasured));
        Assert.True(File.Exists(Files.Reference));
        Assert.All(
            launcher.Jobs.Where(j => j.Mode == WorkerMode.Trial), j => Assert.Equal(theirs.Root, j.Base!.Root));
    }

    [Fact]
    public async Task Of_two_accused_cases_the_one_that_the_base_lacks_is_measured_once_more()
    {
        _folder.Change("[256, 512]", "[256, 512]");
        await RunAsync(100_000, "then", ScriptedGate.Nothing);
        using var theirs = Base();
        var trial = new Trial(theirs, [Case], "the base does not have softmax/N=512");

        await New(Beside(150_000, 150_000), "now", Accusing(Read(Files.Measurement)), trial: trial)
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([Case, "softmax/N=512"], trial.Accused);
        Assert.Equal([Case], Read(Files.Trial).Cases.Select(c => c.Name));
        Assert.Equal(["softmax/N=512"], Read(Files.Remeasured).Cases.Select(c => c.Name));
        Assert.Equal("the base does not have softmax/N=512", Inputs.NoTrial);
    }

    [Fact]
    public async Task Where_the_base_has_none_of_the_accused_cases_there_is_no_trial()
    {
        await RunAsync(100_000, "then", ScriptedGate.Nothing);
        using var theirs = Base();
        var launcher = Beside(150_000, 150_000);

        await New(
                launcher, "now", Accusing(Read(Files.Measurement)),
                trial: new Trial(theirs, [], $"the base does not have {Case}"))
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.False(File.Exists(Files.Trial));
        Assert.DoesNotContain(launcher.Jobs, j => j.Mode == WorkerMode.Trial);
        Assert.Equal([Case], Read(Files.Remeasured).Cases.Select(c => c.Name));
    }

    [Fact]
    public async Task Compared_with_the_bases_kernels_the_cases_of_both_are_interleaved_and_the_new_ones_run_alone()
    {
        _folder.Change("[256, 512]", "[256, 512]");
        using var theirs = Base();
        var progress = new Told();
        var trial = new Trial(theirs, ["softmax/N=512"], $"the base does not have {Case}");

        await New(Beside(100_000, 100_000), "now", BaseKernels, progress, trial: trial)
            .RunAsync(TestContext.Current.CancellationToken);

        var measured = Read(Files.Measurement);
        Assert.True(measured.Interleaved);
        Assert.Equal([Case, "softmax/N=512"], measured.Cases.Select(c => c.Name));
        Assert.All(measured.Cases, c => Assert.Equal(SequentialPlan.First(new()), c.Runs.Length));
        Assert.Null(measured.Cases[0].Runs[0].ReferenceSamples);
        Assert.NotNull(measured.Cases[1].Runs[0].ReferenceSamples);
        Assert.Equal(2 * SequentialPlan.First(new()), measured.Workers.Length);
        Assert.Contains($"Not compared with the base: the base does not have {Case}", progress.Lines);
        Assert.False(File.Exists(Files.Trial));
    }

    [Fact]
    public async Task With_the_base_no_case_is_said_not_to_be_compared_where_all_are()
    {
        using var theirs = Base();
        var progress = new Told();

        await New(Beside(100_000, 100_000), "now", BaseKernels, progress, trial: new Trial(theirs, [Case]))
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(
            progress.Lines, l => l.StartsWith("Not compared with the base", StringComparison.Ordinal));
        Assert.Null(Inputs.NoTrial);
    }

    // Slower by about the tolerance of 2 %, in runs that vary by as much.
    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task The_cases_that_are_still_undecided_are_counted_and_the_first_five_named(int cases, bool more)
    {
        int[] sizes = [.. Enumerable.Range(1, cases)];
        _folder.Change("[256, 512]", $"[{string.Join(", ", sizes)}]");
        using var theirs = Base();
        var progress = new Told();
        string[] names = [.. sizes.Select(n => $"softmax/N={n}")];

        await New(
                Beside(run => 100_000 * (1.01 + 0.02 * (run % 2)), _ => 100_000), "now", BaseKernels, progress,
                trial: new Trial(theirs, [.. names]))
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.Contains(
            $"{cases} undecided: {string.Join(", ", names.Take(5))}{(more ? " ..." : "")}", progress.Lines);
        // After the last look there is nothing more to come.
        Assert.Equal(
            SequentialPlan.Looks(new Core.Policy.GatePolicy().Runs).Length - 1,
            progress.Lines.Count(l => l.Contains("undecided", StringComparison.Ordinal)));
    }

    // 100 MB for each N, and the machine has 24 GB.
    [Fact]
    public async Task Of_the_base_only_cases_that_can_be_run_here_are_asked_for()
    {
        _folder.Change("\"memory\": \"1e6\"", "\"memory\": \"N * 7e7\"");
        using var theirs = Base();
        var trial = new Trial(theirs, [Case]);

        await New(Beside(100_000, 100_000), "now", BaseKernels, trial: trial)
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([Case], trial.Accused);
        Assert.Equal(
            [CaseStatus.Measured, CaseStatus.Skipped], Read(Files.Measurement).Cases.Select(c => c.Status));
    }

    [Fact]
    public async Task Once_time_is_up_no_case_is_said_to_be_undecided()
    {
        using var theirs = Base();
        var progress = new Told();
        var hurried = BaseKernels with { Policy = new() { BudgetSeconds = 0.4 } };
        var slow = Beside(
            run =>
            {
                if (run == SequentialPlan.First(new()) - 1)
                    Thread.Sleep(400);
                return 100_000 * (1.01 + 0.02 * (run % 2));
            },
            _ => 100_000);

        await New(slow, "now", hurried, progress, trial: new Trial(theirs, [Case]))
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(progress.Lines, l => l.Contains("undecided", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(7UL)]
    [InlineData(null)]
    public async Task What_a_gate_does_first_is_said_and_the_seed_where_there_is_one(ulong? seed)
    {
        var progress = new Told();

        await New(
                new ScriptedLauncher(job => ScriptedGate.Completed(job, 100_000)), "now", ScriptedGate.Nothing,
                progress, seed)
            .RunAsync(TestContext.Current.CancellationToken);

        string?[] first =
        [
            "Preparing the host device and the expected outputs",
            seed is null
                ? null
                : "Random inputs of this measurement's extra check: seed 7 (repeat it with --seed 7, or PerfGateSeed)",
            "Reference: the test says so",
        ];
        Assert.Equal(first.OfType<string>(), progress.Lines);
    }

    [Fact]
    public async Task A_case_that_the_preparation_found_wrong_is_not_tried()
    {
        using var theirs = Base();
        var launcher = new ScriptedLauncher(job => job.Mode == WorkerMode.Prepare
            ? Wrong(ScriptedGate.Completed(job, 1))
            : ScriptedGate.Completed(job, 100_000));

        await New(launcher, "now", BaseKernels, trial: new Trial(theirs, [Case]))
            .RunAsync(TestContext.Current.CancellationToken);

        var only = Assert.Single(Read(Files.Measurement).Cases);
        Assert.Equal((CaseStatus.Incorrect, "its function crashed"), (only.Status, only.Reason));
        Assert.All(launcher.Jobs, j => Assert.Equal(WorkerMode.Prepare, j.Mode));

        static WorkerExit Wrong(WorkerExit exit) => exit with
        {
            Result = exit.Result! with
            {
                Cases = [new() { Name = Case, Status = CaseStatus.Incorrect, Reason = "its function crashed" }],
            },
        };
    }

    // A base in a folder of its own, with other machine code.
    private static ManifestFolder Base()
    {
        var theirs = new ManifestFolder();
        theirs.Change("[256, 512]", "[1, 2, 3, 4, 5, 6, 256, 512]");
        ScriptedGate.Catalog(theirs, '9');
        return theirs;
    }

    private static ResolvedReference Accusing(Measurement then) => ScriptedGate.Nothing with
    {
        Description = new() { Kind = ReferenceKind.Baseline, Reason = "the test says so" },
        Baseline = new() { Device = "host", Measurements = [then] },
    };

    private static ScriptedLauncher Beside(double nanoseconds, double theirs) =>
        Beside(_ => nanoseconds, _ => theirs);

    private static ScriptedLauncher Beside(Func<int, double> nanoseconds, Func<int, double> theirs) =>
        new(job =>
        {
            var exit = ScriptedGate.Completed(job, nanoseconds(job.Run));
            if (job.Mode != WorkerMode.Trial)
                return exit;
            var other = ScriptedGate.Completed(job with { Run = job.Run + 3 }, theirs(job.Run)).Result!.Cases;
            return exit with
            {
                Result = exit.Result! with
                {
                    Cases =
                    [
                        .. exit.Result.Cases.Zip(other, (ours, old) => ours with { ReferenceSamples = old.Samples }),
                    ],
                },
            };
        });

    private sealed class Trial(ManifestFolder theirs, ImmutableArray<string> cases, string? reason = null)
        : IAccusedTrial
    {
        public ImmutableArray<string> Accused { get; private set; } = [];

        public Task<TrialSide> PrepareAsync(
            ResolvedReference resolved, ImmutableArray<string> accused, CancellationToken cancellation)
        {
            Accused = accused;
            return Task.FromResult(new TrialSide(
                new BaseSide(
                    theirs.Root,
                    [Path.Combine(theirs.Root, ManifestFolder.Manifest)],
                    Path.Combine(theirs.Root, "kernels.json")),
                cases, reason));
        }
    }
}
