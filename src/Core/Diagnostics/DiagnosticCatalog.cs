namespace PerfGate.Core.Diagnostics;

/// <summary>
/// Every diagnostic that PerfGate can give, one method each, with its message and what to do about it.
/// A code is never reused. <c>docs/diagnostics.md</c> documents each; a test holds the two together.
/// </summary>
public static class DiagnosticCatalog
{
    // ---- PG1xxx: compiling -------------------------------------------------------------------------------------

    // ---- PG2xxx: device, environment, measuring ----------------------------------------------------------------

    // ---- PG3xxx: verdicts --------------------------------------------------------------------------------------

    /// <summary>PG3001: a case is proven slower by more than its tolerance.</summary>
    public static Diagnostic Regression(string name, string evidence, SourceLocation? at) =>
        Error("PG3001", $"{name} is {evidence}", at);

    /// <summary>PG3002: a case is incorrect or could not be run.</summary>
    public static Diagnostic Incorrect(string name, string why, SourceLocation? at) =>
        Error("PG3002", $"{name} is incorrect: {why}", at);

    /// <summary>PG3003: the reference has a case that the candidate lacks.</summary>
    public static Diagnostic Missing(string name, string why, SourceLocation? at) =>
        Error("PG3003", $"{name} is missing: {why}", at);

    /// <summary>PG3004: a case is undecided at the end of the budget.</summary>
    public static Diagnostic Inconclusive(string name, string why, bool fails, SourceLocation? at) =>
        new("PG3004", fails ? Severity.Error : Severity.Warning, $"{name} is inconclusive: {why}", at);

    /// <summary>PG3005: no steady runs of a case could be had.</summary>
    public static Diagnostic Unstable(string name, string why, bool fails, SourceLocation? at) =>
        new("PG3005", fails ? Severity.Error : Severity.Warning, $"{name} is unstable: {why}", at);

    /// <summary>PG3006: something about the verdict as a whole that a reader should know.</summary>
    public static Diagnostic VerdictNote(string note) => Warning("PG3006", note);

    /// <summary>PG3007: the branch changes the gate's own inputs.</summary>
    public static Diagnostic GateEdit(string edit) => Warning("PG3007", edit);

    /// <summary>PG3008: nothing was compared.</summary>
    public static Diagnostic NothingCompared(string summary) => Warning("PG3008", summary);

    /// <summary>PG3011: a measurement holds a sample that is no time.</summary>
    public static Diagnostic UnusableSamples(string side, string name, int run, string what) =>
        Error("PG3011", $"{side}: run {run} of {name} {what}; samples are positive finite nanoseconds. Measure again.");

    /// <summary>PG3012: reference and candidate hold the same samples.</summary>
    public static Diagnostic SameSamples(string name) =>
        Error("PG3012", $"reference and candidate hold the same samples of {name}: a measurement was compared with itself. Measure the candidate.");

    // ---- PG4xxx: baselines, policy, git ------------------------------------------------------------------------

    /// <summary>PG4101: the policy's largest number of runs is below its smallest.</summary>
    public static Diagnostic RunBoundsCrossed(SourceLocation at, int minimum, int maximum) =>
        Error("PG4101", $"runs.maximum is {maximum} and runs.minimum {minimum}. Raise the maximum, or lower the minimum.", at);

    // ---- PG5xxx: publishing ------------------------------------------------------------------------------------

    // ---- PG90xx: usage and files; PG91xx: benchmark manifests --------------------------------------------------

    /// <summary>PG9001: a file cannot be read or written.</summary>
    public static Diagnostic FileUnusable(string path, string why) =>
        Error("PG9001", $"{why} Check that the path exists and that this user may read and write it.", new(path));

    /// <summary>PG9002: a JSON file does not parse.</summary>
    public static Diagnostic NotJson(SourceLocation at, string why) =>
        Error("PG9002", $"this is not JSON: {why} Mend the file, or restore it from git.", at);

    /// <summary>PG9003: a JSON file does not fit its schema.</summary>
    public static Diagnostic DoesNotFitSchema(SourceLocation at, string field, string why) =>
        Error("PG9003", $"{field}: {why}", at);

    /// <summary>PG9004: a file was written by a newer PerfGate.</summary>
    public static Diagnostic NewerSchema(SourceLocation at, int found, int supported) =>
        Error("PG9004", $"this file has schema version {found}, and this perfgate reads up to {supported}. Update perfgate.", at);

    /// <summary>PG9010: a file of samples holds something else.</summary>
    public static Diagnostic NotSamples(SourceLocation at, string what) =>
        Error("PG9010", $"{what} Write one run a line, its samples in nanoseconds, positive, separated by blanks or commas.", at);

    /// <summary>PG9011: there are too few runs to compare.</summary>
    public static Diagnostic TooFewRuns(SourceLocation at, int found) =>
        Error("PG9011", $"{found} run(s) tell nothing of how runs differ; at least two are needed, and five decide. Take more runs, or say --unit sample where every number is a run of its own.", at);

    /// <summary>PG9012: both files hold the same samples.</summary>
    public static Diagnostic ComparedWithItself(string reference, string candidate) =>
        Error("PG9012", $"{reference} and {candidate} hold the same samples: a file was compared with itself. Name the candidate's file.");

    /// <summary>PG9013: an option's value is none.</summary>
    public static Diagnostic BadOption(string option, string value, string expected) =>
        Error("PG9013", $"{option} {value}: {expected}");

    private static Diagnostic Error(string code, string message, SourceLocation? at = null) =>
        new(code, Severity.Error, message, at);

    private static Diagnostic Warning(string code, string message, SourceLocation? at = null) =>
        new(code, Severity.Warning, message, at);
}
