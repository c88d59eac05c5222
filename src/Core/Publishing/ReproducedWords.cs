using System.Globalization;
using System.Text;
using PerfGate.Core.Claims;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Publishing;

/// <summary>What a reproduction found, in words and figures.</summary>
public static class ReproducedWords
{
    /// <summary>The table "claimed, found, within the interval?" as Markdown.</summary>
    /// <param name="found">What was found.</param>
    public static string Markdown(ReproducedClaims found)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"# Reproduction\n\n{MarkdownText.Code(found.Candidate)} against {MarkdownText.Code(found.Baseline)}, "
                + $"measured again on {found.MeasuredAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC.\n\n"
                + $"{MarkdownText.Prose(Devices(found))}\n\n"
                + $"| shape | claimed | found | within the interval? |\n| --- | --- | --- | --- |\n"
        );
        foreach (var c in found.Claims)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {MarkdownText.Prose(ClaimWords.Shape(c.Shape))} | {Claimed(c)} | {MarkdownText.Prose(Found(c))} | "
                    + $"{Within(c)} |\n"
            );
        return text.ToString();
    }

    /// <summary>On what the two sides were measured, and what follows from it: whole sentences.</summary>
    /// <param name="found">What was found.</param>
    public static string Devices(ReproducedClaims found) =>
        found.ClaimedOn == found.FoundOn
            ? $"Both were measured on {found.FoundOn}."
            : $"The claims were made on {found.ClaimedOn}, and this is {found.FoundOn}: another device has its own "
                + "times, so that a claim that is not found here is not refuted.";

    /// <summary>Whether what was found lies within the interval that is claimed; if not, how the two stand.</summary>
    /// <param name="claim">The claim.</param>
    public static string Within(ReproducedClaim claim) =>
        claim.Within ? "yes"
        : claim.Found is null ? "no"
        : claim.Overlaps ? "no, but the intervals overlap"
        : claim.Holds ? "no, it is larger"
        : "no, it is smaller";

    /// <summary>What is claimed, as a cell.</summary>
    /// <param name="claim">The claim.</param>
    public static string Claimed(ReproducedClaim claim) => ClaimWords.Speedup(claim.Claimed, claim.ClaimedInterval);

    /// <summary>What was found, as a cell.</summary>
    /// <param name="claim">The claim.</param>
    public static string Found(ReproducedClaim claim) =>
        claim.Found is { } found && claim.FoundInterval is { } interval
            ? ClaimWords.Speedup(found, interval)
            : $"not measured: {claim.Reason ?? "no reason is known"}";
}
