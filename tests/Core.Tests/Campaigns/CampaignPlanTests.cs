using PerfGate.Core.Campaigns;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Tests.Campaigns;

public sealed class CampaignPlanTests
{
    private static readonly CampaignPlan Plan = new("0123456789abcdef", [0.005, 0.01, 0.02, 0.05]);

    [Fact]
    public void A_campaign_learns_the_times_and_the_delay_first_and_then_asks_mostly_whether_nothing_is_called_slower()
    {
        var kinds = SimulatedCampaign
            .Hold(Plan, ["a"], 22, 1)
            .Select(r => r.Kind)
            .ToList();

        Assert.Equal([CampaignKind.Aa, CampaignKind.Calibration], kinds.Take(2));
        Assert.Equal(
            [1, 1 + 14, 4, 2],
            new[] { CampaignKind.Calibration, CampaignKind.Aa, CampaignKind.Planted, CampaignKind.Harmless }
                .Select(k => kinds.Count(x => x == k))
        );
    }

    [Theory]
    [InlineData("Aa", "Aa, Aa, Aa, Aa")]
    [InlineData("Harmless", "Harmless, Harmless, Harmless, Harmless")]
    [InlineData("Planted", "Aa, Calibration, Planted, Planted")]
    [InlineData("Harmless Planted", "Aa, Calibration, Planted, Harmless")]
    public void A_campaign_of_some_kinds_holds_no_other_gate_than_they_need(string kinds, string gates)
    {
        var plan = new CampaignPlan("0123456789abcdef", [0.01], [.. kinds.Split(' ').Select(Enum.Parse<CampaignKind>)]);

        Assert.Equal(gates, string.Join(", ", SimulatedCampaign.Hold(plan, ["a"], 4, 1).Select(r => r.Kind)));
    }

    [Fact]
    public void Kinds_that_are_wanted_later_go_on_with_a_file_of_all_kinds()
    {
        var begun = SimulatedCampaign.Hold(Plan, ["a"], 5, 1);
        var more = new CampaignPlan("0123456789abcdef", [0.01], [CampaignKind.Planted]);

        Assert.Equal(CampaignKind.Planted, more.Next(begun));
    }

    [Fact]
    public void A_campaign_that_was_stopped_goes_on_as_if_it_had_not_been()
    {
        var whole = SimulatedCampaign.Hold(Plan, ["a", "b"], 30, 7);
        var begun = SimulatedCampaign.Hold(Plan, ["a", "b"], 11, 7);

        Assert.Equal(whole, SimulatedCampaign.Hold(Plan, ["a", "b"], 19, 7, begun), (x, y) =>
            (x.Gate, x.Kind, x.Case, x.Cycles, x.Effect) == (y.Gate, y.Kind, y.Case, y.Cycles, y.Effect));
    }

    [Fact]
    public void Each_case_gets_each_slow_down_in_turn_and_always_by_the_same_delay()
    {
        var planted = SimulatedCampaign
            .Hold(Plan, ["a", "b", "c"], 62, 3)
            .Where(r => r.Kind == CampaignKind.Planted)
            .ToList();

        Assert.Equal(36, planted.Count);
        foreach (var edit in planted.GroupBy(r => (r.Case, r.Asked)))
        {
            Assert.Equal(3, edit.Count());
            Assert.Single(edit.Select(r => r.Cycles).Distinct());
        }

        Assert.Equal(4, planted.Where(r => r.Case == "a").Take(4).Select(r => r.Asked).Distinct().Count());
    }

    // 5 % of 20,000 ns at 2 GHz are 2,000 cycles. Of them 100 do not reach the time.
    [Fact]
    public void What_of_a_delay_does_not_reach_the_time_is_added()
    {
        var aa = SimulatedCampaign.Line(0, CampaignKind.Aa, "a", CaseVerdict.Pass);
        var tried = SimulatedCampaign.Line(1, CampaignKind.Calibration, "a", CaseVerdict.Regression) with
        {
            Asked = 0.05,
            Cycles = 2000,
            Effect = 0.0475,
        };

        var before = Plan.Delays(CampaignKind.Calibration, ["a", "never timed"], [aa]);
        var after = Plan.Delays(CampaignKind.Planted, ["a"], [aa, tried]);

        Assert.Equal(new PlannedDelay(0.05, 2000), Assert.Single(before).Value);
        Assert.Equal(new PlannedDelay(0.005, 300), Assert.Single(after).Value);
    }

    [Fact]
    public void A_delay_that_reaches_the_time_twice_is_planted_half_as_long()
    {
        var aa = SimulatedCampaign.Line(0, CampaignKind.Aa, "a", CaseVerdict.Pass);
        var tried = SimulatedCampaign.Line(1, CampaignKind.Calibration, "a", CaseVerdict.Regression) with
        {
            Asked = 0.05,
            Cycles = 2000,
            Effect = 0.1,
        };

        Assert.Equal(100, Plan.Delays(CampaignKind.Planted, ["a"], [aa, tried])["a"].Cycles);
    }

    [Fact]
    public void Another_commit_is_calibrated_anew()
    {
        var records = SimulatedCampaign.Hold(Plan, ["a"], 5, 1);

        Assert.Equal(CampaignKind.Aa, new CampaignPlan("another", [0.01]).Next(records));
    }

    [Fact]
    public void The_clock_of_a_device_that_nothing_watches_counts_nanoseconds()
    {
        var aa = SimulatedCampaign.Line(0, CampaignKind.Aa, "a", CaseVerdict.Pass) with { ClockMhz = null };

        var delays = Plan.Delays(CampaignKind.Planted, ["a"], [aa]);

        Assert.Equal(100, delays["a"].Cycles);
    }
}
