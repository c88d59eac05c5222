using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.Measuring;

namespace PerfGate.GitHub.Tests;

/// <summary>
/// What the gate writes can always be published, whatever a kernel said and however many cases there are.
/// </summary>
public sealed class WriterLimitsTests
{
    private static readonly string Endless = string.Concat(
        Enumerable.Repeat("x.cu(3): 💥 what a kernel printed; ", 6_000)
    );

    [Fact]
    public async Task Of_a_kernel_that_prints_200000_characters_the_beginning_and_the_end_are_published()
    {
        var said = "the worker crashed (SIGABRT) at silu/N=4096: " + Endless + "the last word";
        var failed = Measured.Case("silu/N=4096", 1000, "new") with
        {
            Status = CaseStatus.Failed,
            Reason = said,
            Runs = [],
            Discarded = [new(0, said)],
            Checks = [new("y", 1, 1, false, said)],
        };
        var candidate = (Measured.Of(failed) with
        {
            Warnings = [said],
            Workers = [new() { Run = 0, Seed = 1, Outcome = WorkerOutcome.Crashed, Reason = said }],
        }).Bounded();
        var inputs = new GateInputs
        {
            Policy = new(),
            Reference = new() { Kind = ReferenceKind.Base, Reason = said },
            NoTrial = said,
            BaseUnknown = [said],
            GateEdits = [new("PerfGateFilter", said)],
            Day = Measured.Today,
        }.Bounded();
        var input = Measured.Input(candidate, Measured.Of(Measured.Case("silu/N=4096", 1003, "old"))) with
        {
            ReferenceDescription = inputs.Reference,
            NoTrial = inputs.NoTrial,
            Warnings = inputs.BaseUnknown,
            GateEdits = inputs.GateEdits,
        };
        await using var github = await PullRequestAsync();
        using var results = GateResults.Judged(input);

        var published = await Publication.RunAsync(github.Address, results.Pack(), results.ForkEvent());

        Assert.Equal(ExitCode.Passed, published.Exit);
        var reason = JsonFile
            .Read<Measurement>(results.At("measurement.json"), PerfGateJson.Default, "measurement.schema.json")
            .Cases[0]
            .Reason!;
        Assert.InRange(reason.Length, 500, RecordedText.MaximumReason);
        Assert.StartsWith("the worker crashed (SIGABRT) at silu/N=4096: ", reason, StringComparison.Ordinal);
        Assert.EndsWith("the last word", reason, StringComparison.Ordinal);
        Assert.Contains(
            "SIGABRT",
            (string)Assert.Single(github.Repository.Comments)["body"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_thousand_cases_with_twenty_long_runs_stay_within_what_is_published()
    {
        var random = new Random(1);
        ImmutableArray<double> samples =
        [
            .. Enumerable.Range(0, 1_440).Select(_ => Math.Round(100_000 * (1 + (0.01 * random.NextDouble())), 3)),
        ];
        var one = Measured.Case("k", 1000, "new") with
        {
            Runs =
            [
                .. Enumerable
                    .Range(0, 20)
                    .Select(run => new CaseRun
                    {
                        Run = run,
                        Samples = samples,
                        ReferenceSamples = samples,
                    }),
            ],
        };
        // A fiftieth of it, with a fiftieth of every limit.
        const int scale = 50;
        var all = Measured.Of([.. Enumerable.Range(0, 1_000 / scale).Select(i => one with { Name = $"k/N={i:0000}" })]);
        var whole = all.Bounded(MeasurementBounds.MaximumSamples / scale);
        using var results = GateResults.Of();
        JsonFile.Write(results.At("measurement.json"), whole, PerfGateJson.Default.Measurement);
        JsonFile.Write(results.At("trial.json"), whole with { Interleaved = true }, PerfGateJson.Default.Measurement);
        var limits = new ArtifactLimits();

        var read = new ArtifactReader(
            limits with
            {
                File = limits.File / scale,
                Total = limits.Total / scale,
                Zip = limits.Zip / scale,
            }
        ).Read(results.Pack());

        Assert.All(read.Measurement.Cases, c => Assert.Equal(20, c.Runs.Length));
        Assert.All(
            read.Measurement.Cases[0].Runs,
            r => Assert.Equal((150, 150), (r.Samples.Length, r.ReferenceSamples!.Value.Length))
        );
    }

    [Fact]
    public void Only_the_longest_runs_are_thinned_and_a_measurement_below_the_limit_stays_as_it_is()
    {
        var few = Measured.Of(Measured.Case("a", 1000, "new"));
        Assert.Equal(few.Cases[0].Runs, few.Bounded().Cases[0].Runs);

        var longer = few.Cases[0] with
        {
            Name = "b",
            Runs = [new() { Run = 0, Samples = [.. Enumerable.Range(1, 5_000).Select(i => (double)i)] }],
        };
        var bounded = (few with { Cases = [few.Cases[0], longer] }).Bounded(mostSamples: 1_000);

        Assert.Equal(few.Cases[0].Runs, bounded.Cases[0].Runs);
        Assert.Equal(600, bounded.Cases[1].Runs[0].Samples.Length);
    }

    [Fact]
    public async Task The_longest_names_that_a_manifest_may_have_are_published()
    {
        var name = new string('n', RecordedText.MaximumName);
        await using var github = await PullRequestAsync();
        using var results = GateResults.Judged(Measured.Input(
            Measured.Of(Measured.Case(name, 1000, "old")), Measured.Of(Measured.Case(name, 1003, "old"))));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Single(github.Repository.Comments);
    }

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
