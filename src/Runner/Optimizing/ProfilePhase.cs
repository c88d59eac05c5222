using PerfGate.Core.Claims;
using PerfGate.Core.Devices;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Explaining;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Optimizing;

/// <summary>The phase that counts: why the candidate is faster than the baseline at the fixed shape.</summary>
/// <param name="setting">Project and device.</param>
/// <param name="output">The output folder, absolute.</param>
/// <param name="work">The folder of what is kept, absolute.</param>
internal sealed class ProfilePhase(TuneSetting setting, string output, string work)
{
    private readonly NsightCompute? _profiler =
        setting.Device.Kind.HasNvidiaTools ? NsightCompute.Find(Environment.GetEnvironmentVariable) : null;

    private string? _failure;

    /// <summary>Why there are no counters, as the end of a sentence; null if there are.</summary>
    public string? NotAvailable =>
        ExplainRequest.WhyNoCounters(setting.Device.Kind)
        ?? (_profiler is null ? NsightCompute.Missing : _failure);

    /// <summary>Counts both sides and writes <c>explain.json</c>.</summary>
    /// <param name="catalog">The kernels of both.</param>
    /// <param name="suite">The cases.</param>
    /// <param name="claims">What was measured.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<PhaseEnd> RunAsync(
        KernelCatalog catalog,
        BenchmarkSuite suite,
        SpeedClaims claims,
        CancellationToken cancellation
    )
    {
        File.Delete(Path.Combine(output, ExplainReport.FileName));
        if (NotAvailable is { } missing)
            return PhaseEnd.NotAvailable(missing);
        var run = new ExplainRun(_profiler, null, setting.Device.ComputeCapability, work);
        var explained = await run.OfAsync(
                Side(claims.Candidate),
                Side(claims.Baseline),
                claims.Fixed.CandidateNs / claims.Fixed.BaselineNs,
                cancellation
            )
            .ConfigureAwait(false);
        _failure = run.NoCounters;
        if (_failure is not null)
            return PhaseEnd.NotAvailable(_failure);
        JsonFile.Write(
            Path.Combine(output, ExplainReport.FileName),
            new ExplainReport
            {
                Reference = $"{claims.Baseline}, in the same sources",
                Profiler = NsightCompute.Title,
                Cases = [explained],
            },
            PerfGateJson.Default.ExplainReport
        );
        return new(PhaseOutcome.Done, explained.Sentences[0].Text, ExplainReport.FileName);

        ExplainSide Side(string benchmark) =>
            new(
                catalog,
                suite.Require(SpeedComparison.CaseName(benchmark, claims.FixedShape)),
                setting.Root,
                setting.Manifests
            );
    }

    /// <summary>What this run, or an earlier one that need not be repeated, found; null if nothing was.</summary>
    public ExplainReport? Found() => NotAvailable is null ? ReportFolder.ReadExplanation(output) : null;
}
