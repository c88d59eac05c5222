using System.Collections.Immutable;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;

namespace PerfGate.Core.Campaigns;

/// <summary>
/// The badge of a campaign: the bound on false regressions, as SVG and as the JSON that shields.io reads.
/// </summary>
public static class BeliefBadge
{
    private const string Name = "belief";
    private const string Label = "false regressions";

    // What the gate promises for a whole invocation.
    private const double Promised = 0.01;

    /// <summary>Renders the two files, below <c>badges/</c>.</summary>
    /// <param name="campaigns">The campaigns. Those on a GPU count, and the worst of them.</param>
    public static ImmutableArray<ReportFile> Render(ImmutableArray<CampaignSummary> campaigns)
    {
        var worst = campaigns.Where(c => c.IsGpu && c.FalseGates.Trials > 0).MaxBy(c => c.FalseGates.AtMost);
        return worst is null
            ? [.. Badges.Files(Name, Label, "not measured on a GPU", Badges.Grey)]
            :
            [
                .. Badges.Files(
                    Name,
                    Label,
                    $"at most {Numbers.Percent(worst.FalseGates.AtMost)} of gates",
                    worst.FalseGates.AtMost <= Promised ? Badges.Green : Badges.Yellow
                ),
            ];
    }
}
