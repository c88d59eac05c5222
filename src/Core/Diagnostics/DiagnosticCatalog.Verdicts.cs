namespace PerfGate.Core.Diagnostics;

// PG3xxx: verdicts.
public static partial class DiagnosticCatalog
{
    /// <summary>PG3001: a case is proven slower by more than its tolerance.</summary>
    public static Diagnostic Regression(string name, string evidence, SourceLocation? at) =>
        Error("PG3001", $"{name} is {evidence}", at);

    /// <summary>PG3002: a case is incorrect, or fails when it is run.</summary>
    public static Diagnostic Incorrect(string name, string why, SourceLocation? at) =>
        Error("PG3002", $"{name} is incorrect: {why}", at);

    /// <summary>PG2040: a case could not be run, for a reason that says nothing about its code.</summary>
    public static Diagnostic NotRun(string name, string why, SourceLocation? at) =>
        Error("PG2040", $"{name} could not be run: {why}", at);

    /// <summary>PG3003: the reference has a case that the candidate lacks.</summary>
    public static Diagnostic Missing(string name, string why, SourceLocation? at) =>
        Error("PG3003", $"{name} is missing: {why}", at);

    /// <summary>PG3004: a case is undecided at the end of the budget.</summary>
    public static Diagnostic Inconclusive(string name, string why, bool fails, SourceLocation? at) =>
        new("PG3004", fails ? Severity.Error : Severity.Warning, $"{name} is {why}", at);

    /// <summary>PG3005: no stable runs of a case could be taken.</summary>
    public static Diagnostic Unstable(string name, string why, bool fails, SourceLocation? at) =>
        new("PG3005", fails ? Severity.Error : Severity.Warning, $"{name} is {why}", at);

    /// <summary>PG3006: something about the verdict as a whole that a reader should know.</summary>
    public static Diagnostic VerdictNote(string note) => Warning("PG3006", note);

    /// <summary>PG3007: the branch changes the gate's own inputs.</summary>
    public static Diagnostic GateEdit(string edit) => Warning("PG3007", edit);

    /// <summary>PG3008: not one case was compared with anything.</summary>
    public static Diagnostic NothingCompared(string why, bool fails) =>
        new("PG3008", fails ? Severity.Error : Severity.Warning, $"nothing was compared: {why}");

    /// <summary>PG3040: the change decides how the gate itself runs, and nobody accepted that.</summary>
    public static Diagnostic ReviewNeeded(IEnumerable<string> edits, bool fails) =>
        new(
            "PG3040",
            fails ? Severity.Error : Severity.Warning,
            $"this change also decides how the gate itself runs: {Names(edits)}. Look at each. Undo what is not "
                + "intended, and accept the rest in this branch, under acceptedGateEdits in perfgate.json."
        );

    /// <summary>PG3028: the outcome of the whole is undecided.</summary>
    public static Diagnostic Undecided(string summary, bool fails) =>
        new("PG3028", fails ? Severity.Error : Severity.Warning, summary);

    /// <summary>PG3025: a case does other work under its old name.</summary>
    public static Diagnostic ChangedWork(string name, string why, bool fails, SourceLocation? at) =>
        new(
            "PG3025",
            fails ? Severity.Error : Severity.Warning,
            $"{name} does other work under its old name: {why}",
            at
        );

    /// <summary>PG3026: the error of a case's outputs grew by more than the policy's factor.</summary>
    public static Diagnostic LessAccurate(string name, string why, bool fails, SourceLocation? at) =>
        new("PG3026", fails ? Severity.Error : Severity.Warning, $"{name} is less accurate: {why}", at);

    /// <summary>PG3027: a case is faster than the measured ceilings of the device allow.</summary>
    public static Diagnostic FasterThanPossible(string name, string why, bool fails, SourceLocation? at) =>
        new("PG3027", fails ? Severity.Error : Severity.Warning, $"{name} is invalid: {why}", at);

    /// <summary>PG3030: the branch weakens the check of a case.</summary>
    public static Diagnostic WeakerCheck(string name, string why, bool fails, SourceLocation? at) =>
        new("PG3030", fails ? Severity.Error : Severity.Warning, $"{name} has a weaker check than the base: {why}", at);

    /// <summary>PG3011: a measurement holds a sample that is not a time.</summary>
    public static Diagnostic UnusableSamples(string side, string name, int run, string what) =>
        Error("PG3011", $"{side}: run {run} of {name} {what}; samples are positive finite nanoseconds. Measure again.");

    /// <summary>PG3012: reference and candidate hold the same samples.</summary>
    public static Diagnostic SameSamples(string name) =>
        Error(
            "PG3012",
            $"reference and candidate hold the same samples of {name}: a measurement was compared with itself. Measure "
                + $"the candidate."
        );

    /// <summary>PG3013: a measurement holds two cases of one name.</summary>
    public static Diagnostic CaseHeldTwice(string side, string name) =>
        Error(
            "PG3013",
            $"{side} holds the case {name} twice, and PerfGate cannot tell which of the two counts. Measure again."
        );
}
