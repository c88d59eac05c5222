using System.Collections.Immutable;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>
/// What a verdict is: its words, sign and colour, and whether it fails. Every report reads it here. The rows stand
/// below <see cref="CaseVerdict"/>; a new verdict is one more. Its rank is its place there.
/// </summary>
/// <param name="Word">The verdict in a table.</param>
/// <param name="Sign">A sign beside the words, never instead of them.</param>
/// <param name="Tone">Which colour it has.</param>
public sealed partial record VerdictTraits(string Word, string Sign, VerdictTone Tone)
{
    private static readonly ImmutableArray<VerdictTraits> _rows = [.. Enum.GetValues<CaseVerdict>().Select(Row)];

    /// <summary>Every verdict with a code, the worst first.</summary>
    public static ImmutableArray<(CaseVerdict Verdict, VerdictRule Rule)> Rules { get; } =
        [.. Enum.GetValues<CaseVerdict>().Where(v => Of(v).Rule is not null).Select(v => (v, Of(v).Rule!))];

    /// <summary>What cases of it are, after their number: <c>2 slower</c>.</summary>
    public string Counted { get; init; } = Word;

    /// <summary>The whole gate's title where this is its worst case.</summary>
    public string Title { get; init; } = char.ToUpperInvariant(Word[0]) + Word[1..];

    /// <summary>What a case of it does to the gate, by what the policy says fails.</summary>
    public required Func<GatePolicy, VerdictLevel> Level { get; init; }

    /// <summary>The whole gate's outcome where this is its worst case, and fails.</summary>
    public Outcome Failing { get; init; } = Outcome.Incorrect;

    /// <summary>Its code; null if nothing is reported.</summary>
    public VerdictRule? Rule { get; init; }

    /// <summary>
    /// What to do about failing cases of it, a sentence; null if it never fails, or if the cause decides.
    /// </summary>
    public string? Remedy { get; init; }

    /// <summary>Whether it shows that the case is not slower.</summary>
    public bool Proves { get; init; }

    /// <summary>Whether a reviewer has to look at a case of it.</summary>
    public bool NeedsALook => Tone is not (VerdictTone.Plain or VerdictTone.Good);

    /// <summary>Whether its reason has to be read: figures alone do not say it.</summary>
    public bool Explained { get; init; } = Tone is not (VerdictTone.Plain or VerdictTone.Good);

    /// <summary>Whether the case was run.</summary>
    public bool Ran { get; init; } = true;

    /// <summary>Whether it is found by comparing, also where there are no times.</summary>
    public bool Compared { get; init; }

    /// <summary>What it gives way to.</summary>
    internal VerdictYields Yields { get; init; }

    /// <summary>The row of a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public static VerdictTraits Of(CaseVerdict verdict) => _rows[(int)verdict];

    /// <summary>What a case of this verdict does to the gate.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="policy">What fails.</param>
    public static VerdictLevel LevelOf(CaseVerdict verdict, GatePolicy policy) => Of(verdict).Level(policy);

    /// <summary>The whole gate's outcome where this is its worst case.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="policy">What fails.</param>
    public static Outcome OutcomeOf(CaseVerdict verdict, GatePolicy policy) => LevelOf(verdict, policy) switch
    {
        VerdictLevel.Passes or VerdictLevel.Noted => Outcome.Pass,
        VerdictLevel.Warns => IsUndecided(verdict) ? Outcome.Undecided : Outcome.Warning,
        VerdictLevel.Fails => Of(verdict).Failing,
    };

    /// <summary>Whether nothing was found out about the case's speed.</summary>
    /// <param name="verdict">The verdict.</param>
    public static bool IsUndecided(CaseVerdict verdict) => Of(verdict).Failing == Outcome.Inconclusive;

    /// <summary>
    /// Whether a verdict gives way to another finding about the same case. One that warns gives way only to what fails.
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="to">The other finding.</param>
    /// <param name="action">What the policy says of that one.</param>
    internal static bool GivesWay(CaseVerdict verdict, VerdictYields to, PolicyAction action) =>
        Of(verdict) is var traits
        && traits.Yields.HasFlag(to)
        && (traits.Tone != VerdictTone.Warn || action == PolicyAction.Fail);

    private static VerdictLevel Fails(GatePolicy policy) => VerdictLevel.Fails;

    private static VerdictLevel Passes(GatePolicy policy) => VerdictLevel.Passes;

    private static VerdictLevel As(PolicyAction action) => action switch
    {
        PolicyAction.Warn => VerdictLevel.Warns,
        PolicyAction.Fail => VerdictLevel.Fails,
    };
}
