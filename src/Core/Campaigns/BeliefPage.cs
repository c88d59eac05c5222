using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using static PerfGate.Core.Reports.Text.MarkdownText;

namespace PerfGate.Core.Campaigns;

/// <summary>
/// The page <c>docs/belief.md</c>: how often the gate is wrong, by the files of campaigns. No number on it is written
/// by hand.
/// </summary>
public static class BeliefPage
{
    private const double AskedBound = 0.01;

    /// <summary>Renders the page.</summary>
    /// <param name="campaigns">The campaigns, one a device, in the page's order.</param>
    public static string Render(ImmutableArray<CampaignSummary> campaigns)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # How far the gate can be believed

            This page is made from the files of `perfgate campaign`, and no number on it is written by hand.
            [Campaigns](campaign.md) says what a campaign does, what the words mean, and how to make the page anew.
            Bounds are one-sided and hold with 95 % (Clopper and Pearson 1934).


            """
        );
        Overview(page, campaigns);
        foreach (var campaign in campaigns)
            BeliefSections.Append(page, campaign);
        NotKnown(page, campaigns);
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Overview(StringBuilder page, ImmutableArray<CampaignSummary> campaigns)
    {
        page.Append("## Nothing changed\n\n");
        if (!campaigns.Any(c => c.IsGpu))
            page.Append("**There is no file of a GPU yet: nothing on this page says anything about a GPU.**\n\n");
        if (campaigns.IsEmpty)
            return;
        page.Append(
            """
            Both sides of these gates are the same kernels, and every case is judged by its times.
            So each regression is false.

            | device | gates | false regression in a gate | at most | case verdicts | false regressions | at most | undecided |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

            """
        );
        foreach (var c in campaigns)
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {Prose(c.Model)} | {c.FalseGates.Trials} | {c.FalseGates.Hits} | {Bound(c.FalseGates)} | "
                    + $"{c.FalseRegressions.Trials} | {c.FalseRegressions.Hits} | {Bound(c.FalseRegressions)} | "
                    + $"{BeliefSections.Share(c.Undecided)} |\n"
            );
        page.Append('\n');
    }

    private static string Bound(CountedShare share) => BeliefSections.Percent(share.AtMost);

    private static void NotKnown(StringBuilder page, ImmutableArray<CampaignSummary> campaigns)
    {
        page.Append("## What is not known\n\n");
        foreach (var line in Unknown(campaigns))
            page.Append(CultureInfo.InvariantCulture, $"- {line}\n");
    }

    private static IEnumerable<string> Unknown(ImmutableArray<CampaignSummary> campaigns)
    {
        if (!campaigns.Any(c => c.IsGpu))
            yield return "No campaign has run on a GPU.";
        var needed = Statistics.BinomialBound.TrialsFor(AskedBound, CountedShare.Confidence);
        foreach (var c in campaigns)
        {
            var model = Prose(c.Model);
            if (c.FalseGates.AtMost > AskedBound)
                yield return $"{model}: that at most 1 % of the gates have a false regression. {needed} gates without "
                    + $"one would show it, and there are {c.FalseGates.Trials}.";
            if (c.IsGpu && Distinct(c, r => r.Gpu) == 1)
                yield return $"{model}: whether another card of this model behaves the same. All gates ran on one.";
            if (Distinct(c, r => r.Session) == 1)
                yield return $"{model}: whether another day gives the same. All gates are of one session.";
            if (c.Planted.IsEmpty)
                yield return $"{model}: whether a slow-down is found. None was planted.";
        }

        yield return "What a planted delay really costs. The slow-down that is asked for is an argument of the kernel; "
            + "its mean over the gates is taken as the truth here, and no profiler has confirmed it.";
        yield return "Kernels other than those of the campaign, other compilers, and machines that other work shares.";
        yield return "Gates against a baseline of another day. All gates here are interleaved; a gate against a "
            + "baseline fails only after such a trial.";
    }

    private static int Distinct(CampaignSummary campaign, Func<CampaignRecord, string?> of) =>
        campaign.Records.Select(of).Distinct().Count();
}
