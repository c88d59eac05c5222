using System.Collections.Immutable;
using PerfGate.Core.Text;

namespace PerfGate.Core.Explaining;

/// <summary>What bounds the candidate: a unit that is busy, or else what its warps wait for.</summary>
internal static class BoundRule
{
    // Nsight Compute's own guide calls a kernel bound by a unit from 60 % of its peak on.
    private const double Busy = 60;

    private const int MostWaits = 2;

    private static readonly ImmutableArray<(string Metric, string Words)> _units =
    [
        (NcuMetrics.TensorBusy, "the tensor cores"),
        (NcuMetrics.DramBusy, "device memory"),
        (NcuMetrics.L2Busy, "the L2 cache"),
        (NcuMetrics.L1Busy, "the L1 cache and shared memory"),
        (NcuMetrics.Fp64Busy, "the double-precision units"),
        (NcuMetrics.SmBusy, "the arithmetic and issue of the multiprocessors"),
    ];

    /// <summary>The sentence; null if it was not counted.</summary>
    /// <param name="s">The counters.</param>
    public static ExplainedSentence? Of(KernelSides s)
    {
        var known = _units.Where(u => s.Candidate(u.Metric) > 0).ToList();
        if (known.Count == 0)
            return null;
        var busiest = known.MaxBy(u => s.Candidate(u.Metric));
        var busy = s.Candidate(busiest.Metric);
        if (busy >= Busy)
            return new(
                $"It is bound by {busiest.Words}: busy at {Figures.Percent(busy)} of the peak{Before(s, busiest)}.",
                [busiest.Metric]
            );
        var waits = Waits(s);
        return new(
            $"It is bound by latency: its busiest unit is {busiest.Words} at {Figures.Percent(busy)} of the peak"
                + (waits.IsEmpty ? "." : $". Its warps wait for {Words(s, waits)}."),
            [busiest.Metric, .. waits.Select(w => w.Metric)]
        );
    }

    /// <summary>The wait that grew most on the slower side; null if none is worth a sentence.</summary>
    /// <param name="s">The counters.</param>
    public static ExplainedSentence? GrownWait(KernelSides s)
    {
        var known = Reasons().Where(w => s.Has(w.Metric)).ToList();
        if (known.Count == 0)
            return null;
        var (metric, words) = known.MaxBy(w => s.Slow(w.Metric) - s.Fast(w.Metric));
        var grown = s.Slow(metric) - s.Fast(metric);
        return grown < 0.1 * s.Slow(NcuMetrics.WarpsPerIssue) || grown < 0.5
            ? null
            : new(
                $"For every instruction issued, {s.Told(Figures.Plain, $"warps wait for {words}", metric)}.",
                [metric]
            );
    }

    private static string Before(KernelSides s, (string Metric, string Words) unit) =>
        s.Has(unit.Metric) ? $", where the reference has {Figures.Percent(s.Reference(unit.Metric))}" : "";

    private static ImmutableArray<(string Metric, string Words)> Waits(KernelSides s) =>
        [
            .. Reasons()
                .Where(w => s.Candidate(w.Metric) > 0)
                .OrderByDescending(w => s.Candidate(w.Metric))
                .Take(MostWaits),
        ];

    private static string Words(KernelSides s, ImmutableArray<(string Metric, string Words)> waits)
    {
        var all = s.Candidate(NcuMetrics.WarpsPerIssue);
        return string.Join(
            " and for ",
            waits.Select(w =>
                all > 0 ? $"{w.Words} ({Numbers.Percent(s.Candidate(w.Metric) / all)} of the warps)" : w.Words
            )
        );
    }

    // A warp that could run and is not chosen waits for nothing.
    private static IEnumerable<(string Metric, string Words)> Reasons() =>
        NcuMetrics.Stalls.Where(w => w.Metric != NcuMetrics.Stall("not_selected"));
}
