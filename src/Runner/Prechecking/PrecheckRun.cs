using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Explaining;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Prechecking;

/// <summary>
/// Finds the cases that the gate must measure: the judge is asked about a measurement without times, and whatever it
/// does not call unchanged needs the device.
/// </summary>
/// <param name="request">The manifests and folders.</param>
/// <param name="catalog">The compiled kernels.</param>
/// <param name="device">The device that they are for.</param>
/// <param name="references">Finds the base.</param>
/// <param name="trial">Compiles the base's kernels.</param>
internal sealed class PrecheckRun(
    GateRunRequest request,
    KernelCatalog catalog,
    DeviceFacts device,
    IReferenceSource references,
    IAccusedTrial trial
)
{
    /// <summary>Compiles the base and compares.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="Core.Diagnostics.PerfGateException">There is no base, or an input cannot be used.</exception>
    public async Task<PrecheckReport> RunAsync(CancellationToken cancellation)
    {
        var resolved = references.Resolve(device.Slug ?? "");
        var policy = request.Override(resolved.Policy);
        var suite = ManifestLoader.Load(request.Manifests, device, request.Root);
        ImmutableArray<BenchmarkCase> cases =
            [.. CaseFilter.Apply(suite, request.Filter).Cases.Where(c => c.Role == CaseRole.Case)];
        ImmutableArray<string> names = [.. cases.Where(c => c.SkipReason is null).Select(c => c.Name)];
        var side = await trial.PrepareAsync(resolved, names, cancellation).ConfigureAwait(false);
        var compared = Compared(cases, side);
        var verdict = Judge.Decide(new()
        {
            Candidate = AsMeasurement(compared, policy),
            Policy = policy,
            ReferenceDescription = resolved.Description,
            BaseCases = Declared(resolved),
            Expected = resolved.Expected,
            GateEdits = resolved.GateEdits,
            NoTrial = side.Reason,
            Today = DateOnly.FromDateTime(DateTime.UtcNow),
            AtEndOfBudget = true,
        });
        return new()
        {
            DeviceSlug = device.Slug,
            Reference = resolved.TrialCommit is { } commit
                ? $"the kernels of the base, commit {CommitName.Of(commit)}"
                : resolved.Description.Reason,
            Cases =
            [
                .. verdict.Cases.Select(c =>
                    Checked(c, compared.FirstOrDefault(m => m.Name == c.Name), side.Reason)),
            ],
            Resources = policy.Resources == ResourceAction.Off
                ? []
                : ResourceComparison.Of(
                    compared, device.ComputeCapability, policy, DateOnly.FromDateTime(DateTime.UtcNow)),
            Code = await ChangedCode
                .OfAsync(request, catalog, device, suite, side, compared, cancellation)
                .ConfigureAwait(false),
            Action = policy.Resources,
            GateEdits = verdict.ToReview,
        };
    }

    private ImmutableArray<BaseCase> Declared(ResolvedReference resolved) => resolved.MergeBase is { } commit
        ? new BaseDeclarations(request.Root, request.Manifests, Path.Combine(request.WorkFolder, "base"))
            .Of(commit, device, request.Filter).Cases
        : [];

    private ImmutableArray<MeasuredCase> Compared(ImmutableArray<BenchmarkCase> cases, TrialSide side)
    {
        var theirs = Theirs(side);
        return
        [
            .. cases
                .Select(c => CasesBeforeMeasuring.Of(c, catalog, device.ComputeCapability, request.Root))
                .Select(blank => theirs.TryGetValue(blank.Name, out var old)
                    ? CasesBeforeMeasuring.Against(blank, old)
                    : blank)
                .Select(c => c.Status == CaseStatus.Measured ? CasesBeforeMeasuring.Untaken(c) : c)
                .OrderBy(c => c.Name, StringComparer.Ordinal),
        ];
    }

    private Dictionary<string, MeasuredCase> Theirs(TrialSide side)
    {
        if (side.Base is not { } theirs)
            return [];
        var kernels = KernelCatalog.Read(theirs.Kernels);
        return ManifestLoader.Load(theirs.Manifests, device, theirs.Root)
            .Cases.Where(c => side.Cases.Contains(c.Name))
            .Select(c => CasesBeforeMeasuring.Of(c, kernels, device.ComputeCapability, theirs.Root))
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    private Measurement AsMeasurement(ImmutableArray<MeasuredCase> cases, GatePolicy policy) => new()
    {
        StartedAt = DateTimeOffset.UtcNow,
        WallSeconds = 0,
        Interleaved = true,
        Project = request.Project,
        Environment = EnvironmentRecord.Unopened(device, policy, catalog.Compiled.Compiler, references.Git),
        Cases = cases,
    };

    // The judge says of a case without times that it is new, or that it was not timed: here it is its code that counts.
    private static PrecheckedCase Checked(CaseJudgement judged, MeasuredCase? compared, string? noBase)
    {
        var measure = judged.Verdict is not (CaseVerdict.Unchanged or CaseVerdict.Skipped);
        var byCode = judged.Verdict is CaseVerdict.Inconclusive or CaseVerdict.New;
        var reason =
            !measure || !byCode ? judged.Reason
            : compared?.Observed is not null ? "what a command runs is known when it has run"
            : compared?.ReferenceCodeHash is not null ? "its machine code is not the base's"
            : noBase ?? "the base does not have it";
        return new(judged.Name, measure, reason, judged.Source);
    }
}
