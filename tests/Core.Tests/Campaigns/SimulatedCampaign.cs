using System.Collections.Immutable;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Judgement;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Campaigns;

/// <summary>Lines of a campaign over kernels that never ran.</summary>
internal static class SimulatedCampaign
{
    /// <summary>A line; what a test is about is set with <c>with</c>.</summary>
    public static CampaignRecord Line(int gate, CampaignKind kind, string name, CaseVerdict verdict) =>
        new()
        {
            Gate = gate,
            Cases = 1,
            Kind = kind,
            Case = name,
            Benchmark = name.Split('/')[0],
            Verdict = verdict,
            Effect = 0,
            Interval = [-0.001, 0.001],
            Tolerance = 0.01,
            Runs = [5, 5],
            ReferenceNs = 20_000,
            Seconds = 0.5,
            At = new DateTimeOffset(2026, 1, 1, 0, gate % 60, 0, TimeSpan.Zero),
            Session = "session",
            Device = "nvidia-x",
            Model = "NVIDIA X",
            Host = "host",
            Gpu = "card",
            Driver = "580.1",
            ClockMhz = 2000,
            Compiler = "nvcc 13.0",
            Commit = "0123456789abcdef",
            PerfGateVersion = "1.0.0",
        };

    /// <summary>
    /// Holds gates by a plan over cases whose time is known: a planted delay reaches the time but for 100 cycles, and
    /// gates scatter by a tenth of a per cent.
    /// </summary>
    public static ImmutableArray<CampaignRecord> Hold(
        CampaignPlan plan,
        ImmutableArray<string> cases,
        int gates,
        ulong seed,
        ImmutableArray<CampaignRecord> earlier = default
    )
    {
        ImmutableArray<CampaignRecord> records = earlier.IsDefault ? [] : earlier;
        for (var i = 0; i < gates; i++)
        {
            var gate = records.IsEmpty ? 0 : records[^1].Gate + 1;
            var random = new CounterRandom(seed + (ulong)gate);
            var kind = plan.Next(records);
            var delays = plan.Delays(kind, cases, records);
            foreach (var name in cases)
                records = records.Add(Judged(gate, kind, name, delays, ref random) with { Cases = cases.Length });
        }

        return records;
    }

    private static CampaignRecord Judged(
        int gate,
        CampaignKind kind,
        string name,
        ImmutableDictionary<string, PlannedDelay> delays,
        ref CounterRandom random
    )
    {
        var delay = kind is CampaignKind.Planted or CampaignKind.Calibration ? delays[name] : null;
        // 2 cycles a nanosecond, 20,000 ns.
        var effect = Math.Max(0, (delay?.Cycles ?? 0) - 100) / 40_000.0 + 0.001 * random.NextNormal();
        return Line(gate, kind, name, Verdict(effect)) with
        {
            Asked = delay?.Asked,
            Cycles = delay?.Cycles,
            Effect = effect,
        };
    }

    private static CaseVerdict Verdict(double effect) =>
        effect > 0.013 ? CaseVerdict.Regression
        : effect < 0.007 ? CaseVerdict.Pass
        : CaseVerdict.Inconclusive;
}
