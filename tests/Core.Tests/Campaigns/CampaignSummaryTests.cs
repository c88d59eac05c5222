using System.Collections.Immutable;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Tests.Campaigns;

public sealed class CampaignSummaryTests
{
    [Fact]
    public void Regressions_where_nothing_changed_are_counted_per_verdict_and_per_whole_gate()
    {
        ImmutableArray<CampaignRecord> records =
        [
            .. Enumerable
                .Range(0, 50)
                .SelectMany(gate => new[] { "a", "b" }.Select(name => (gate, name)))
                .Select(g =>
                    SimulatedCampaign.Line(
                        g.gate,
                        CampaignKind.Aa,
                        g.name,
                        (g.gate, g.name) == (7, "b") ? CaseVerdict.Regression
                            : g.gate == 9 ? CaseVerdict.Inconclusive
                            : CaseVerdict.Pass
                    ) with
                    {
                        Cases = 2,
                    }
                ),
            // Killed between its lines: it counts by its verdict, and not as a gate.
            SimulatedCampaign.Line(50, CampaignKind.Aa, "a", CaseVerdict.Regression) with
            {
                Cases = 2,
            },
        ];

        var summary = CampaignSummary.Of(records);

        Assert.Equal(new CountedShare(2, 101), summary.FalseRegressions);
        Assert.Equal(new CountedShare(1, 50), summary.FalseGates);
        Assert.Equal(new CountedShare(2, 101), summary.Undecided);
        // The bound that any table of Clopper and Pearson has for 1 of 50.
        Assert.Equal(0.0914, summary.FalseGates.AtMost, 4);
        Assert.Equal(51, summary.Gates(CampaignKind.Aa));
        Assert.Equal(50.5, summary.Seconds, 6);
    }

    [Fact]
    public void Planted_slow_downs_are_counted_by_size_and_benchmark_and_the_mean_stands_for_the_truth()
    {
        var records = SimulatedCampaign.Hold(
            new("0123456789abcdef", [0.005, 0.01, 0.02, 0.05]),
            ["soft/N=1", "soft/N=2", "sum"],
            82,
            5
        );

        var planted = CampaignSummary.Of(records).Planted;

        Assert.Equal([0.005, 0.01, 0.02, 0.05], planted.Select(p => p.Asked));
        Assert.Equal([12, 12, 12, 12], planted.Select(p => p.Records.Length));
        Assert.Equal(new CountedShare(0, 12), planted[0].Regressions);
        Assert.Equal(new CountedShare(12, 12), planted[3].Regressions);
        Assert.Equal(new CountedShare(8, 8), planted[3].ByBenchmark["soft"].Regressions);
        Assert.All(planted, p => Assert.InRange(p.MeanEffect!.Value, p.Asked - 0.0015, p.Asked + 0.0015));
    }

    [Fact]
    public void The_same_edit_in_several_gates_is_held_against_itself()
    {
        CampaignRecord Planted(int gate, long cycles, CaseVerdict verdict, double effect) =>
            SimulatedCampaign.Line(gate, CampaignKind.Planted, "a", verdict) with
            {
                Asked = 0.02,
                Cycles = cycles,
                Effect = effect,
            };

        var repeats = RepeatedGates.Of(
            [
                Planted(0, 500, CaseVerdict.Regression, 0.0201),
                Planted(1, 500, CaseVerdict.Regression, 0.0199),
                Planted(2, 500, CaseVerdict.Regression, 0.0200),
                Planted(3, 900, CaseVerdict.Regression, 0.03),
                Planted(4, 900, CaseVerdict.Inconclusive, 0.012),
                Planted(5, 100, CaseVerdict.Pass, 0.001),
                SimulatedCampaign.Line(6, CampaignKind.Calibration, "a", CaseVerdict.Regression),
                SimulatedCampaign.Line(7, CampaignKind.Calibration, "a", CaseVerdict.Pass),
            ]
        );

        Assert.Equal(new CountedShare(1, 2), repeats.Edits);
        Assert.Equal(new CountedShare(3, 4), repeats.Pairs);
        // The logarithms lie 0.0000980 apart.
        Assert.Equal(9.80e-5, Assert.Single(repeats.Deviations[CampaignKind.Planted]), 7);
    }

    [Fact]
    public void A_harmless_edit_that_is_slower_in_the_mean_is_named()
    {
        ImmutableArray<CampaignRecord> records =
        [
            .. Enumerable
                .Range(0, 4)
                .SelectMany(gate => new[]
                {
                    SimulatedCampaign.Line(gate, CampaignKind.Harmless, "slow", CaseVerdict.Regression) with
                    {
                        Effect = 0.04 + 0.001 * gate,
                    },
                    SimulatedCampaign.Line(gate, CampaignKind.Harmless, "same", CaseVerdict.Pass),
                }),
        ];

        var harmless = CampaignSummary.Of(records).Harmless;

        Assert.Equal([("slow", true), ("same", false)], harmless.Select(h => (h.Case, h.IsSlower)));
    }
}
