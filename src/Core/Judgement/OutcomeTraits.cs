using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;

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

/// <summary>What is said of the whole gate; the worst case decides, in this order.</summary>
public enum Outcome
{
    /// <summary>Nothing fails.</summary>
    Pass,

    /// <summary>Nothing fails, and something needs a look; or nothing was compared.</summary>
    Warning,

    /// <summary>Some case is undecided or unstable, and the policy says that this only warns.</summary>
    Undecided,

    /// <summary>
    /// The change decides how the gate itself runs, nobody accepted that, and the policy says that this fails.
    /// </summary>
    NeedsReview,

    /// <summary>Some case is undecided or unstable, and the policy says that this fails.</summary>
    Inconclusive,

    /// <summary>Not one case was compared with anything, and the policy says that this fails.</summary>
    NothingCompared,

    /// <summary>Some case could not be run, for a reason that says nothing about its code.</summary>
    NotRun,

    /// <summary>A proven regression.</summary>
    Regression,

    /// <summary>
    /// A case that is incorrect, failed or missing; or less accurate or invalid where the policy fails that.
    /// </summary>
    Incorrect,
}

/// <summary>The outcome of the whole: the worst case decides.</summary>
public static class OverallOutcome
{
    /// <summary>The outcome and its sentence.</summary>
    /// <param name="cases">Every case.</param>
    /// <param name="policy">What fails.</param>
    /// <param name="nothing">Why nothing was compared; null if something was.</param>
    /// <param name="undecided">
    /// What is to be said of undecided cases: what could be seen, the likely cause, what to do.
    /// </param>
    /// <param name="toReview">
    /// The files and properties that decide how the gate runs, changed and accepted by nobody.
    /// </param>
    public static (Outcome Outcome, string Summary) Of(
        ImmutableArray<CaseJudgement> cases,
        GatePolicy policy,
        NothingCompared? nothing = null,
        string? undecided = null,
        ImmutableArray<string> toReview = default
    )
    {
        var outcome = cases.Select(c => VerdictTraits.OutcomeOf(c.Verdict, policy)).Append(Outcome.Pass).Max();
        if (nothing is { Fails: true } && outcome < Outcome.NothingCompared)
            outcome = Outcome.NothingCompared;
        else if (nothing is not null && outcome == Outcome.Pass)
            outcome = Outcome.Warning;
        var review = GateEditJudging.Remedy(toReview.IsDefault ? [] : toReview);
        outcome = (Outcome)Math.Max((int)outcome, (int)Reviewed(review, policy));
        return (outcome, outcome switch
        {
            Outcome.Incorrect or Outcome.Regression or Outcome.NotRun => Sentences(
                $"Failed: {Counts(cases, outcome == Outcome.Incorrect)}.", Remedies(cases, policy), review),
            Outcome.NothingCompared => Sentences(
                $"Failed: nothing was compared ({Counts(cases)}).", nothing!.Reason, nothing.Remedy, undecided, review),
            Outcome.Inconclusive => Sentences(
                $"Failed: {Undecided(cases)}.", undecided,
                "It fails because the policy says so (failOnInconclusive or failOnUnstable in perfgate.json).", review),
            Outcome.NeedsReview => Sentences($"Review needed ({Counts(cases)}).", review, nothing?.Reason, undecided),
            Outcome.Undecided => Sentences(
                $"Undecided: {Undecided(cases)}.", undecided,
                "This only warns; set \"failOnInconclusive\": true in perfgate.json to make it fail.", review),
            Outcome.Warning => nothing is null
                ? Sentences($"Passed with warnings: {Counts(cases)}.", review)
                : Sentences($"Nothing was compared ({Counts(cases)}).", nothing.Reason, nothing.Remedy, review),
            Outcome.Pass => $"Passed: {Counts(cases)}.",
        });
    }

    /// <summary>What <c>perfgate</c> exits with.</summary>
    /// <param name="outcome">The outcome of the whole.</param>
    public static ExitCode Exit(Outcome outcome) => outcome switch
    {
        Outcome.Incorrect => ExitCode.Incorrect,
        Outcome.Regression => ExitCode.Regression,
        Outcome.NotRun => ExitCode.Environment,
        Outcome.Inconclusive => ExitCode.Inconclusive,
        Outcome.NeedsReview => ExitCode.NeedsReview,
        Outcome.NothingCompared => ExitCode.NothingCompared,
        Outcome.Pass or Outcome.Warning or Outcome.Undecided => ExitCode.Passed,
    };

    /// <summary>How many cases have each verdict, in words, the worst first: <c>1 slower, 20 unchanged</c>.</summary>
    /// <param name="cases">Every case.</param>
    public static string Counts(IEnumerable<CaseJudgement> cases) => Counts(cases, spelledOut: false);

    // Spelled out, the worst ones are a clause: 1 case is missing, 20 unchanged.
    private static string Counts(IEnumerable<CaseJudgement> cases, bool spelledOut)
    {
        var counts = cases
            .CountBy(c => c.Verdict)
            .OrderBy(c => c.Key)
            .Select(
                (c, i) =>
                    spelledOut && i == 0
                        ? Clause(c.Value, VerdictTraits.Of(c.Key).Counted)
                        : $"{c.Value:N0} {VerdictTraits.Of(c.Key).Counted}"
            )
            .ToArray();
        return counts.Length == 0 ? "no cases" : string.Join(", ", counts);
    }

    // 1 case is missing; 2 cases have a weaker check.
    private static string Clause(int cases, string counted)
    {
        const string with = "with ";
        var one = cases == 1;
        return counted.StartsWith(with, StringComparison.Ordinal)
            ? $"{cases:N0} {(one ? "case has" : "cases have")} {counted[with.Length..]}"
            : $"{cases:N0} {(one ? "case is" : "cases are")} {counted}";
    }

    private static Outcome Reviewed(string? review, GatePolicy policy) => (review, policy.GateEdits) switch
    {
        (null, _) => Outcome.Pass,
        (_, PolicyAction.Warn) => Outcome.Warning,
        (_, PolicyAction.Fail) => Outcome.NeedsReview,
    };

    private static string Undecided(ImmutableArray<CaseJudgement> cases)
    {
        var open = cases.Count(c => VerdictTraits.IsUndecided(c.Verdict));
        var all = cases.Count(c => c.Verdict != CaseVerdict.Skipped);
        return $"{open:N0} of {all:N0} {(all == 1 ? "case" : "cases")} {(open == 1 ? "was" : "were")} "
            + $"not shown to be as fast as the reference ({Counts(cases)})";
    }

    private static string Remedies(ImmutableArray<CaseJudgement> cases, GatePolicy policy) =>
        Sentences([
            .. cases
                .Select(c => c.Verdict)
                .Distinct()
                .Order()
                .Where(v => VerdictTraits.LevelOf(v, policy) == VerdictLevel.Fails)
                .Select(v => VerdictTraits.Of(v).Remedy),
        ]);

    private static string Sentences(params string?[] sentences) =>
        string.Join(' ', sentences.Where(s => !string.IsNullOrEmpty(s)));
}
