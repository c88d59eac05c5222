using PerfGate.Core.Judgement;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Posting;

namespace PerfGate.Runner.GitHub;

/// <summary>What publishing prints for a person: the verdict first, then where it went.</summary>
internal static class PublishSummary
{
    private const int ShownCases = 20;
    private const int MaximumLine = 400;

    /// <summary>The lines, none of which a runner mistakes for a command.</summary>
    public static IEnumerable<string> Lines(PublishResult result, Artifact artifact, bool dryRun)
    {
        var (title, rest) = OutcomeTraits.Headline(artifact.Verdict);
        yield return PlainText.LogLine($"verdict: {title} {rest}", MaximumLine);
        var findings = artifact
            .Verdict.Cases.Where(c => Annotations.Level(c, artifact.Verdict.Policy) is not null)
            .ToList();
        foreach (var finding in findings.Take(ShownCases))
            yield return "  " + PlainText.LogLine($"{Annotations.Title(finding)}: {finding.Reason}", MaximumLine);
        if (findings.Count > ShownCases)
            yield return $"  and {findings.Count - ShownCases} more";

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
