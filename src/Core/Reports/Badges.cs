using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Svg;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary>
/// Four badges, each as SVG and as the JSON that shields.io's endpoint badge reads: verdict, cases, largest change,
/// effect size.
/// </summary>
public static class Badges
{
    internal const string Green = "#2a7e3b", Yellow = "#8a6d00", Red = "#c0392b", Grey = "#5f6570";

    /// <summary>The names of the badges' files, without <c>.svg</c> and <c>.json</c>.</summary>
    internal static ImmutableArray<string> Names { get; } = ["verdict", "cases", "change", "effect"];

    /// <summary>Renders the eight files under <c>badges/</c>.</summary>
    /// <param name="input">What to report.</param>
    public static ImmutableArray<ReportFile> Render(ReportInput input)
    {
        var verdict = input.Verdict;
        // Unchanged machine code has no change to show: what differs there is the machine.
        var largest = verdict.Cases.Where(c => c.Ratio is not null && c.Verdict != CaseVerdict.Unchanged)
            .MaxBy(c => Math.Abs(c.Ratio!.Value - 1));
        return
        [
            .. Files(
                Names[0],
                "perf gate",
                OutcomeTraits.Of(verdict).Title.ToLowerInvariant(),
                Colour(OutcomeTraits.Of(verdict).Tone)
            ),
            .. Files(Names[1], "perf cases", Cases(verdict), Grey),
            .. Files(
                Names[2],
                "largest change",
                largest is null ? "none" : Quantity.Change(largest.Ratio),
                Colour(largest)
            ),
            .. Files(
                Names[3],
                "effect size",
                largest?.HedgesG is { } g ? $"g = {Quantity.EffectSize(g)}" : "none",
                Colour(largest)
            ),
        ];
    }

    private static string Cases(Verdict verdict)
    {
        var proven = verdict.Cases.Count(c => VerdictTraits.Of(c.Verdict).Proves);
        return string.Create(CultureInfo.InvariantCulture, $"{proven} of {verdict.Cases.Length} not slower");
    }

    // A change within the tolerance is neither good nor bad news.
    private static string Colour(CaseJudgement? largest) => largest is null || largest.Verdict == CaseVerdict.Pass
        ? Grey
        : Colour(VerdictTraits.Of(largest.Verdict).Tone);

    private static string Colour(VerdictTone tone) => tone switch
    {
        VerdictTone.Plain => Grey,
        VerdictTone.Good or VerdictTone.Better => Green,
        VerdictTone.Warn => Yellow,
        VerdictTone.Bad => Red,
    };

    /// <summary>A badge as SVG and as JSON.</summary>
    /// <param name="name">The name of its files.</param>
    /// <param name="label">The left field.</param>
    /// <param name="message">The right field.</param>
    /// <param name="colour">The right field's colour.</param>
    internal static IEnumerable<ReportFile> Files(string name, string label, string message, string colour)
    {
        yield return new($"badges/{name}.svg", BadgeSvg.Render(label, message, colour));
        yield return new($"badges/{name}.json", JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            json.WriteString("label", label);
            json.WriteString("message", message);
            json.WriteString("color", colour);
            json.WriteEndObject();
        }));
    }
}
