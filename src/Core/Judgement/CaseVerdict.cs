using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Judgement;

/// <summary>
/// What is said of one case, the worst first. What follows from it is its row in <see cref="VerdictTraits"/>, below.
/// </summary>
public enum CaseVerdict
{
    /// <summary>Its outputs are wrong, or it fails when it is run.</summary>
    Incorrect,

    /// <summary>The reference has it and the candidate does not.</summary>
    Missing,

    /// <summary>Faster than the measured ceilings of the device allow.</summary>
    Invalid,

    /// <summary>Slower by more than the tolerance is proven.</summary>
    Regression,

    /// <summary>
    /// It could not be run, for a reason that says nothing about its code: its process was killed, or the time ended.
    /// </summary>
    NotRun,

    /// <summary>
    /// The branch weakens the check, or changes the work, of its own case, and no entry of the policy accepts that.
    /// </summary>
    WeakerCheck,

    /// <summary>The error against the expected output grew by more than the stated factor.</summary>
    LessAccurate,

    /// <summary>It does other work under its old name, so its times are not compared as if equal.</summary>
    ChangedWork,

    /// <summary>Neither proven at the end of the budget.</summary>
    Inconclusive,

    /// <summary>No steady runs could be had.</summary>
    Unstable,

    /// <summary>
    /// Slower than the tolerance, or not shown to be as fast, or not comparable any more, and accepted by an entry of
    /// the policy.
    /// </summary>
    Accepted,

    /// <summary>Faster by more than the tolerance is proven.</summary>
    Improvement,

    /// <summary>The reference does not have it.</summary>
    New,

    /// <summary>It declares a need that this device does not meet, or was filtered out.</summary>
    Skipped,

    /// <summary>Slower by more than the tolerance is ruled out.</summary>
    Pass,

    /// <summary>The machine code is byte-identical to the reference's.</summary>
    Unchanged,
}

// The rows. There is no default arm: the compiler names a verdict that has no row.
public sealed partial record VerdictTraits
{
    private static VerdictTraits Row(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Incorrect => new("incorrect", "❌", VerdictTone.Bad)
        {
            Level = Fails,
            Rule = VerdictRule.Always(
                "PG3002", "A case computes wrong outputs, or fails when it is run.", DiagnosticCatalog.Incorrect),
            Remedy = "Fix incorrect cases first; their times are meaningless.",
        },
        CaseVerdict.Missing => new("missing", "❌", VerdictTone.Bad)
        {
            Title = "Missing case",
            Level = Fails,
            Rule = VerdictRule.Always(
                "PG3003", "A case of the reference is no longer there.", DiagnosticCatalog.Missing),
            Remedy = "Bring a missing case back, or, if it was removed on purpose, refresh the baseline.",
            Ran = false,
            Compared = true,
        },
        CaseVerdict.Invalid => new("invalid", "🚫", VerdictTone.Warn)
        {
            Counted = "invalid (faster than possible)",
            Level = policy => As(policy.Ceiling),
            Rule = new(
                "PG3027",
                "A case is faster than the measured ceilings of the device allow.",
                DiagnosticCatalog.FasterThanPossible),
            Remedy = "Correct the work count of an invalid case, or the kernel: no kernel is faster than its device.",
        },
        CaseVerdict.Regression => new("regression", "❌", VerdictTone.Bad)
        {
            Counted = "slower",
            Level = Fails,
            Failing = Outcome.Regression,
            Rule = VerdictRule.Always(
                "PG3001",
                "A case is slower than its reference by more than the tolerance, and that is proven.",
                DiagnosticCatalog.Regression),
            Remedy = "Make the slower cases faster, or accept them in perfgate.json with a reason and a date.",
        },
        CaseVerdict.NotRun => new("not run", "❌", VerdictTone.Bad)
        {
            Level = Fails,
            Failing = Outcome.NotRun,
            Rule = VerdictRule.Always(
                "PG2040",
                "A case could not be run, for a reason that says nothing about its code.",
                DiagnosticCatalog.NotRun),
            Remedy = "Fix what the reason names and repeat the measurement: a case that was not run says nothing about "
                + "its code.",
            Ran = false,
        },
        CaseVerdict.WeakerCheck => new("weaker check", "❌", VerdictTone.Bad)
        {
            Counted = "with a weaker check",
            Level = policy => As(policy.CheckEdits),
            Rule = new(
                "PG3030",
                "The branch weakens the check of a case, and no entry of the policy accepts that.",
                DiagnosticCatalog.WeakerCheck),
            Remedy = "Undo a weaker check, or accept it under acceptedCheckEdits in perfgate.json.",
        },
        CaseVerdict.LessAccurate => new("less accurate", "⚠️", VerdictTone.Warn)
        {
            Level = policy => As(policy.LessAccurate),
            Rule = new(
                "PG3026",
                "The error of a case's outputs grew by more than the stated factor.",
                DiagnosticCatalog.LessAccurate),
            Remedy = "Make the outputs as accurate as before, or change accuracyFactor or lessAccurate in "
                + "perfgate.json.",
            Yields = VerdictYields.ToWeakerCheck,
        },
        CaseVerdict.ChangedWork => new("changed work", "⚠️", VerdictTone.Warn)
        {
            Counted = "with changed work",
            Level = policy => As(policy.CheckEdits),
            Rule = new(
                "PG3025",
                "A case does other work under its old name; its times were not compared.",
                DiagnosticCatalog.ChangedWork),
            Remedy = "Undo the change of a case's work, or accept it under acceptedCheckEdits in perfgate.json.",
            Compared = true,
        },
        CaseVerdict.Inconclusive => new("inconclusive", "❓", VerdictTone.Warn)
        {
            Level = policy => policy.FailOnInconclusive ? VerdictLevel.Fails : VerdictLevel.Warns,
            Failing = Outcome.Inconclusive,
            Rule = new(
                "PG3004", "A case is neither proven slower nor proven as fast.", DiagnosticCatalog.Inconclusive),
            Yields = VerdictYields.ToAll,
        },
        CaseVerdict.Unstable => new("unstable", "⚠️", VerdictTone.Warn)
        {
            // Unsteady runs leave a case as undecided as noisy ones.
            Level = policy =>
                policy.FailOnInconclusive || policy.FailOnUnstable ? VerdictLevel.Fails : VerdictLevel.Warns,
            Failing = Outcome.Inconclusive,
            Rule = new("PG3005", "No stable runs of a case could be taken.", DiagnosticCatalog.Unstable),
            Yields = VerdictYields.ToAll,
        },
        CaseVerdict.Accepted => new("accepted", "☑️", VerdictTone.Warn)
        {
            Level = _ => VerdictLevel.Noted,
            Yields = VerdictYields.ToAll,
            Compared = true,
        },
        CaseVerdict.Improvement => new("improvement", "🚀", VerdictTone.Better)
        {
            Counted = "faster",
            Level = Passes,
            Proves = true,
            Yields = VerdictYields.ToAll,
        },
        CaseVerdict.New => new("new", "🆕", VerdictTone.Plain)
        {
            Level = Passes,
            Yields = VerdictYields.ToWeakerCheck | VerdictYields.ToInvalid,
        },
        CaseVerdict.Skipped => new("skipped", "⏭️", VerdictTone.Plain)
        {
            Explained = true,
            Level = Passes,
            Yields = VerdictYields.ToWeakerCheck,
            Ran = false,
        },
        CaseVerdict.Pass => new("pass", "✅", VerdictTone.Good)
        {
            Counted = "not slower",
            Level = Passes,
            Proves = true,
            Yields = VerdictYields.ToAll,
        },
        CaseVerdict.Unchanged => new("unchanged", "✅", VerdictTone.Plain)
        {
            Level = Passes,
            Proves = true,
            Yields = VerdictYields.ToWeakerCheck,
            Compared = true,
        },
    };
}
