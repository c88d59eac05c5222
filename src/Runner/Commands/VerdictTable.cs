using System.Globalization;
using PerfGate.Core.Judgement;
using PerfGate.Runner.GitHub;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Prints a verdict as a table.</summary>
internal static class VerdictTable
{
    /// <summary>Prints every case by name, then what needs words, and the summary last, where it is read.</summary>
    public static void Print(IAnsiConsole console, Verdict verdict)
    {
        TableWidth.Widen(console);
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("case")
            .AddColumn("verdict")
            .AddColumn(new TableColumn("reference").RightAligned())
            .AddColumn(new TableColumn("candidate").RightAligned())
            .AddColumn(new TableColumn("change").RightAligned())
            .AddColumn(new TableColumn("95 % interval").RightAligned())
            .AddColumn(new TableColumn("g").RightAligned())
            .AddColumn(new TableColumn("p").RightAligned())
            .AddColumn(new TableColumn("runs").RightAligned());
        foreach (var judged in verdict.Cases)
        {
            var traits = VerdictTraits.Of(judged.Verdict);
            table.AddRow(
                Markup.Escape(Line(judged.Name, 120)),
                $"[{Colour(traits.Tone)}]{Word(traits)}[/]",
                Time(judged.ReferenceNs),
                Time(judged.CandidateNs),
                Change(judged.Ratio),
                judged.RatioInterval is { } interval ? $"{Change(interval[0])} to {Change(interval[1])}" : "",
                judged.HedgesG is { } g ? (Math.Abs(g) >= 1e300 ? (g > 0 ? "inf" : "-inf") : Invariant($"{g:0.0}")) : "",
                judged.P is { } p ? Invariant($"{p:0.0000}") : "",
                $"{judged.Runs[0]}/{judged.Runs[1]}");
        }

        console.Write(table);
        foreach (var judged in verdict.Cases.Where(c => VerdictTraits.Of(c.Verdict).Explained))
            console.WriteLine($"{Line(judged.Name, 120)}: {Line(judged.Reason)}");
        console.WriteLine($"Compared with: {Line(verdict.Reference.Reason)}");
        foreach (var warning in verdict.Warnings)
            console.WriteLine($"Warning: {Line(warning)}");
        if (verdict.Drift is { } drift)
            console.WriteLine(Line(drift.Explanation));
        console.MarkupLine($"[bold {Colour(OutcomeTraits.Of(verdict.Outcome).Tone)}]{Markup.Escape(Line(verdict.Summary))}[/]");
    }

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

    private static string Change(double? ratio) => ratio is { } r ? Invariant($"{(r - 1) * 100:+0.00;-0.00;0.00} %") : "";

    private static string Time(double? nanoseconds) => nanoseconds switch
    {
        null => "",
        < 1e3 => Invariant($"{nanoseconds:0.0} ns"),
        < 1e6 => Invariant($"{nanoseconds / 1e3:0.00} us"),
        < 1e9 => Invariant($"{nanoseconds / 1e6:0.00} ms"),
        _ => Invariant($"{nanoseconds / 1e9:0.00} s"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
