using System.Globalization;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Text;
using PerfGate.Runner.GitHub;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Prints a verdict as a table.</summary>
internal static class VerdictTable
{
    /// <summary>Prints every case by name, and what they were compared with.</summary>
    public static void Print(IAnsiConsole console, Verdict verdict)
    {
        TableWidth.Widen(console);
        // The tolerance has a column where it is another one than anybody stated.
        var raised = verdict.Cases.Any(c => c.IsRaised());
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("case")
            .AddColumn("verdict")
            .AddColumn(new TableColumn("reference").RightAligned())
            .AddColumn(new TableColumn("candidate").RightAligned())
            .AddColumn(new TableColumn("change").RightAligned())
            .AddColumn(new TableColumn("95 % interval").RightAligned());
        if (raised)
            table.AddColumn(new TableColumn("tolerance").RightAligned());
        table.AddColumn(new TableColumn("g").RightAligned())
            .AddColumn(new TableColumn("p").RightAligned())
            .AddColumn(new TableColumn("runs").RightAligned());
        foreach (var judged in verdict.Cases)
            table.AddRow(Row(judged, raised));

        console.Write(table);
        console.WriteLine($"Compared with: {Line(verdict.Reference.Reason)}");
        if (verdict.Drift is { Void: false } drift)
            console.WriteLine(Line(drift.Explanation));
    }

    /// <summary>
    /// Prints the summary; last, where it is read. What a diagnostic above has said already is left out.
    /// </summary>
    /// <param name="console">Where to print.</param>
    /// <param name="verdict">The verdict.</param>
    public static void PrintSummary(IAnsiConsole console, Verdict verdict) => console.MarkupLine(
        $"[bold {Colour(OutcomeTraits.Of(verdict.Outcome).Tone)}]{Markup.Escape(Line(
            VerdictDiagnostics.TellsSummary(verdict) ? FirstSentence(verdict.Summary) : verdict.Summary))}[/]");

    private static string FirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is var end and >= 0 ? text[..(end + 1)] : text;

    private static string[] Row(CaseJudgement judged, bool raised)
    {
        var traits = VerdictTraits.Of(judged.Verdict);
        return
        [
            Markup.Escape(Line(judged.Name, 120)),
            $"[{Colour(traits.Tone)}]{Word(traits)}[/]",
            Figure(judged.ReferenceNs, Quantity.Duration),
            Figure(judged.CandidateNs, Quantity.Duration),
            Figure(judged.Ratio, Quantity.Change),
            judged.RatioInterval is { } interval
                ? $"{Quantity.Change(interval[0])} to {Quantity.Change(interval[1])}"
                : "",
            .. raised ? [Tolerance(judged)] : Array.Empty<string>(),
            Figure(judged.HedgesG, Quantity.EffectSize),
            Figure(judged.P, Quantity.Probability),
            $"{judged.Runs[0]}/{judged.Runs[1]}",
        ];
    }

    // What is not known is an empty cell, which reads better than a dash in a column of figures.
    private static string Figure(double? value, Func<double?, string> write) => value is null ? "" : write(value);

    private static string Tolerance(CaseJudgement judged) => judged switch
    {
        { Tolerance: null } => "",
        { Tolerance: var inForce } when !judged.IsRaised() => Invariant($"{inForce * 100:0.##} %"),
        _ => Invariant($"[yellow]{judged.Tolerance * 100:0.#} %[/] (stated {judged.StatedTolerance * 100:0.##} %)"),
    };

    // The files may be a stranger's: no name or reason may turn the terminal's colours or speak to a runner.
    private static string Line(string foreign, int maximumLength = 2_000) => InertText.Line(foreign, maximumLength);

    private static string Word(VerdictTraits traits) =>
        traits.Tone == VerdictTone.Bad ? traits.Word.ToUpperInvariant() : traits.Word;

    private static string Colour(VerdictTone tone) => tone switch
    {
        VerdictTone.Plain => "grey",
        VerdictTone.Good or VerdictTone.Better => "green",
        VerdictTone.Warn => "yellow",
        VerdictTone.Bad => "red",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
