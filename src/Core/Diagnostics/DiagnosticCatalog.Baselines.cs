namespace PerfGate.Core.Diagnostics;

// PG4xxx: baselines, policy, git.
public static partial class DiagnosticCatalog
{
    /// <summary>PG4001: a case of the candidate may not become a baseline.</summary>
    public static Diagnostic BaselineCaseUnfit(string caseName, string why, SourceLocation? at) =>
        Error("PG4001", $"the baseline is not refreshed: {caseName} {why}", at);

    /// <summary>PG4002: a candidate was measured where its times cannot be compared with the baseline's.</summary>
    public static Diagnostic BaselineForeign(string device, string fields) =>
        Error(
            "PG4002",
            $"the baseline of {device} is not refreshed: this measurement cannot be compared with it, {fields}. "
                + "Measure under the baseline's conditions, or start it over on purpose with 'perfgate baseline update "
                + "--restart REASON'."
        );

    /// <summary>PG4003: a case has become slower than a refresh may bring.</summary>
    public static Diagnostic BaselineDrift(string caseName, string how, SourceLocation? at) =>
        Error(
            "PG4003",
            $"the baseline is not refreshed: {caseName} is {how}. Make it fast again; or take the slow-down on purpose "
                + "with an entry under 'accepted' in perfgate.json; or start over with 'perfgate baseline update "
                + "--restart REASON'.",
            at
        );

    /// <summary>PG4004: a measurement as a whole may not become a baseline.</summary>
    public static Diagnostic BaselineCandidateUnfit(string why) =>
        Error("PG4004", $"the baseline is not refreshed: {why}");

    /// <summary>PG4005: another refresh of the same baseline is under way, or got in between.</summary>
    public static Diagnostic BaselineBusy(string path, string why) =>
        Error("PG4005", $"{why} Nothing was written; run the refresh again.", new(path));

    /// <summary>PG4006: a baseline file fits its schema and contradicts itself.</summary>
    public static Diagnostic BaselineInconsistent(string path, string why) =>
        Error(
            "PG4006",
            $"{why} It was edited by hand, or merged badly: restore it from git, or measure it again with "
                + $"PerfGateBaseline.",
            new(path)
        );

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
        Error(
            "PG4013",
            $"{what} needs a git repository, and there is none here. Run it inside one, or choose another reference.",
            new(path)
        );

    /// <summary>PG4014: two histories have nothing in common.</summary>
    public static Diagnostic NoMergeBase(string revision) =>
        Error(
            "PG4014",
            $"the current commit and '{revision}' have no common ancestor. Name the right base with PerfGateBase."
        );

    /// <summary>PG4017: a bisection has nothing to compare with.</summary>
    public static Diagnostic GoodCommitUntestable(string commit, string caseName, string why) =>
        Error(
            "PG4017",
            $"{caseName} cannot be tried at the good commit {commit}: {why}. Name another one with --good."
        );

    /// <summary>PG4018: the bad commit of a bisection is not slower than the good one.</summary>
    public static Diagnostic NotSlower(string caseName, string how) =>
        Error(
            "PG4018",
            $"{caseName} is not slower at the bad commit than at the good one: {how}. Name other commits "
                + $"with --good and --bad."
        );

    /// <summary>PG4019: what a project's build writes is not there.</summary>
    public static Diagnostic BuildSettingsMissing(string path) =>
        Error("PG4019", "the file with the settings that compile another commit's kernels does not exist, or "
            + "there are several. Build once with 'dotnet build -t:PerfGateCompile', or name the file with "
            + "--compile-base.",
            new(path));

    /// <summary>PG4016: the good commit of a bisection is not an ancestor of the bad one.</summary>
    public static Diagnostic NotAnAncestor(string good, string bad) =>
        Error(
            "PG4016",
            $"the commit {good} is not an ancestor of {bad}. Choose an ancestor of the bad commit as the "
                + $"good one."
        );

    /// <summary>PG4015: the baseline that was asked for does not exist.</summary>
    public static Diagnostic BaselineMissing(string path) =>
        Error(
            "PG4015",
            "this baseline does not exist. Measure one with 'dotnet build -t:PerfGateBaseline', or choose "
                + "PerfGateReference=auto.",
            new(path)
        );

    /// <summary>PG4020: the default branch is unknown, and a base is needed.</summary>
    public static Diagnostic BaseUnclear(string why) =>
        Error("PG4020", $"PerfGate cannot tell what to compare with: {why}. Name the base with PerfGateBase, "
            + "or have git record the remote's default branch: 'git remote set-head origin --auto'.");

    /// <summary>PG4021: a name fits several commits.</summary>
    public static Diagnostic RevisionAmbiguous(string revision, IEnumerable<string> candidates) =>
        Error(
            "PG4021",
            $"the revision '{revision}' is ambiguous: it may be {string.Join(" or ", candidates)}. Write out the one "
                + $"that you mean."
        );

    /// <summary>PG4101: the policy's largest number of runs is below its smallest.</summary>
    public static Diagnostic RunBoundsCrossed(SourceLocation at, int minimum, int maximum) =>
        Error(
            "PG4101",
            $"runs.maximum is {maximum} and runs.minimum {minimum}. Raise the maximum, or lower the minimum.",
            at
        );

    /// <summary>PG4022: the kernels of the work tree are not those of the last measurement.</summary>
    public static Diagnostic LastMeasurementOfOtherCode(IEnumerable<string> changes) =>
        Error(
            "PG4022",
            $"the last measurement cannot be kept as the baseline, because the kernels have changed since: "
                + $"{Names(changes)}. Measure them as they are now (dotnet build -t:PerfGateBaseline)."
        );

    /// <summary>PG4023: there is no measurement to keep.</summary>
    public static Diagnostic NoLastMeasurement(string path) =>
        Error(
            "PG4023",
            "there is no measurement to keep as the baseline. Run the gate first (dotnet build -t:PerfGate), or "
                + "measure a baseline (dotnet build -t:PerfGateBaseline).",
            new(path)
        );

    /// <summary>PG4024: a commit brings along what the gate keeps for itself.</summary>
    public static Diagnostic KeptFileTracked(string path) =>
        Error(
            "PG4024",
            "git tracks this file, which lies where the gate keeps compiled kernels and expected outputs. What a "
                + "commit puts there could be measured in place of its sources. Take the folder out of the repository "
                + "('git rm -r --cached FOLDER'), and name it in .gitignore.",
            new(path)
        );
}
