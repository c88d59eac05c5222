using System.Globalization;
using Octokit;
using PerfGate.Core.Judgement;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>Findings as workflow commands, which a job's log shows and links.</summary>
internal static class WorkflowCommands
{
    // GitHub shows ten errors and ten warnings of a step and drops the rest.
    private const int ShownPerLevel = 10;

    /// <summary>One line per finding that GitHub would show.</summary>
    public static IEnumerable<string> Of(Verdict verdict) =>
        Annotations.Of(verdict)
            .Where(a => a.AnnotationLevel?.Value is CheckAnnotationLevel.Failure or CheckAnnotationLevel.Warning)
            .GroupBy(a => a.AnnotationLevel!.Value.Value)
            .SelectMany(level => level.Take(ShownPerLevel))
            .Select(a => string.Create(
                CultureInfo.InvariantCulture,
                $"::{(a.AnnotationLevel!.Value.Value == CheckAnnotationLevel.Failure ? "error" : "warning")} "
                + $"file={Property(a.Path)},line={a.StartLine},title={Property(a.Title)}::{Message(a.Message)}"));

    /// <summary>Escapes the message of a command.</summary>
    public static string Message(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>Escapes a property of a command.</summary>
    public static string Property(string text) => Message(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
