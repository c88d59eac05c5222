using System.Collections.Immutable;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>What is said of changes to how the gate runs, and which of them a person still has to look at.</summary>
internal static class GateEditJudging
{
    private const int ShownEdits = 5;

    /// <summary>Every edit in one line, with the entry that accepts it.</summary>
    /// <param name="input">What the judgement rests on.</param>
    public static ImmutableArray<string> Lines(JudgementInput input) =>
        [.. input.GateEdits.Select(e => e.Line(AcceptedGateEdit.Covering(input.Policy, e.Subject, input.Today)))];

    /// <summary>
    /// The subjects of the edits that act on this verdict and that no entry accepts, where the gate guards a change: in
    /// CI, with something to compare with. A developer's own choices at their own desk are stated, and decide nothing.
    /// </summary>
    /// <param name="input">What the judgement rests on.</param>
    public static ImmutableArray<string> ToReview(JudgementInput input) =>
        input.Expected is { InCi: true, Because: not null }
            ?
            [
                .. input
                    .GateEdits.Where(e =>
                        e.Acts && AcceptedGateEdit.Covering(input.Policy, e.Subject, input.Today) is null
                    )
                    .Select(e => e.Subject)
                    .Distinct(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>What to do about them, in sentences; null if there is nothing to review.</summary>
    /// <param name="toReview">The subjects.</param>
    public static string? Remedy(ImmutableArray<string> toReview) =>
        toReview.IsEmpty
            ? null
            : $"This change also decides how the gate itself runs: {Shown(toReview)}. Look at that first. Undo what is "
                + "not intended, and accept the rest under acceptedGateEdits in perfgate.json.";

    private static string Shown(ImmutableArray<string> subjects) =>
        string.Join(", ", subjects.Take(ShownEdits))
        + (subjects.Length > ShownEdits ? $" and {subjects.Length - ShownEdits:N0} more" : "");
}
