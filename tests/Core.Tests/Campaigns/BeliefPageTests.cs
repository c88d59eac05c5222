using System.Collections.Immutable;
using PerfGate.Core.Campaigns;

namespace PerfGate.Core.Tests.Campaigns;

public sealed class BeliefPageTests
{
    private static readonly ImmutableArray<CampaignRecord> Records = SimulatedCampaign.Hold(
        new("0123456789abcdef", [0.005, 0.01, 0.02, 0.05]),
        ["soft/N=1", "sum"],
        42,
        11
    );

    [Fact]
    public void Without_a_file_the_page_says_that_nothing_is_known_of_a_GPU()
    {
        var page = BeliefPage.Render([]);

        Assert.Contains("nothing on this page says anything about a GPU", page, StringComparison.Ordinal);
        Assert.Contains("- No campaign has run on a GPU.", page, StringComparison.Ordinal);
        Assert.Contains("not measured on a GPU", BeliefBadge.Render([])[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_campaign_of_the_host_device_is_no_campaign_of_a_GPU()
    {
        var host = CampaignSummary.Of([.. Records.Select(r => r with { Gpu = null, Driver = null, ClockMhz = null })]);

        Assert.Contains("There is no file of a GPU yet", BeliefPage.Render([host]), StringComparison.Ordinal);
        Assert.Contains("not measured on a GPU", BeliefBadge.Render([host])[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_number_comes_from_the_lines()
    {
        var summary = CampaignSummary.Of(Records);
        var page = BeliefPage.Render([summary]);

        Assert.DoesNotContain("no file of a GPU", page, StringComparison.Ordinal);
        // 29 gates of two cases in which nothing changed: 1 - 0.05^(1/29) and 1 - 0.05^(1/58).
        Assert.Contains(
            "| NVIDIA X | 29 | 0 | 9.81 % | 58 | 0 | 5.03 % | 0 % (0 of 58) |",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("| gates: nothing changed, planted, harmless, calibration | 29, 8, 4, 1 |", page,
            StringComparison.Ordinal);
        Assert.Contains("| 5.0 % | +", page, StringComparison.Ordinal);
        Assert.Contains("| 4 | 100 % (4 of 4) |", page, StringComparison.Ordinal);
        Assert.Contains("299 gates without one would show it, and there are 29", page, StringComparison.Ordinal);
        Assert.Contains("All gates ran on one.", page, StringComparison.Ordinal);
        Assert.Contains("at most 9.81 % of gates", BeliefBadge.Render([summary])[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_known_by_now_is_no_longer_among_what_is_not()
    {
        ImmutableArray<CampaignRecord> two =
        [
            .. Records,
            .. Records.Select(r => r with { Gate = r.Gate + 1000, Gpu = "another card", Session = "another day" }),
        ];

        var page = BeliefPage.Render([CampaignSummary.Of(two)]);

        Assert.DoesNotContain("All gates ran on one.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("All gates are of one session.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void GPUs_come_first_and_devices_are_kept_apart()
    {
        var summaries = CampaignSummary.ByDevice(
            Records
                .Select(r => r with { Gpu = null, Device = "host-a", Model = "A" })
                .Concat(Records)
        );

        Assert.Equal(["nvidia-x", "host-a"], summaries.Select(s => s.Device));
        Assert.All(summaries, s => Assert.Equal(Records.Length, s.Records.Length));
    }
}
