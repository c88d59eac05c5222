using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Git;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Measuring.Observing;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Bisecting;

/// <summary>Tries a commit's kernels against the good commit's by interleaved runs in fresh processes.</summary>
/// <param name="kernels">Exports and compiles commits.</param>
/// <param name="good">The good commit, full SHA.</param>
/// <param name="caseName">The case.</param>
/// <param name="device"><c>cuda</c> or <c>host</c>.</param>
/// <param name="policy">The policy whose settings for the case count.</param>
/// <param name="launcher">Runs workers.</param>
/// <param name="progress">Gets the progress.</param>
/// <param name="workFolder">For jobs, results, inputs and expected outputs; absolute.</param>
internal sealed class InterleavedCommitTrial(
    CommitKernels kernels,
    string good,
    string caseName,
    DeviceKind device,
    GatePolicy policy,
    IWorkerLauncher launcher,
    IRunProgress progress,
    string workFolder
) : ICommitTrial
{
    // Enough for an error of the paired mean well below half of a slow-down worth bisecting; doubled while the answer
    // is unclear.
    private const int FewestRuns = 5;
    private const int MostRuns = 20;

    // Three standard errors from the threshold: a wrong turn in one of ten steps at most in a hundred bisections.
    private const double Clear = 3;

    private readonly CommandBuilds _builds = new(progress.Say);
    private BaseSide? _goodSide;
    private MeasuredCase? _goodBlank;
    private string? _badCode;

    /// <inheritdoc/>
    public async Task<CommitTrialResult> TryAsync(GitCommit commit, double? threshold, CancellationToken cancellation)
    {
        if (_goodSide is null)
            await TakeGoodAsync(cancellation).ConfigureAwait(false);
        var (side, blank, why) = await PrepareAsync(commit.Sha, cancellation).ConfigureAwait(false);
        if (side is null)
            return new(TrialKind.Untestable, Reason: why);
        // What a command runs is known when it has run.
        if (blank!.CodeHash is { } code)
        {
            if (code == _goodBlank!.CodeHash)
                return new(TrialKind.SameAsGood);
            if (code == _badCode)
                return new(TrialKind.SameAsBad);
        }

        if (threshold is null)
            _badCode = blank.CodeHash;
        return await MeasureAsync(side, blank, threshold ?? 0, cancellation).ConfigureAwait(false);
    }

    private async Task TakeGoodAsync(CancellationToken cancellation)
    {
        var (side, blank, why) = await PrepareAsync(good, cancellation).ConfigureAwait(false);
        _goodSide =
            side
            ?? throw new PerfGateException(
                DiagnosticCatalog.GoodCommitUntestable(good[..12], caseName, why!),
                ExitCode.Usage
            );
        _goodBlank = blank!;
    }

    private async Task<(BaseSide? Side, MeasuredCase? Blank, string? Why)> PrepareAsync(
        string commit,
        CancellationToken cancellation
    )
    {
        var compiled = await kernels.OfAsync(commit, [caseName], cancellation).ConfigureAwait(false);
        if (compiled.Side is not { } side)
            return (null, null, compiled.Failure);
        if (!compiled.Cases.Contains(caseName))
            return (null, null, $"it has no case {caseName}");
        var exit = await launcher
            .RunAsync(Job(side) with { Mode = WorkerMode.Prepare }, _ => { }, cancellation)
            .ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (exit.Result is not { } prepared)
            return (null, null, exit.Reason);
        if (prepared.Cases.FirstOrDefault(c => c.Name == caseName) is { } failed)
            return (null, null, failed.Reason);
        var benchmark = ManifestLoader.Load(side.Manifests, prepared.Facts(device), side.Root).Require(caseName);
        var blank = CasesBeforeMeasuring.Of(
            benchmark,
            KernelCatalog.Read(side.Kernels),
            prepared.Gpu?.ComputeCapability,
            side.Root
        );
        if (blank.Status != CaseStatus.Measured)
            return (null, null, blank.Reason);
        return
            benchmark.Command is { } command
            && await _builds.FailureAsync(command, side.Root, cancellation).ConfigureAwait(false) is { } unbuilt
            ? (null, null, unbuilt)
            : (side, blank, null);
    }

    private async Task<CommitTrialResult> MeasureAsync(
        BaseSide side,
        MeasuredCase blank,
        double threshold,
        CancellationToken cancellation
    )
    {
        var settings = CaseSettings.Of(policy, device, caseName, blank.Tolerance, _goodBlank!.Tolerance);
        var job = Job(side) with
        {
            Mode = WorkerMode.Trial,
            Base = _goodSide,
            Settings = ImmutableDictionary<string, CaseSettings>.Empty.Add(caseName, settings),
        };
        var session = new MeasurementSession(job, launcher, progress, workFolder);
        session.Add(blank);
        for (var runs = FewestRuns; ; runs *= 2)
        {
            await session.TakeAsync([caseName], runs, DateTimeOffset.MaxValue, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            var measured = session.Cases.Single();
            if (measured.Status != CaseStatus.Measured)
                return new(TrialKind.Untestable, Reason: measured.Reason);
            var ratio = PairedRatio.Of(measured.Runs);
            if (runs >= MostRuns || Math.Abs(ratio.LogRatio - threshold) > Clear * ratio.StandardError)
                return new(TrialKind.Measured, ratio.LogRatio, ratio.StandardError, ratio.Runs);
        }
    }

    private WorkerJob Job(BaseSide side) => new()
    {
        Mode = WorkerMode.Prepare,
        Device = device,
        Root = side.Root,
        Manifests = side.Manifests,
        Kernels = side.Kernels,
        CallsFunctions = KernelCatalog.Read(side.Kernels).HasFunctions,
        Cases = [caseName],
        Filter = caseName.Replace(',', '?').Replace(';', '?'),
        Sampling = DeviceBackend.Of(device).Sampling(CaseSettings.ToleranceOf(policy, device)),
        Cached = Path.Combine(workFolder, "cached"),
        Result = Path.Combine(workFolder, "prepare.json"),
    };
}
