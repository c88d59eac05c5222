using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Claims;
using PerfGate.Core.Devices;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Processes;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Optimizing;

/// <summary>The phases, one after the other.</summary>
/// <param name="setting">What was asked for.</param>
/// <param name="output">The output folder, absolute.</param>
/// <param name="work">The folder of what is kept, absolute.</param>
/// <param name="progress">Shows how measurements go on.</param>
/// <param name="console">Where to say what goes on.</param>
internal sealed class OptimizeRun(
    OptimizeSetting setting,
    string output,
    string work,
    IRunProgress progress,
    TextWriter console
)
{
    private readonly PairBench _bench = new(setting.Project, work, progress);
    private readonly PhaseLog _phases = new(output, setting.Project.Policy, console);

    /// <summary>The log of the phases.</summary>
    public string LogPath => _phases.Path;

    private string BaselineFolder => Path.Combine(output, "baseline");

    private string ShapesFolder => Path.Combine(output, "shapes");

    // The first shape of the candidate, unless somebody named another.
    private string FixedShape =>
        setting.FixedShape
        ?? VariantBench.ShapeOf(
            _bench.Suite().Cases.First(c => c.Benchmark == setting.Candidate && c.SkipReason is null)
        );

    private string? OnlyShape => setting.Scope == OptimizeScope.Quick ? FixedShape : null;

    /// <summary>Runs them.</summary>
    /// <param name="cancellation">Stops it; the phases that have ended are in the log.</param>
    /// <returns>The claims that were published.</returns>
    public async Task<SpeedClaims> AllAsync(CancellationToken cancellation)
    {
        ComparedBenchmarks.Require(_bench.Suite(), setting.Candidate, setting.Baselines);
        ImmutableArray<string> all = [setting.Candidate, .. setting.Baselines];
        var build = Path.Combine(output, "build");
        KernelCatalog? first = null;
        await _phases
            .RunAsync(
                OptimizePhase.Environment,
                null,
                async () =>
                {
                    var note = await InspectAsync(cancellation).ConfigureAwait(false);
                    first = await _bench.CompileAsync(all, build, cancellation).ConfigureAwait(false);
                    return new(PhaseOutcome.Done, $"{note}; {first.Compiled.Modules.Length} modules compiled");
                }
            )
            .ConfigureAwait(false);
        var baseline = await BaselineAsync(first!, cancellation).ConfigureAwait(false);
        await TuneAsync(cancellation).ConfigureAwait(false);
        var catalog = await MeasureShapesAsync(baseline, cancellation).ConfigureAwait(false);
        var profile = new ProfilePhase(setting.Project, output, work);
        await _phases
            .RunAsync(
                OptimizePhase.Profile,
                profile.NotAvailable is null ? _bench.Inputs(catalog, [setting.Candidate, baseline], FixedShape) : null,
                () => profile.RunAsync(catalog, _bench.Suite(), Claims(baseline), cancellation)
            )
            .ConfigureAwait(false);
        return await ReportAsync(baseline, catalog, profile).ConfigureAwait(false);
    }

    // In a process of its own: one that has opened the GPU counts as another user of it.
    private async Task<string> InspectAsync(CancellationToken cancellation)
    {
        var start = OwnProgram.Start(
            "env",
            "--json",
            "--device",
            setting.Project.Device.Kind.Name,
            "--clocks",
            setting.Project.Policy.Clocks == ClockPolicy.Lock ? "lock" : "observe"
        );
        var ended = await ChildProcess
            .RunAsync(start, TimeSpan.FromMinutes(2), supervised: true, cancellation)
            .ConfigureAwait(false);
        AtomicFile.Write(
            Path.Combine(output, "environment.json"),
            Encoding.UTF8.GetBytes(string.Join('\n', ended.Lines) + "\n")
        );
        return ended.Code == 0
            ? $"{setting.Project.Device.Name ?? setting.Project.Device.Kind.Name}, checks in environment.json"
            : "the environment could not be looked at whole; see environment.json";
    }

    private async Task<string> BaselineAsync(KernelCatalog catalog, CancellationToken cancellation)
    {
        if (setting.Baselines.Length == 1)
        {
            await _phases
                .RunAsync(
                    OptimizePhase.Baseline,
                    null,
                    () =>
                        Task.FromResult(
                            new PhaseEnd(
                                PhaseOutcome.Done,
                                $"{setting.Baselines[0]}: the only one that was named, so there is nothing to choose"
                            )
                        )
                )
                .ConfigureAwait(false);
            return setting.Baselines[0];
        }

        await _phases
            .RunAsync(
                OptimizePhase.Baseline,
                _bench.Inputs(catalog, setting.Baselines, FixedShape),
                async () =>
                {
                    var measured = await _bench
                        .MeasureAsync(setting.Baselines, FixedShape, catalog, BaselineFolder, cancellation)
                        .ConfigureAwait(false);
                    var times = setting.Baselines.Select(b => $"{b} {Words(measured, b)}");
                    return new(
                        PhaseOutcome.Done,
                        $"fastest: {Fastest(measured)} ({string.Join(", ", times)})",
                        "baseline/measurement.json"
                    );
                }
            )
            .ConfigureAwait(false);
        return Fastest(PairBench.Read(BaselineFolder));
    }

    private string Fastest(Measurement measured) => BaselineChoice.Fastest(measured, setting.Baselines, FixedShape);

    private string Words(Measurement measured, string benchmark) =>
        BaselineChoice.TimeOf(measured, benchmark, FixedShape) is { } time
            ? Core.Text.Numbers.Time(time)
            : "not measured";

    private async Task TuneAsync(CancellationToken cancellation)
    {
        var tunable = TunableBenchmark.In(CaseFilter.Apply(_bench.Suite(), setting.Candidate));
        var notAvailable =
            setting.Scope != OptimizeScope.Full ? "the scope leaves it out, so the candidate is taken as it is"
            : tunable.IsEmpty ? $"the manifest of {setting.Candidate} has no section tune, so it is taken as it is"
            : null;
        if (notAvailable is not null)
        {
            await _phases
                .RunAsync(
                    OptimizePhase.Tune,
                    null,
                    () => Task.FromResult(PhaseEnd.NotAvailable(notAvailable))
                )
                .ConfigureAwait(false);
            return;
        }

        var use = tunable[0].Use;
        var tuned = TunedFile.PathOf(Path.GetDirectoryName(use.Manifest)!, setting.Project.Device.Slug!);
        await _phases
            .RunAsync(
                OptimizePhase.Tune,
                PairBench.Digest([
                    setting.Project.Device.Slug ?? "",
                    setting.Project.Device.Driver ?? "",
                    use.Source,
                    use.Section.Digest,
                    File.Exists(setting.Project.Response)
                        ? InputFile.Text(setting.Project.Response, FileLimit.Arguments)
                        : "",
                    $"{setting.Effort}",
                ]),
                async () =>
                {
                    await new TuneRun(setting.Project, output, work, console)
                        .AllAsync(tunable, setting.Effort, cancellation)
                        .ConfigureAwait(false);
                    ImmutableArray<string> written = ["tune.json", "tune.md"];
                    return new(
                        PhaseOutcome.Done,
                        "see tune.md",
                        File.Exists(tuned) ? written.Add(Path.GetRelativePath(output, tuned)) : written
                    );
                }
            )
            .ConfigureAwait(false);
    }

    private async Task<KernelCatalog> MeasureShapesAsync(string baseline, CancellationToken cancellation)
    {
        ImmutableArray<string> pair = [setting.Candidate, baseline];
        // The tuning may have changed the candidate.
        var catalog = await _bench.CompileAsync(pair, ShapesFolder, cancellation).ConfigureAwait(false);
        await _phases
            .RunAsync(
                OptimizePhase.Shapes,
                _bench.Inputs(catalog, pair, OnlyShape ?? ""),
                async () =>
                {
                    await _bench
                        .MeasureAsync(pair, OnlyShape, catalog, ShapesFolder, cancellation)
                        .ConfigureAwait(false);
                    return new(
                        PhaseOutcome.Done,
                        $"{Claims(baseline).Claims.Length} shapes measured",
                        "shapes/measurement.json"
                    );
                }
            )
            .ConfigureAwait(false);
        return catalog;
    }

    private SpeedClaims Claims(string baseline) =>
        SpeedComparison.Of(
            PairBench.Read(ShapesFolder),
            new(setting.Candidate, baseline, FixedShape),
            setting.Project.Policy
        );

    private async Task<SpeedClaims> ReportAsync(string baseline, KernelCatalog catalog, ProfilePhase profile)
    {
        SpeedClaims? claims = null;
        await _phases
            .RunAsync(
                OptimizePhase.Report,
                null,
                () =>
                {
                    claims = new PublicationWriter(PublishedProject.Of(setting.Project), catalog, ShapesFolder)
                    {
                        Title = setting.Title,
                        Authors = setting.Authors,
                        Includes = setting.Includes,
                        PrepareSeconds = _phases.SecondsOf(OptimizePhase.Environment),
                        Beside =
                        [
                            Path.Combine(output, "environment.json"),
                            Path.Combine(output, "tune.json"),
                            Path.Combine(output, ExplainReport.FileName),
                        ],
                        Baselines = setting.Baselines.Length == 1 ? null : BaselineFolder,
                        BaselineNames = setting.Baselines,
                        Explanation = profile.Found(),
                        NotAvailable = profile.NotAvailable is { } why
                            ? [$"There are no counters and no explanation: {why}."]
                            : [],
                    }.Write(
                        new(setting.Candidate, baseline, FixedShape),
                        Path.Combine(output, PublicationWriter.Folder)
                    );
                    return Task.FromResult(new PhaseEnd(PhaseOutcome.Done, "written to publication/"));
                }
            )
            .ConfigureAwait(false);
        return claims!;
    }
}
