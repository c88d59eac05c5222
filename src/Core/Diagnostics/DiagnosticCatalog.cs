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

    /// <summary>PG4001: a case of the candidate may not become a baseline.</summary>
    public static Diagnostic BaselineCaseUnfit(string caseName, string why, SourceLocation? at) =>
        Error("PG4001", $"the baseline is not refreshed: {caseName} {why}", at);

    /// <summary>PG4002: a candidate was measured where its times cannot be compared with the baseline's.</summary>
    public static Diagnostic BaselineForeign(string device, string fields) =>
        Error("PG4002", $"the baseline of {device} is not refreshed: this measurement cannot be compared with it, {fields}. "
            + "Measure under the baseline's conditions, or begin it anew on purpose with 'perfgate baseline update --restart REASON'.");

    /// <summary>PG4003: a case has become slower than a refresh may bring.</summary>
    public static Diagnostic BaselineDrift(string caseName, string how, SourceLocation? at) =>
        Error("PG4003", $"the baseline is not refreshed: {caseName} is {how}. Make it fast again; or take the slow-down on purpose "
            + "with an entry under 'accepted' in perfgate.json; or begin anew with 'perfgate baseline update --restart REASON'.", at);

    /// <summary>PG4004: a measurement as a whole may not become a baseline.</summary>
    public static Diagnostic BaselineCandidateUnfit(string why) => Error("PG4004", $"the baseline is not refreshed: {why}");

    /// <summary>PG4005: another refresh of the same baseline is under way, or got in between.</summary>
    public static Diagnostic BaselineBusy(string path, string why) =>
        Error("PG4005", $"{why} Nothing was written; run the refresh again.", new(path));

    /// <summary>PG4006: a baseline file fits its schema and contradicts itself.</summary>
    public static Diagnostic BaselineInconsistent(string path, string why) =>
        Error("PG4006", $"{why} It was edited by hand, or merged badly: restore it from git, or measure it again with PerfGateBaseline.", new(path));

    /// <summary>PG4007: a baseline file is larger than git hosts take.</summary>
    public static Diagnostic BaselineTooLarge(string path, long bytes, long limit) =>
        Error("PG4007", $"the baseline has {bytes / 1_000_000} MB; at most {limit / 1_000_000} MB are read or written. "
            + "Drop old measurements with 'perfgate baseline prune --keep 1', or measure fewer cases.", new(path));

    /// <summary>PG4010: a git revision cannot be found.</summary>
    public static Diagnostic RevisionUnknown(string revision, string why) =>
        Error("PG4010", $"the revision '{revision}' {why}");

    /// <summary>PG4011: the history that a comparison needs is not there, because the clone is shallow.</summary>
    public static Diagnostic CloneTooShallow(string missing) =>
        Error("PG4011", $"this is a shallow clone, and {missing} Fetch the whole history: 'git fetch --unshallow' "
            + "(on a pull request's runner: 'fetch-depth: 0' in actions/checkout).");

    /// <summary>PG4012: git's repository cannot be opened or read.</summary>
    public static Diagnostic RepositoryUnusable(string path, string why) =>
        Error("PG4012", $"the git repository cannot be read: {why}", new(path));

    /// <summary>PG4013: something was asked for that only a git repository can give.</summary>
    public static Diagnostic RepositoryNeeded(string path, string what) =>
        Error("PG4013", $"{what} needs a git repository, and there is none here. Run it inside one, or choose another reference.", new(path));

    /// <summary>PG4014: two histories have nothing in common.</summary>
    public static Diagnostic NoMergeBase(string revision) =>
        Error("PG4014", $"the current commit and '{revision}' have no common ancestor. Name the right base with PerfGateBase.");

    /// <summary>PG4016: two revisions span no range.</summary>
    public static Diagnostic NotAnAncestor(string good, string bad) =>
        Error("PG4016", $"the commit {good} is no ancestor of {bad}. Name as good a commit that the bad one was built upon.");

    /// <summary>PG4015: no baseline where one was asked for.</summary>
    public static Diagnostic BaselineMissing(string path) =>
        Error("PG4015", "there is no such baseline. Measure one with 'dotnet build -t:PerfGateBaseline', or choose PerfGateReference=auto.", new(path));

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

    private static Diagnostic Error(string code, string message, SourceLocation? at = null) =>
        new(code, Severity.Error, message, at);

    private static Diagnostic Warning(string code, string message, SourceLocation? at = null) =>
        new(code, Severity.Warning, message, at);
}
