using System.Collections.Immutable;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Which cases a gate measures once more or alone, where the base's kernels cannot be had.</summary>
public sealed partial class GateRunTests : IDisposable
{
    private const string NoBase = "the base's kernels do not compile";
    private const string Case = "softmax/N=256";

    private readonly ManifestFolder _folder = new();

    public GateRunTests() => _folder.Change("[256, 512]", "[256]");

    public void Dispose() => _folder.Dispose();

    private GateFiles Files => new(_folder.Root);

    [Fact]
    public async Task An_accused_case_that_cannot_be_tried_is_measured_once_more()
    {
        await RunAsync(100_000, "then", ScriptedGate.Nothing);
        var then = Read(Files.Measurement);

        await RunAsync(
            150_000,
            "now",
            ScriptedGate.Nothing with
            {
                Description = new() { Kind = ReferenceKind.Baseline, Reason = "the test says so" },
                Baseline = new() { Device = "host", Measurements = [then] },
            }
        );

        Assert.Equal(SequentialPlan.First(new()), Assert.Single(Read(Files.Remeasured).Cases).Runs.Length);
        Assert.Equal(NoBase, Inputs.NoTrial);
    }

    [Fact]
    public async Task What_could_not_be_read_of_git_is_among_what_is_not_known_of_the_base()
    {
        await RunAsync(100_000, "now", ScriptedGate.Nothing with { Warnings = ["the base's branch cannot be read"] });

        Assert.Equal(["the base's branch cannot be read"], Inputs.BaseUnknown);
    }

    [Fact]
    public async Task What_becomes_of_an_accused_case_is_said_as_it_happens()
    {
        await RunAsync(100_000, "then", ScriptedGate.Nothing);
        var then = Read(Files.Measurement);
        var progress = new Told();

        await New(
            new ScriptedLauncher(job => ScriptedGate.Completed(job, 150_000)), "now",
            ScriptedGate.Nothing with
            {
                Description = new() { Kind = ReferenceKind.Baseline, Reason = "the test says so" },
                Baseline = new() { Device = "host", Measurements = [then] },
            },
            progress).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [$"To be tried against the base: {Case}", $"Measured again, because {NoBase}: {Case}"],
            progress.Lines.Where(l => l.Contains(Case, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task That_every_case_is_unchanged_is_said_with_the_runs_that_are_taken()
    {
        await RunAsync(100_000, "then", ScriptedGate.Nothing);
        var then = Read(Files.Measurement);
        var progress = new Told();

        await New(
            new ScriptedLauncher(job => ScriptedGate.Completed(job, 100_000)), "then again",
            ScriptedGate.Nothing with
            {
                Description = new() { Kind = ReferenceKind.Baseline, Reason = "the test says so" },
                Baseline = new() { Device = "host", Measurements = [then] },
            },
            progress).RunAsync(TestContext.Current.CancellationToken);

        Assert.Contains(
            "Every case has the reference's machine code: 2 runs check the outputs and show whether the machine has "
                + "drifted",
            progress.Lines);
        Assert.Equal(2, Assert.Single(Read(Files.Measurement).Cases).Runs.Length);
        Assert.False(File.Exists(Files.Remeasured));
    }

    [Fact]
    public async Task Without_the_kernels_of_the_base_that_it_is_compared_with_a_case_is_measured_alone()
    {
        await RunAsync(
            100_000,
            "now",
            ScriptedGate.Nothing with
            {
                Description = new() { Kind = ReferenceKind.Base, Reason = "the test says so" },
            }
        );

        var measured = Read(Files.Measurement);
        Assert.False(measured.Interleaved);
        Assert.Equal(SequentialPlan.First(new()), Assert.Single(measured.Cases).Runs.Length);
        Assert.Equal(NoBase, Inputs.NoTrial);
    }

    // Only a base that is known to have no manifest has nothing to compare with.
    [Fact]
    public async Task Why_a_comparison_was_expected_is_kept_for_the_judge()
    {
        await RunAsync(
            100_000,
            "now",
            ScriptedGate.Nothing with { Expected = new() { Because = "this is a pull request" } }
        );

        Assert.Equal("this is a pull request", Inputs.Expected.Because);
    }

    [Fact]
    public async Task On_the_processor_no_run_begins_before_the_check_with_the_random_seed_is_prepared()
    {
        var launcher = new HeldLauncher();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = New(launcher, "now", ScriptedGate.Nothing, seed: 7).RunAsync(stop.Token);
        // The preparation computes what outputs must be for the seed too.
        Assert.Equal(WorkerMode.Prepare, await launcher.BegunAsync(stop.Token));
        await Task.Delay(100, stop.Token);
        Assert.Equal([WorkerMode.Prepare], launcher.Running);
        launcher.End(WorkerMode.Prepare, ScriptedGate.Completed(Jobs.Any, 100_000));

        Assert.Equal(WorkerMode.Measure, await launcher.BegunAsync(stop.Token));
        await stop.CancelAsync();
        await Record.ExceptionAsync(() => run);
    }

    [Fact]
    public async Task A_gate_that_has_nothing_left_to_decide_counts_no_undecided_cases()
    {
        var progress = new Told();

        await New(
            new ScriptedLauncher(job => ScriptedGate.Completed(job, 100_000)), "now", ScriptedGate.Nothing, progress
        ).RunAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(progress.Lines, l => l.Contains("undecided", StringComparison.Ordinal));
    }

    private static Measurement Read(string path) =>
        JsonFile.Read(path, PerfGateJson.Default.Measurement, "measurement.schema.json");

    private GateInputs Inputs => JsonFile.Read(Files.Inputs, PerfGateJson.Default.GateInputs, "inputs.schema.json");

    private Task RunAsync(double nanoseconds, string code, ResolvedReference reference) =>
        New(new ScriptedLauncher(job => ScriptedGate.Completed(job, nanoseconds)), code, reference)
            .RunAsync(TestContext.Current.CancellationToken);

    private GateRun New(
        IWorkerLauncher launcher,
        string code,
        ResolvedReference reference,
        IRunProgress? progress = null,
        ulong? seed = null,
        IAccusedTrial? trial = null
    ) =>
        new(
            new()
            {
                Root = _folder.Root,
                Manifests = [Path.Combine(_folder.Root, ManifestFolder.Manifest)],
                Output = _folder.Root,
                WorkFolder = _folder.Root,
                CheckSeed = seed,
                Override = policy => policy,
            },
            ScriptedGate.Catalog(_folder, code[0] == 't' ? '0' : '1'),
            launcher,
            progress ?? new SilentProgress(),
            new ScriptedGate.Reference(reference),
            trial ?? new NoTrial()
        );

    private sealed class Told : IRunProgress
    {
        public List<string> Lines { get; } = [];

        public void Say(string line) => Lines.Add(line);

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

    private sealed class NoTrial : IAccusedTrial
    {
        public Task<TrialSide> PrepareAsync(
            ResolvedReference resolved,
            ImmutableArray<string> accused,
            CancellationToken cancellation
        )
        {
            Assert.Equal([Case], accused);
            return Task.FromResult(new TrialSide(null, [], NoBase));
        }
    }
}
