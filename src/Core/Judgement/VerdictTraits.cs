using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>
/// What a verdict is: its words, sign and colour, and whether it fails. Every report reads it here; a new verdict is
/// one more row. Its rank is its place in <see cref="CaseVerdict"/>.
/// </summary>
/// <param name="Word">The verdict in a table.</param>
/// <param name="Counted">What cases of it are, after their number: <c>2 slower</c>.</param>
/// <param name="Title">The whole gate's title where this is its worst case.</param>
/// <param name="Sign">A sign beside the words, never instead of them.</param>
/// <param name="Tone">Which colour it has.</param>
/// <param name="Proves">Whether it shows that the case is not slower.</param>
/// <param name="Explained">Whether its reason has to be read: figures alone do not say it.</param>
/// <param name="Rule">Its code; null where nothing is reported.</param>
public sealed partial record VerdictTraits(
    string Word,
    string Counted,
    string Title,
    string Sign,
    VerdictTone Tone,
    bool Proves,
    bool Explained,
    VerdictRule? Rule
)
{
    /// <summary>
    /// What to do about failing cases of a verdict, a sentence; null where it never fails, or where the cause decides.
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    public static string? Remedy(CaseVerdict verdict) =>
        verdict switch
        {
            CaseVerdict.Incorrect => "Fix incorrect cases first; their times are meaningless.",
            CaseVerdict.Missing => "Bring a missing case back, or, if it was removed on purpose, refresh the baseline.",
            CaseVerdict.Invalid =>
                "Correct the work count of an invalid case, or the kernel: none is faster than its device.",
            CaseVerdict.Regression =>
                "Make the slower cases faster, or accept them in perfgate.json with a reason and a date.",
            CaseVerdict.NotRun =>
                "A case that was not run says nothing about its code: change what its reason names, and repeat the "
                    + "measurement.",
            CaseVerdict.WeakerCheck => "Undo a weaker check, or accept it under acceptedCheckEdits in perfgate.json.",
            CaseVerdict.LessAccurate =>
                "Make the outputs as accurate as before, or change accuracyFactor or lessAccurate in perfgate.json.",
            CaseVerdict.ChangedWork =>
                "Undo the change of a case's work, or accept it under acceptedCheckEdits in perfgate.json.",
            CaseVerdict.Inconclusive
            or CaseVerdict.Unstable
            or CaseVerdict.Accepted
            or CaseVerdict.Improvement
            or CaseVerdict.New
            or CaseVerdict.Skipped
            or CaseVerdict.Pass
            or CaseVerdict.Unchanged => null,
        };

    /// <summary>Every verdict with a code, the worst first.</summary>
    public static ImmutableArray<(CaseVerdict Verdict, VerdictRule Rule)> Rules { get; } =
        [.. Enum.GetValues<CaseVerdict>().Where(v => Of(v).Rule is not null).Select(v => (v, Of(v).Rule!))];

    /// <summary>The row of a verdict. It has no default arm: the compiler names a verdict that has no row.</summary>
    /// <param name="verdict">The verdict.</param>
    public static VerdictTraits Of(CaseVerdict verdict) =>
        verdict switch
        {
            CaseVerdict.Incorrect => Finding(
                "incorrect",
                "incorrect",
                "❌",
                VerdictTone.Bad,
                new(
                    "PG3002",
                    "A case computes wrong outputs, or fails when it is run.",
                    (name, why, _, at) => DiagnosticCatalog.Incorrect(name, why, at)
                )
            ),
            CaseVerdict.Missing => Finding(
                "missing",
                "missing",
                "❌",
                VerdictTone.Bad,
                new(
                    "PG3003",
                    "A case of the reference is no longer there.",
                    (name, why, _, at) => DiagnosticCatalog.Missing(name, why, at)
                )
            ) with
            {
                Title = "Missing case",
            },
            CaseVerdict.Invalid => Finding(
                "invalid",
                "invalid (faster than possible)",
                "🚫",
                VerdictTone.Warn,
                new(
                    "PG3027",
                    "A case is faster than the measured ceilings of the device allow.",
                    DiagnosticCatalog.FasterThanPossible
                )
            ),
            CaseVerdict.Regression => Finding(
                "regression",
                "slower",
                "❌",
                VerdictTone.Bad,
                new(
                    "PG3001",
                    "A case is slower than its reference by more than the tolerance, and that is proven.",
                    (name, why, _, at) => DiagnosticCatalog.Regression(name, why, at)
                )
            ),
            CaseVerdict.NotRun => Finding(
                "not run",
                "not run",
                "❌",
                VerdictTone.Bad,
                new(
                    "PG2040",
                    "A case could not be run, for a reason that says nothing about its code.",
                    (name, why, _, at) => DiagnosticCatalog.NotRun(name, why, at)
                )
            ),
            CaseVerdict.WeakerCheck => Finding(
                "weaker check",
                "with a weaker check",
                "❌",
                VerdictTone.Bad,
                new(
                    "PG3030",
                    "The branch weakens the check of a case, and no entry of the policy accepts that.",
                    DiagnosticCatalog.WeakerCheck
                )
            ),
            CaseVerdict.LessAccurate => Finding(
                "less accurate",
                "less accurate",
                "⚠️",
                VerdictTone.Warn,
                new(
                    "PG3026",
                    "The error of a case's outputs grew by more than the stated factor.",
                    DiagnosticCatalog.LessAccurate
                )
            ) with
            {
                Yields = VerdictYields.ToWeakerCheck,
            },
            CaseVerdict.ChangedWork => Finding(
                "changed work",
                "with changed work",
                "⚠️",
                VerdictTone.Warn,
                new(
                    "PG3025",
                    "A case does other work under its old name; its times were not compared.",
                    DiagnosticCatalog.ChangedWork
                )
            ),
            CaseVerdict.Inconclusive => Finding(
                "inconclusive",
                "inconclusive",
                "❓",
                VerdictTone.Warn,
                new(
                    "PG3004",
                    "A case is neither proven slower nor proven as fast.",
                    DiagnosticCatalog.Inconclusive
                )
            ) with
            {
                Yields = VerdictYields.ToAll,
            },
            CaseVerdict.Unstable => Finding(
                "unstable",
                "unstable",
                "⚠️",
                VerdictTone.Warn,
                new(
                    "PG3005",
                    "No steady runs of a case could be had.",
                    DiagnosticCatalog.Unstable
                )
            ) with
            {
                Yields = VerdictYields.ToAll,
            },
            CaseVerdict.Accepted => Finding("accepted", "accepted", "☑️", VerdictTone.Warn, null) with
            {
                Yields = VerdictYields.ToAll,
            },
            CaseVerdict.Improvement => Finding("improvement", "faster", "🚀", VerdictTone.Better, null) with
            {
                Proves = true,
                Yields = VerdictYields.ToAll,
            },
            CaseVerdict.New => Quiet("new", "new", "🆕", VerdictTone.Plain) with
            {
                Yields = VerdictYields.ToWeakerCheck | VerdictYields.ToInvalid,
            },
            CaseVerdict.Skipped => Quiet("skipped", "skipped", "⏭️", VerdictTone.Plain) with { Explained = true },
            CaseVerdict.Pass => Quiet("pass", "not slower", "✅", VerdictTone.Good) with
            {
                Proves = true,
                Yields = VerdictYields.ToAll,
            },
            CaseVerdict.Unchanged => Quiet("unchanged", "unchanged", "✅", VerdictTone.Plain) with { Proves = true },
        };

    /// <summary>What a case of this verdict does to the gate.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="policy">What fails.</param>
    public static VerdictLevel Level(CaseVerdict verdict, GatePolicy policy) =>
        verdict switch
        {
            CaseVerdict.Incorrect or CaseVerdict.Missing or CaseVerdict.Regression or CaseVerdict.NotRun =>
                VerdictLevel.Fails,
            CaseVerdict.Invalid => LevelOf(policy.Ceiling),
            CaseVerdict.WeakerCheck or CaseVerdict.ChangedWork => LevelOf(policy.CheckEdits),
            CaseVerdict.LessAccurate => LevelOf(policy.LessAccurate),
            CaseVerdict.Inconclusive => policy.FailOnInconclusive ? VerdictLevel.Fails : VerdictLevel.Warns,
            // Unsteady runs leave a case as undecided as noisy ones.
            CaseVerdict.Unstable => policy.FailOnInconclusive || policy.FailOnUnstable
                ? VerdictLevel.Fails
                : VerdictLevel.Warns,
            CaseVerdict.Accepted => VerdictLevel.Noted,
            CaseVerdict.Improvement
            or CaseVerdict.New
            or CaseVerdict.Skipped
            or CaseVerdict.Pass
            or CaseVerdict.Unchanged => VerdictLevel.Passes,
        };

    /// <summary>The whole gate's outcome where this is its worst case.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="policy">What fails.</param>
    public static Outcome OutcomeOf(CaseVerdict verdict, GatePolicy policy) => Level(verdict, policy) switch
    {
        VerdictLevel.Passes or VerdictLevel.Noted => Outcome.Pass,
        VerdictLevel.Warns => IsUndecided(verdict) ? Outcome.Undecided : Outcome.Warning,
        VerdictLevel.Fails => IsUndecided(verdict) ? Outcome.Inconclusive
            : verdict == CaseVerdict.Regression ? Outcome.Regression
            : verdict == CaseVerdict.NotRun ? Outcome.NotRun
            : Outcome.Incorrect,
    };

    /// <summary>Whether nothing was found out about the case's speed.</summary>
    /// <param name="verdict">The verdict.</param>
    public static bool IsUndecided(CaseVerdict verdict) => verdict is CaseVerdict.Inconclusive or CaseVerdict.Unstable;

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

    /// <summary>Whether a reviewer has to look at a case of this verdict.</summary>
    public bool NeedsALook { get; private init; }

    /// <summary>What it gives way to.</summary>
    internal VerdictYields Yields { get; private init; }

    private static VerdictTraits Finding(
        string word,
        string counted,
        string sign,
        VerdictTone tone,
        VerdictRule? rule
    ) =>
        new(word, counted, char.ToUpperInvariant(word[0]) + word[1..], sign, tone, Proves: false, Explained: true, rule)
        {
            NeedsALook = true,
        };

    private static VerdictTraits Quiet(string word, string counted, string sign, VerdictTone tone) =>
        Finding(word, counted, sign, tone, null) with
        {
            Explained = false,
            NeedsALook = false,
            Yields = VerdictYields.ToWeakerCheck,
        };

    private static VerdictLevel LevelOf(PolicyAction action) => action switch
    {
        PolicyAction.Warn => VerdictLevel.Warns,
        PolicyAction.Fail => VerdictLevel.Fails,
    };
}
