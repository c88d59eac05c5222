using System.Globalization;
using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>The findings of a verdict at their lines, worst first, as plain text.</summary>
internal static class Annotations
{
    /// <summary>More would take minutes of writes a second apart, and a page that nobody reads.</summary>
    public const int Maximum = 500;

    // GitHub cuts titles at 255 characters; a message may be 64 KB, which a line never needs.
    private const int MaximumTitle = 255;
    private const int MaximumMessage = 2_000;
    private const int MaximumPath = 1_000;

    /// <summary>The findings that have a line in the repository, at most <see cref="Maximum"/>.</summary>
    public static IReadOnlyList<NewCheckRunAnnotation> Of(Verdict verdict) =>
        [
            .. verdict
                .Cases.Select(c => (Case: c, Level: Level(c, verdict.Policy), Source: Inside(c.Source)))
                .Where(f => f.Level is not null && f.Source is not null)
                .OrderByDescending(f => Weight(f.Level!.Value))
                .ThenByDescending(f => f.Case.Ratio ?? 0)
                .Take(Maximum)
                .Select(f => new NewCheckRunAnnotation(
                    f.Source!.File,
                    f.Source.Line,
                    f.Source.Line,
                    f.Level!.Value,
                    PlainText.LogLine(f.Case.Reason, MaximumMessage)
                )
                {
                    Title = PlainText.LogLine(Title(f.Case), MaximumTitle),
                }),
        ];

    /// <summary>How many of the findings have an annotation, in a sentence; null if all have.</summary>
    public static string? LeftOut(Verdict verdict, int annotated)
    {
        var findings = verdict.Cases.Count(c => Level(c, verdict.Policy) is not null);
        return annotated == findings
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{annotated:N0} of {findings:N0} findings are annotated, the worst first; the others have no line "
                    + $"here or are too many."
            );
    }

    /// <summary>How a case is annotated; null if it is not.</summary>
    public static CheckAnnotationLevel? Level(CaseJudgement judged, GatePolicy policy) =>
        VerdictTraits.LevelOf(judged.Verdict, policy) switch
        {
            VerdictLevel.Passes => null,
            VerdictLevel.Noted => CheckAnnotationLevel.Notice,
            VerdictLevel.Warns => CheckAnnotationLevel.Warning,
            VerdictLevel.Fails => CheckAnnotationLevel.Failure,
        };

    /// <summary>A case's verdict in a few words.</summary>
    public static string Title(CaseJudgement judged) =>
        judged.Ratio is { } ratio
            ? $"{VerdictTraits.Of(judged.Verdict).Title}: {judged.Name} ({Quantity.Change(ratio)})"
            : $"{VerdictTraits.Of(judged.Verdict).Title}: {judged.Name}";

    /// <summary>The place, if it is a line of a file inside the repository.</summary>
    public static SourceLocation? Inside(SourceLocation? source) =>
        source is { Line: > 0, File: { Length: > 0 and <= MaximumPath } file }
        && PlainText.LogLine(file, MaximumPath) == file
        && !file.StartsWith('/')
        && !file.Contains('\\', StringComparison.Ordinal)
        && !file.Contains(':', StringComparison.Ordinal)
        && !file.Split('/').Any(part => part is "" or "." or "..")
            ? source
            : null;

    private static int Weight(CheckAnnotationLevel level) =>
        level switch
        {
            CheckAnnotationLevel.Failure => 2,
            CheckAnnotationLevel.Warning => 1,
            _ => 0,
        };
}
