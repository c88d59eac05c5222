using PerfGate.Core.Sanitizing;
using PerfGate.Core.Text;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Prints what compute-sanitizer said as a table: a case a line, a tool a column.</summary>
internal static class SanitizeTable
{
    /// <summary>Prints it, and one line that says how it ended.</summary>
    public static void Print(IAnsiConsole console, SanitizeReport report)
    {
        TableWidth.Fit(console);
        var tools = report.Cases.SelectMany(c => c.Tools).Select(t => t.Tool).Distinct().Order().ToArray();
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumn("case")
            .AddColumns([.. tools.Select(SanitizeDiagnostics.NameOf)]);
        foreach (var ran in report.Cases.Where(c => c.NotRun is null))
            table.AddRow([
                Markup.Escape(PlainText.LogLine(ran.Name, 120)),
                .. tools.Select(tool => Cell(ran.Tools.FirstOrDefault(t => t.Tool == tool))),
            ]);
        if (tools.Length > 0)
            console.Write(table);
        foreach (var reason in report.Cases.Where(c => c.NotRun is not null).GroupBy(c => c.NotRun))
            console.WriteLine(
                $"Not run, because {PlainText.LogLine(reason.Key!, 400)}: "
                    + $"{PlainText.LogLine(string.Join(", ", reason.Select(c => c.Name)), 2_000)}"
            );
        console.WriteLine(Summary(report));
    }

    /// <summary>How it ended, in one sentence.</summary>
    internal static string Summary(SanitizeReport report)
    {
        var results = report.Cases.SelectMany(c => c.Tools).ToArray();
        var errors = results.SelectMany(t => t.Findings).Count(f => f.Level == FindingLevel.Error);
        var incomplete = results.Count(t => t.Status == ToolStatus.Incomplete);
        var ran = report.Cases.Count(c => c.NotRun is null);
        return ran == 0 ? "Sanitized: no case had to be run."
            : errors + incomplete == 0 ? $"Sanitized: no errors in {SanitizeWords.Count(ran, "case")}."
            : incomplete == 0 ? $"Sanitize failed: {SanitizeWords.Count(errors, "error")} found."
            : $"Sanitize failed: {SanitizeWords.Count(errors, "error")} found, {incomplete} of "
                + $"{SanitizeWords.Count(results.Length, "check")} did not finish.";
    }

    private static string Cell(ToolResult? result) =>
        result is null ? "" : $"[{Colour(result)}]{SanitizeWords.Of(result)}[/]";

    private static string Colour(ToolResult result) =>
        result.Status switch
        {
            ToolStatus.Clean => result.Findings.IsEmpty ? "green" : "yellow",
            ToolStatus.Findings or ToolStatus.Incomplete => "red",
            ToolStatus.NotNeeded => "grey",
        };
}
