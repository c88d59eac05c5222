using PerfGate.Core.Judgement;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Posting;

namespace PerfGate.Runner.GitHub;

/// <summary>What publishing prints for a person: the verdict first, then where it went.</summary>
internal static class PublishSummary
{
    private const int ShownCases = 20;
    private const int MaximumLine = 400;

    /// <summary>The lines, none of which a runner mistakes for a command.</summary>
    /// <param name="result">Where it went.</param>
    /// <param name="verdict">The verdict; null if nothing was measured, or if results were refused.</param>
    /// <param name="precheck">The precheck that is the verdict; null for none.</param>
    /// <param name="dryRun">Whether nothing was sent.</param>
    public static IEnumerable<string> Lines(
        PublishResult result, Verdict? verdict, PrecheckReport? precheck, bool dryRun) =>
        verdict is not null ? [.. Lines(verdict), .. Places(result, dryRun)]
        : precheck is not null ? [$"verdict: {PublishedPrecheck.Said(precheck)}", .. Places(result, dryRun)]
        : [];

    private static IEnumerable<string> Lines(Verdict verdict)
    {
        var (title, rest) = OutcomeTraits.Headline(verdict);
        yield return PlainText.LogLine($"verdict: {title} {rest}", MaximumLine);
        var findings = verdict.Cases.Where(c => Annotations.Level(c, verdict.Policy) is not null).ToList();
        foreach (var finding in findings.Take(ShownCases))
            yield return "  " + PlainText.LogLine($"{Annotations.Title(finding)}: {finding.Reason}", MaximumLine);
        if (findings.Count > ShownCases)
            yield return $"  and {findings.Count - ShownCases:N0} more";
    }

    private static IEnumerable<string> Places(PublishResult result, bool dryRun)
    {
        var done = dryRun ? "would be posted" : "posted";
        if (result.PullRequest is { } number)
            yield return PlainText.LogLine($"comment {done} on #{number} {result.Comment}", MaximumLine);
        if (result.Check is not null)
            yield return PlainText.LogLine($"check {done} {result.Check}", MaximumLine);
        if (result.Badges is not null)
            yield return PlainText.LogLine($"badges {done}: {result.Badges}", MaximumLine);
        if (result.Baseline is not null)
            yield return PlainText.LogLine($"baseline {done}: {result.Baseline}", MaximumLine);
    }
}
