using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Explaining;

/// <summary>
/// The cases that are to be explained: those that were named, or the proven regressions of a verdict.
/// </summary>
/// <param name="request">Folders and manifests; its filter names cases.</param>
/// <param name="catalog">The candidate's kernels.</param>
/// <param name="verdict">The last verdict; null if there is none.</param>
internal sealed class ExplainRequest(GateRunRequest request, KernelCatalog catalog, Verdict? verdict)
{
    /// <summary>Why there are no counters of a device, as the end of a sentence; null if there are.</summary>
    /// <param name="device">The device.</param>
    public static string? WhyNoCounters(DeviceKind device) =>
        device.HasNvidiaTools
            ? null
            : $"kernels run on the {device.Name} device, and nothing counts there; an NVIDIA GPU has counters";

    /// <summary>
    /// The case of the same sources that the named one is compared with; null for the base's case of its name.
    /// </summary>
    public string? Against { get; init; }

    // A gate that fails for a hundred cases fails for a handful of reasons, and counting takes seconds a case.
    private const int MostAutomatic = 6;

    private static readonly CaseVerdict _proven = CaseVerdict.Regression;

    /// <summary>Why the gate explains nothing by itself, as the end of a sentence; null if it does.</summary>
    public string? WhyNotAutomatic() =>
        verdict is null ? "there is no verdict"
        : verdict.Policy.Explain == ExplainPolicy.Never ? "explain is \"never\" in perfgate.json"
        : Regressions(verdict).IsEmpty ? "no case is a proven regression"
        : WhyNoCounters(catalog.Compiled.Device) is { } missing ? missing
        : NsightCompute.Find(Environment.GetEnvironmentVariable) is null ? NsightCompute.Missing
        : null;

    /// <summary>Explains them.</summary>
    /// <param name="references">Finds the base.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PerfGateException">
    /// PG2100: no case is named, and there is no verdict. There is no base, or an input cannot be used.
    /// </exception>
    public async Task<ExplainReport> RunAsync(IReferenceSource references, CancellationToken cancellation)
    {
        var device = DeviceSelection.Choose(catalog.Compiled.Device.Name);
        var suite = ManifestLoader.Load(request.Manifests, device, request.Root);
        var names = Names(suite);
        var (theirs, described, whyNot) = Against is { } other
            ? (_ => Ours(suite, other), $"{other}, in the same sources", null)
            : await BaseAsync(references, device, names, cancellation).ConfigureAwait(false);
        var profiler = device.Kind.HasNvidiaTools ? NsightCompute.Find(Environment.GetEnvironmentVariable) : null;
        var run = new ExplainRun(
            profiler,
            WhyNoCounters(device.Kind) ?? (profiler is null ? NsightCompute.Missing : null),
            device.ComputeCapability,
            request.WorkFolder
        );
        var cases = ImmutableArray.CreateBuilder<ExplainedCase>();
        foreach (var name in names)
            cases.Add(
                theirs?.Invoke(name) is { } reference
                    ? await run.OfAsync(Ours(suite, name), reference, RatioOf(name), cancellation).ConfigureAwait(false)
                    : Without(suite, name, whyNot)
            );
        return new()
        {
            Reference = described,
            Profiler = profiler is not null && run.NoCounters is null ? NsightCompute.Title : null,
            NoCounters = run.NoCounters,
            Cases = cases.ToImmutable(),
        };
    }

    private async Task<(Func<string, ExplainSide?>? Theirs, string Described, string? WhyNot)> BaseAsync(
        IReferenceSource references,
        DeviceFacts device,
        ImmutableArray<string> names,
        CancellationToken cancellation
    )
    {
        var resolved = references.Resolve(device.Slug ?? "");
        var described = resolved.TrialCommit is { } commit
            ? $"the kernels of the base, commit {CommitName.Of(commit)}"
            : resolved.Description.Reason;
        if (names.IsEmpty)
            return (null, described, null);
        var side = await BaseTrial
            .Of(request, catalog.Compiled.Device)
            .PrepareAsync(resolved, names, cancellation)
            .ConfigureAwait(false);
        return (side.Base is { } found ? Theirs(found, device) : null, described, side.Reason);
    }

    private ImmutableArray<string> Names(BenchmarkSuite suite)
    {
        if (request.Filter is not null)
            return
            [
                .. CaseFilter
                    .Apply(suite, request.Filter)
                    .Cases.Where(c => c.Role == CaseRole.Case && c.SkipReason is null)
                    .Select(c => c.Name),
            ];
        return verdict is null
            ? throw new PerfGateException(
                DiagnosticCatalog.NothingNamedToExplain(new GateFiles(request.Output).Verdict),
                ExitCode.Usage
            )
            : [.. Regressions(verdict).Take(MostAutomatic).Select(c => c.Name)];
    }

    // The slowest first.
    private static ImmutableArray<CaseJudgement> Regressions(Verdict verdict) =>
        [.. verdict.Cases.Where(c => c.Verdict == _proven).OrderByDescending(c => c.Ratio ?? 1)];

    private double? RatioOf(string name) => verdict?.Cases.FirstOrDefault(c => c.Name == name)?.Ratio;

    private ExplainSide Ours(BenchmarkSuite suite, string name) =>
        new(catalog, suite.Require(name), request.Root, request.Manifests);

    private static Func<string, ExplainSide?> Theirs(BaseSide side, DeviceFacts device)
    {
        var (suite, kernels) = (
            ManifestLoader.Load(side.Manifests, device, side.Root),
            KernelCatalog.Read(side.Kernels)
        );
        return name =>
            suite.Cases.FirstOrDefault(c => c.Name == name && c.SkipReason is null) is { } found
                ? new(kernels, found, side.Root, side.Manifests)
                : null;
    }

    private ExplainedCase Without(BenchmarkSuite suite, string name, string? why)
    {
        var blank = Ours(suite, name).Measured(null);
        return new()
        {
            Name = name,
            Source = blank.Source,
            Sentences = [new($"{name} has no counterpart: {(why ?? "the base does not have it").TrimEnd('.')}.", [])],
        };
    }
}
