using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Sanitizing;

namespace PerfGate.Runner.Sanitizing;

/// <summary>What compute-sanitizer printed, read.</summary>
/// <param name="Reports">Its reports, in order.</param>
/// <param name="Errors">
/// How many errors its summary states; null if it printed no summary, because it did not get to its end.
/// </param>
internal sealed record SanitizerOutput(ImmutableArray<SanitizerMessage> Reports, long? Errors)
{
    /// <summary>Reads what one tool printed about one program. Lines of the program itself are left out.</summary>
    /// <param name="lines">The lines, those of the program between them.</param>
    public static SanitizerOutput Parse(IEnumerable<string> lines)
    {
        var reports = ImmutableArray.CreateBuilder<SanitizerMessage>();
        var block = new List<string>();
        long? errors = null;
        foreach (var text in lines.Select(MessageLine.Head).Select(ToolLine.Text).OfType<string>())
        {
            if (ToolLine.SummaryErrors(text) is { } stated)
                errors = Math.Max(errors ?? 0, stated);
            if (!ToolLine.Continues(text))
                Close();
            block.Add(text.Trim());
        }

        Close();
        return new(reports.ToImmutable(), errors);

        void Close()
        {
            if (SanitizerMessage.Of(block) is { } report)
                reports.Add(report);
            block.Clear();
        }
    }
}

/// <summary>One report of a tool.</summary>
/// <param name="Level">How sure the tool is.</param>
/// <param name="What">What it is, without addresses and places: the same thing twice reads the same.</param>
/// <param name="Places">The lines of source that it names, the innermost first.</param>
/// <param name="Details">What else it says: function, thread, address, the other side of a race.</param>
internal sealed partial record SanitizerMessage(
    FindingLevel Level, string What, ImmutableArray<SourceLine> Places, ImmutableArray<string> Details)
{
    /// <summary>Reads a report; null if the block is not one.</summary>
    /// <param name="block">Its first line and those that continue it, trimmed.</param>
    public static SanitizerMessage? Of(IReadOnlyList<string> block)
    {
        if (block.Count == 0)
            return null;
        var head = LevelWord().Match(block[0]);
        var level = head.Value.StartsWith("WARN", StringComparison.OrdinalIgnoreCase)
            ? FindingLevel.Warning
            : FindingLevel.Error;
        var first = block[0][head.Length..];
        var rest = block.Skip(1).TakeWhile(l => !HostPart().IsMatch(l)).Where(l => l.Length > 0).ToImmutableArray();
        if (!Known().IsMatch(first) && !rest.Any(l => l.StartsWith("at ", StringComparison.Ordinal)))
            return null;
        var race = Race().Match(first);
        ImmutableArray<string> details = race.Success
            ? [$"{race.Groups["one"].Value} access {race.Groups["at"].Value}", .. rest]
            : rest;
        var other = rest.Select(l => OtherAccess().Match(l)).FirstOrDefault(m => m.Success)?.Groups["other"].Value;
        var what =
            !race.Success ? first
            : other is null ? $"Race of a {race.Groups["one"].Value} access"
            : $"Race between a {race.Groups["one"].Value} access and a {other} access";
        return new(
            level,
            what,
            [.. details.Prepend(race.Success ? "" : first).Select(SourceLine.In).OfType<SourceLine>()],
            details
        );
    }

    [GeneratedRegex(@"^(?:(?:Error|Warning|ERROR|WARN):\s*)?")]
    private static partial Regex LevelWord();

    [GeneratedRegex(@"^(?:Saved host backtrace|Host Frame)")]
    private static partial Regex HostPart();

    // What the four tools begin their reports with, those without a place included.
    [GeneratedRegex(
        @"^(?:Invalid |Uninitialized |Barrier error|Race reported|Potential \w+ hazard|\(.*\) Potential \w+ hazard|"
            + @"Illegal |Misaligned |Stack overflow|Malloc/Free|Out-of-range|Unused memory)"
    )]
    private static partial Regex Known();

    [GeneratedRegex(@"^Race reported between (?<one>\w+) access (?<at>at .*)$")]
    private static partial Regex Race();

    [GeneratedRegex(@"^and (?<other>\w+) access at ")]
    private static partial Regex OtherAccess();
}

/// <summary>A line of source, as a tool names it.</summary>
/// <param name="File">The path, or the name alone.</param>
/// <param name="Line">The line, counted from 1.</param>
internal sealed partial record SourceLine(string File, int Line)
{
    /// <summary>
    /// The line that a text names: <c>kernel(int*)+0x90 in file.cu:12</c>, or <c>0x90 in file.cu:12:kernel</c>; null
    /// where it names none.
    /// </summary>
    public static SourceLine? In(string text) => Form().Match(text) is { Success: true } match
        ? new(match.Groups["file"].Value, int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture))
        : null;

    // Blanks may be in a path. A function's name holds "::" and never a colon before a digit.
    [GeneratedRegex(@"(?:^|\s)in (?<file>\S.*?):(?<line>\d{1,9})(?=$|[:\s])")]
    private static partial Regex Form();
}

/// <summary>The form of the lines that compute-sanitizer prints.</summary>
internal static partial class ToolLine
{
    private const string Mark = "=========";

    /// <summary>
    /// The text behind the mark that the tool puts before each of its lines; null for a line of the program.
    /// </summary>
    public static string? Text(string line) =>
        line.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at ? line[(at + Mark.Length)..] : null;

    /// <summary>Whether a line belongs to the report before it: it is indented, or is blank.</summary>
    public static bool Continues(string text) =>
        text.Trim().Length > 0 && text.StartsWith("  ", StringComparison.Ordinal);

    /// <summary>The errors that a summary states; null for any other line. Warnings do not count.</summary>
    public static long? SummaryErrors(string text)
    {
        if (Summary().Match(text) is not { Success: true } match)
            return null;
        var number = match.Groups["errors"] is { Success: true } errors ? errors : match.Groups["all"];
        // More errors than a number holds are very many.
        return long.TryParse(number.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count)
            ? count
            : long.MaxValue;
    }

    // "ERROR SUMMARY: 3 errors" and "RACECHECK SUMMARY: 2 hazards displayed (1 error, 1 warning)", not "ERROR SUMMARY:
    // 9 errors were not printed".
    [GeneratedRegex(
        @"\b(?:ERROR|RACECHECK) SUMMARY: (?<all>[\d,]+) (?:errors?|hazards?)\b(?! were not)"
            + @"(?:[^(]*\((?<errors>[\d,]+) errors?)?"
    )]
    private static partial Regex Summary();
}
