using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Findings;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Prints a verdict as a table.</summary>
internal static class VerdictTable
{
    // Blanks beside a cell, and beside the table.
    private const int Gap = 3;
    private const int Edges = 2;
    private const int ShortestName = 12;
    private const int NamesShown = 8;
    private const int ShownFindings = 20;

    // A log is still read at this length.
    private const int MostRows = 1_000;

    private static readonly string[] Order =
        ["verdict", "reference", "candidate", "change", "95 % interval", "tolerance", "g", "p", "runs"];

    /// <summary>Prints every case by name, and what they were compared with.</summary>
    public static void Print(IAnsiConsole console, Verdict verdict)
    {
        TableWidth.Fit(console);
        ImmutableArray<CaseJudgement> shown = verdict.Cases.Length > MostRows
            ? [.. verdict.Cases.Where(c => VerdictTraits.Of(c.Verdict).NeedsALook).Take(MostRows)]
            : verdict.Cases;
        console.Write(Table(shown, console.Profile.Width));
        if (shown.Length < verdict.Cases.Length)
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"These are {shown.Length:N0} of {verdict.Cases.Length:N0} cases; the others are in verdict.json."
                )
            );
        if (Observed(verdict.Cases) is { } observed)
            console.WriteLine(observed);
        console.WriteLine($"Compared with: {Line(verdict.Reference.Reason)}");
        if (verdict.Drift is { Void: false } drift)
            console.WriteLine(Line(drift.Explanation));
    }

    /// <summary>Prints what belongs together: slower cases of one kernel, and costs that moved within a case.</summary>
    /// <param name="console">Where to print.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="measurement">The candidate's measurement.</param>
    /// <param name="trial">The trial; null for none.</param>
    public static void PrintFindings(
        IAnsiConsole console, Verdict verdict, Measurement measurement, Measurement? trial)
    {
        foreach (var finding in SharedFinding.Of(verdict).Take(ShownFindings))
            console.WriteLine(Line($"{finding.Headline}: {finding.Names}"));
        foreach (var shift in CostShift.Of(verdict, measurement, trial).Take(ShownFindings))
            console.WriteLine(Line($"Cost shift: {shift.Text}"));
    }

    /// <summary>
    /// Prints the summary; last, where it is read. What a diagnostic above has said already is left out.
    /// </summary>
    /// <param name="console">Where to print.</param>
    /// <param name="verdict">The verdict.</param>
    public static void PrintSummary(IAnsiConsole console, Verdict verdict) => console.MarkupLine(
        $"[bold {Colour(OutcomeTraits.Of(verdict.Outcome).Tone)}]{Markup.Escape(Line(
            VerdictDiagnostics.TellsSummary(verdict)
                ? GateLine.FirstSentence(verdict.Summary)
                : verdict.Summary))}[/]");

    // Every width shows the case, its verdict, the change and the interval, each on one line. A wider console shows as
    // many of the other columns as fit, the most important first.
    private static Table Table(IReadOnlyList<CaseJudgement> cases, int width)
    {
        Column[] always =
        [
            new("verdict", c => Markup.Escape(Word(VerdictTraits.Of(c.Verdict))), IsFigure: false)
            {
                Colour = c => Colour(VerdictTraits.Of(c.Verdict).Tone),
            },
            new("change", c => Figure(c.Ratio, Quantity.Change)),
            new("95 % interval", Interval),
        ];
        // The tolerance has a column only where one is in force that nobody stated.
        IEnumerable<Column> optional =
        [
            .. cases.Any(c => c.IsRaised()) ? [new Column("tolerance", Tolerance)] : Array.Empty<Column>(),
            new("candidate", c => Figure(c.CandidateNs, Quantity.Duration)),
            new("reference", c => Figure(c.ReferenceNs, Quantity.Duration)),
            new("p", c => Figure(c.P, Quantity.Probability)),
            new("runs", c => $"{c.Runs[0]}/{c.Runs[1]}"),
            new("g", c => Figure(c.HedgesG, Quantity.EffectSize)),
        ];
        var names = cases.Select(c => PlainText.LogName(c.Name)).ToArray();
        var left = width - Edges - always.Sum(c => c.Width(cases));
        var longest = names.Select(n => n.Length + Gap).Append("case".Length + Gap).Max();
        var forName = Math.Max(ShortestName, Math.Min(longest, left));
        left -= forName;
        var fitting = optional.TakeWhile(c => (left -= c.Width(cases)) >= 0).ToArray();
        Column[] columns = [.. Order.SelectMany(title => always.Concat(fitting).Where(c => c.Title == title))];
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("case").NoWrap());
        foreach (var column in columns)
        {
            var added = new TableColumn(column.Title).NoWrap();
            table.AddColumn(column.IsFigure ? added.RightAligned() : added);
        }

        foreach (var judged in cases)
        {
            var name = PlainText.LogName(judged.Name, Math.Min(forName - Gap, PlainText.MaximumName));
            table.AddRow([Markup.Escape(name), .. columns.Select(c => c.Cell(judged))]);
        }

        return table;
    }

    private static string? Observed(IReadOnlyList<CaseJudgement> cases)
    {
        string[] names = [.. cases.Where(c => c.Observed is not null).Select(c => PlainText.LogName(c.Name))];
        return names.Length == 0 ? null
            : $"{ObservedWork.Word}, not {ObservedWork.Otherwise}: {string.Join(", ", names.Take(NamesShown))}"
                + (names.Length > NamesShown ? $" and {names.Length - NamesShown:N0} others" : "");
    }

    private static string Interval(CaseJudgement judged) => judged.RatioInterval is { } interval
        ? $"{Quantity.Change(interval[0])} to {Quantity.Change(interval[1])}"
        : "";

    // What is not known is an empty cell, which reads better than a dash in a column of figures.
    private static string Figure(double? value, Func<double?, string> write) => value is null ? "" : write(value);

    private static string Tolerance(CaseJudgement judged) =>
        judged.Tolerance is null ? "" : Quantity.Tolerance(judged);

    // The files may be a stranger's: no name or reason may turn the terminal's colours or speak to a runner.
    private static string Line(string foreign) => PlainText.LogLine(foreign, 2_000);

    private static string Word(VerdictTraits traits) =>
        traits.Tone == VerdictTone.Bad ? traits.Word.ToUpperInvariant() : traits.Word;

    private static string Colour(VerdictTone tone) => tone switch
    {
        VerdictTone.Plain => "grey",
        VerdictTone.Good or VerdictTone.Better => "green",
        VerdictTone.Warn => "yellow",
        VerdictTone.Bad => "red",
    };


    // A column: its title, and what it says of a case, without markup.
    private sealed record Column(string Title, Func<CaseJudgement, string> Text, bool IsFigure = true)
    {
        public Func<CaseJudgement, string>? Colour { get; init; }

        public int Width(IEnumerable<CaseJudgement> cases) =>
            cases.Select(c => Text(c).Length).Append(Title.Length).Max() + Gap;

        public string Cell(CaseJudgement judged) =>
            Colour is null ? Text(judged) : $"[{Colour(judged)}]{Text(judged)}[/]";
    }
}
