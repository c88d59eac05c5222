using System.Collections.Immutable;
using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Runner.GitHub;

/// <summary>
/// The files of a pull request that decide how it was measured. GitHub names them, not the artifact: who can change
/// them can make up the results.
/// </summary>
/// <param name="Watched">The watched files that it changes, ordered by path.</param>
/// <param name="Accepted">Whether the pull request itself changes the policy so that each of them is accepted.</param>
/// <param name="Unknown">Why it is not known which files it changes, a clause; null if it is.</param>
internal sealed record ChangedFiles(ImmutableArray<string> Watched, bool Accepted, string? Unknown)
{
    private const int ShownFiles = 20;
    private const string PolicyName = "perfgate.json";

    /// <summary>No pull request, or one that changes no such file.</summary>
    public static ChangedFiles None { get; } = new([], false, null);

    /// <summary>Nobody knows.</summary>
    /// <param name="why">Why, as a clause.</param>
    public static ChangedFiles NotKnown(string why) => new([], false, why);

    /// <summary>Finds the watched files of a pull request.</summary>
    /// <param name="paths">Every file that it changes.</param>
    /// <param name="policy">The policy that was applied, which may hold entries that accept them.</param>
    /// <param name="today">The day of publishing.</param>
    public static ChangedFiles Of(IEnumerable<string> paths, GatePolicy policy, DateOnly today)
    {
        var all = paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var watched = all.Where(p => WatchedFiles.Of(p) is not null).ToImmutableArray();
        // The policy in the artifact is the branch's word; that the policy is among the changed files is GitHub's, and
        // a reviewer sees the entry there.
        var accepted = all.Any(p => p == PolicyName || p.EndsWith("/" + PolicyName, StringComparison.Ordinal))
            && watched.All(p => AcceptedGateEdit.Covering(policy, p, today) is not null);
        return new(watched, accepted, null);
    }

    /// <summary>The best that a check may conclude.</summary>
    /// <param name="conclusion">What follows from the verdict.</param>
    public CheckConclusion Bound(CheckConclusion conclusion) =>
        conclusion is CheckConclusion.Failure or CheckConclusion.ActionRequired || (Watched.IsEmpty && Unknown is null)
            ? conclusion
        : Accepted ? CheckConclusion.Neutral
        : CheckConclusion.ActionRequired;

    /// <summary>The text for a reader, plain; null if there is nothing to say.</summary>
    public string? Said() =>
        Unknown is { } why ? $"It is not known whether this pull request changes build files or workflows: {why}"
        : Watched.IsEmpty ? null
        : Accepted ? "This pull request changes build files or workflows, and accepts that itself"
        : "This pull request changes build files or workflows, so it decides itself how it is measured";

    /// <summary>The text for the log; null if there is nothing to say.</summary>
    public Diagnostic? Warning() => Said() is not { } said ? null : DiagnosticCatalog.PullRequestDecides(
        PlainText.LogLine(said, 300), PlainText.LogLine(string.Join(", ", Watched.Take(ShownFiles)), 1_000));

    /// <summary>
    /// The text for a reader in Markdown, with the files, as a paragraph; empty if there is nothing to say.
    /// </summary>
    public string Paragraph()
    {
        if (Said() is not { } said)
            return "";
        var files =
            string.Concat(Watched.Take(ShownFiles).Select((f, i) => (i == 0 ? ": " : ", ") + MarkdownText.Code(f)))
            + (Watched.Length > ShownFiles ? $" and {Watched.Length - ShownFiles:N0} more" : "");
        var advice = Accepted
            ? "Read these files and the entries in acceptedGateEdits before you trust the times."
            : "Read these files before you trust the times. An entry in acceptedGateEdits of perfgate.json accepts "
                + "such a change.";
        return $"🔎 **{MarkdownText.Prose(said)}**{files}. {advice}\n\n";
    }
}
