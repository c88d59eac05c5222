namespace PerfGate.Core.Judgement;

/// <summary>What the outcome of the whole is called and how it looks.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Sign">A sign beside the name, never instead of it.</param>
/// <param name="Tone">Which colour it has.</param>
public sealed record OutcomeTraits(string Title, string Sign, VerdictTone Tone)
{
    /// <summary>The traits of an outcome alone.</summary>
    /// <param name="outcome">The outcome.</param>
    public static OutcomeTraits Of(Outcome outcome) => outcome switch
    {
        Outcome.Pass => new("Passed", "✅", VerdictTone.Good),
        Outcome.Warning => new("Warning", "⚠️", VerdictTone.Warn),
        Outcome.Undecided or Outcome.Inconclusive => new("Undecided", "❓", VerdictTone.Warn),
        Outcome.NeedsReview => new("Review needed", "🔎", VerdictTone.Bad),
        Outcome.NothingCompared => new("Nothing compared", "❌", VerdictTone.Bad),
        Outcome.NotRun => new("Not run", "❌", VerdictTone.Bad),
        Outcome.Regression => new("Regression", "❌", VerdictTone.Bad),
        Outcome.Incorrect => new("Incorrect", "❌", VerdictTone.Bad),
    };

    /// <summary>
    /// The traits of a verdict: the title of one that fails is that of its worst case, so a missing case is called
    /// missing.
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    public static OutcomeTraits Of(Verdict verdict)
    {
        var traits = Of(verdict.Outcome);
        var worst = verdict.Cases.Select(c => c.Verdict)
            .Where(v => VerdictTraits.OutcomeOf(v, verdict.Policy) == verdict.Outcome)
            .Order().Take(1).ToArray();
        return verdict.Outcome == Outcome.Incorrect && worst is [var deciding]
            ? traits with { Title = VerdictTraits.Of(deciding).Title }
            : traits;
    }

    private const string Failed = "Failed: ";

    /// <summary>
    /// Title and summary in one line: <c>Undecided: 2 of 14 cases ...</c>, <c>Regression: 2 slower ...</c>. The summary
    /// may be foreign text.
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    public static (string Title, string Text) Headline(Verdict verdict)
    {
        var title = Of(verdict).Title;
        return verdict.Summary.StartsWith($"{title}: ", StringComparison.Ordinal)
            ? ($"{title}:", verdict.Summary[(title.Length + 2)..])
            // That it failed, title and sign say.
            : verdict.Summary.StartsWith(Failed, StringComparison.Ordinal)
                ? ($"{title}:", verdict.Summary[Failed.Length..])
            : ($"{title}.", verdict.Summary);
    }
}
