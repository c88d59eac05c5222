using PerfGate.Core.Judgement;
using PerfGate.Core.Text;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Prints what the gate said of several projects.</summary>
internal static class GateTable
{
    private const int LongestLine = 300;

    /// <summary>Prints a line a project, and the report of each; then the worst, which decides.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="projects">The projects.</param>
    /// <param name="page">The report of all of them.</param>
    public static void Print(IAnsiConsole console, IReadOnlyList<ProjectVerdict> projects, string page)
    {
        var here = Directory.GetCurrentDirectory();
        var cases = projects.Sum(p => p.Verdict.Cases.Length);
        // Lines, not cells: a path that is cut or wrapped cannot be opened.
        var text = console.Profile.Out.Writer;
        text.WriteLine();
        text.WriteLine(
            $"PerfGate ran in {Numbers.Things(projects.Count, "project")}, with {Numbers.Things(cases, "case")}:"
        );
        foreach (var (folder, verdict) in projects)
        {
            var (title, rest) = OutcomeTraits.Headline(verdict);
            text.WriteLine($"  {PlainText.LogLine(GateLine.Of(title, rest), LongestLine)}");
            text.WriteLine($"    {Path.GetRelativePath(here, Path.Combine(folder, "report.html"))}");
        }

        text.WriteLine($"Together: {OutcomeTraits.Of(projects.Max(p => p.Verdict.Outcome)).Title}");
        text.WriteLine($"  {Path.GetRelativePath(here, page)}");
    }
}
