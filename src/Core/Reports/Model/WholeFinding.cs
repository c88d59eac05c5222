using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Reports.Model;

/// <summary>
/// A finding about the whole gate and not about a case: test viewers and code scanning list it beside the cases.
/// </summary>
/// <param name="Kind">Which.</param>
/// <param name="Message">What was found and what to do; foreign text.</param>
/// <param name="Fails">Whether it fails the gate; otherwise it warns.</param>
internal sealed record WholeFinding(WholeFindingKind Kind, string Message, bool Fails)
{
    /// <summary>The findings of a verdict.</summary>
    public static ImmutableArray<WholeFinding> Of(Verdict verdict) =>
        [
            .. verdict.NothingCompared is { } nothing
                ?
                [
                    new(
                        WholeFindingKind.NothingCompared,
                        $"nothing was compared: {nothing.Reason} {nothing.Remedy}",
                        nothing.Fails
                    ),
                ]
                : Array.Empty<WholeFinding>(),
            .. GateEditJudging.Remedy(verdict.ToReview) is { } review
                ?
                [
                    new(
                        WholeFindingKind.NeedsReview,
                        $"review needed: {review}",
                        verdict.Policy.GateEdits == PolicyAction.Fail
                    ),
                ]
                : Array.Empty<WholeFinding>(),
        ];
}

/// <summary>What a finding about the whole gate is.</summary>
/// <param name="Name">Its name among tests.</param>
/// <param name="Code">Its code, as the diagnostic of the same finding has it.</param>
/// <param name="Title">Its name among rules.</param>
/// <param name="Description">What it says, in a sentence.</param>
internal sealed record WholeFindingKind(string Name, string Code, string Title, string Description)
{
    /// <summary>Not one case was compared.</summary>
    public static readonly WholeFindingKind NothingCompared =
        new("comparison", "PG3008", "nothing compared", "Not one case was compared with anything.");

    /// <summary>The change decides how the gate runs.</summary>
    public static readonly WholeFindingKind NeedsReview = new(
        "review",
        "PG3040",
        "review needed",
        "The change decides how the gate itself runs, and nobody accepted that."
    );

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<WholeFindingKind> All = [NothingCompared, NeedsReview];
}
