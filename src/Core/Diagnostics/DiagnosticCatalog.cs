namespace PerfGate.Core.Diagnostics;

/// <summary>
/// Every diagnostic that PerfGate can give, one method each, with its message and what to do about it.
/// A code is never reused. <c>docs/diagnostics.md</c> documents each; a test holds the two together.
/// </summary>
public static class DiagnosticCatalog
{
    // ---- PG1xxx: compiling -------------------------------------------------------------------------------------

    /// <summary>PG1001: a compiler, assembler or linker refuses a source; its own words.</summary>
    public static Diagnostic CompilerError(SourceLocation at, string message) => Error("PG1001", message, at);

    /// <summary>PG1002: a compiler warns; its own words.</summary>
    public static Diagnostic CompilerWarning(SourceLocation at, string message) => Warning("PG1002", message, at);

    /// <summary>PG1003: a compiler failed without an error that could be read.</summary>
    public static Diagnostic CompilerFailed(SourceLocation at, string compiler, int exitCode, string lastLines) =>
        Error("PG1003", $"{compiler} exited with code {exitCode} and gave no error that could be read. " +
            (lastLines.Length == 0 ? "It printed nothing; run the command of the detailed build log by hand." : $"It ended with: {lastLines}"), at);

    /// <summary>PG1004: a source does not define a kernel that a manifest launches.</summary>
    public static Diagnostic KernelNotInSource(SourceLocation at, string kernel, IEnumerable<string> known) =>
        Error("PG1004", $"there is no __global__ function named {kernel} here. " +
            (string.Join(", ", known) is { Length: > 0 } names ? $"Found: {names}. " : "The file defines none. ") +
            "Mend the launch in the manifest, or the name in the source.", at);

    /// <summary>PG1005: a kernel has no single symbol to launch.</summary>
    public static Diagnostic KernelNotUnique(SourceLocation at, string kernel, int symbols) =>
        Error("PG1005", (symbols == 0 ? $"{kernel} has no machine code: a template that is never instantiated, perhaps. "
            : $"{kernel} stands for {symbols} functions: a template or overloads. ") +
            "Give the manifest a kernel of its own that is neither, and pick its variants with defines.", at);

    /// <summary>PG1006: no compiler for host code.</summary>
    public static Diagnostic HostCompilerMissing(string looked) =>
        Error("PG1006", $"no C++ compiler was found (looked for {looked}). Install g++ or clang++ (Debian, Ubuntu: apt install g++; " +
            "Fedora: dnf install gcc-c++), or name one with -p:PerfGateHostCompiler=PATH.");

    /// <summary>PG1007: no CUDA compiler.</summary>
    public static Diagnostic NvccMissing(string looked) =>
        Error("PG1007", $"the device is cuda, and nvcc was not found (looked for {looked}). Install the CUDA Toolkit, or name " +
            "nvcc with -p:PerfGateNvcc=PATH; -p:PerfGateDevice=host does without it.");

    /// <summary>PG1008: the GPU cannot be asked for its architecture.</summary>
    public static Diagnostic ArchitectureUnknown(string why) =>
        Error("PG1008", $"PerfGateArchitectures is native, and the GPU's architecture could not be asked: {why}. " +
            "Install the NVIDIA driver's nvidia-smi, or name the architecture, such as -p:PerfGateArchitectures=sm_90a.");

    /// <summary>PG1009: an architecture is not spelt as nvcc spells it.</summary>
    public static Diagnostic ArchitectureMisspelt(string architecture) =>
        Error("PG1009", $"PerfGateArchitectures: '{architecture}' is no architecture. Write native, or names such as sm_89;sm_90a.");

    /// <summary>PG1010: a source that a manifest names cannot be read.</summary>
    public static Diagnostic SourceUnreadable(SourceLocation at, string why) =>
        Error("PG1010", $"the source cannot be read: {why} Mend the path in the manifest, or put the file there.", at);

    /// <summary>PG1011: what a compiler wrote is not an object file that can be read.</summary>
    public static Diagnostic ObjectUnreadable(SourceLocation at, string why) =>
        Error("PG1011", $"the compiler's output cannot be read: {why}. PerfGate reads 64-bit little-endian ELF; use a compiler that writes it.", at);

    /// <summary>PG1012: perfgate itself failed without a diagnostic.</summary>
    public static Diagnostic RunnerFailed(string command, int exitCode) =>
        Error("PG1012", $"perfgate {command} exited with code {exitCode} and gave no error of its own. " +
            "What it printed stands above; run the command of the detailed build log (-v:d) by hand to see it alone.");

    /// <summary>PG1013: the perfgate executable is not where it should be.</summary>
    public static Diagnostic RunnerMissing(string path) =>
        Error("PG1013", $"perfgate was not found at {path}. Restore the PerfGate package again, or build src/Runner.");

    /// <summary>PG1014: a kernel source has no manifest.</summary>
    public static Diagnostic ManifestMissing(SourceLocation source, string manifest) =>
        Warning("PG1014", $"this file is listed as CudaKernel and {manifest} does not exist, so nothing in it is measured. " +
            "Write the manifest, or leave the file out of CudaKernel.", source);

    /// <summary>PG1015: a project uses the gate and lists no kernel source.</summary>
    public static Diagnostic NothingToGate(SourceLocation project) =>
        Error("PG1015", "this project uses PerfGate and lists no CudaKernel, so there is nothing to gate. " +
            "Add <CudaKernel Include=\"*.cu\" />, or set UsePerfGate to false.", project);

    // ---- PG2xxx: device, environment, measuring ----------------------------------------------------------------

    /// <summary>PG2001: no worker could describe the device.</summary>
    public static Diagnostic DeviceUnusable(string device, string why) =>
        Error("PG2001", $"the {device} device cannot be used: {why} Run 'perfgate env' to see what is missing.");

    // PG203x-PG206x: cuda

    /// <summary>PG2030: a device kind that does not exist.</summary>
    public static Diagnostic UnknownDeviceKind(string asked) =>
        Error("PG2030", $"there is no device '{asked}'. Set PerfGateDevice (--device) to auto, cuda or host.");

    /// <summary>PG2031: the cuda device cannot be had.</summary>
    public static Diagnostic NoGpu(string why) => Error(
        "PG2031",
        $"{why} The cuda device needs an NVIDIA GPU with its driver, and the CUDA toolkit; without them use PerfGateDevice=host.");

    /// <summary>PG2032: the GPU that was named is not visible.</summary>
    public static Diagnostic GpuNotVisible(string asked, IReadOnlyCollection<string> visible) => Error(
        "PG2032",
        $"PERFGATE_GPU names {asked}, and this process sees {(visible.Count == 0 ? "no GPU" : string.Join(", ", visible))}. "
        + "Give the index or the UUID of a visible one; CUDA_VISIBLE_DEVICES decides which are.");

    /// <summary>PG2033: a clock that does not exist.</summary>
    public static Diagnostic UnknownClock(string asked) =>
        Error("PG2033", $"PERFGATE_CLOCK names '{asked}', which is no clock. Set it to auto, cupti or events, or leave it unset.");

    /// <summary>PG2034: a worker does not run in the environment that was set for it.</summary>
    public static Diagnostic EnvironmentNotLocked(string what) => Error(
        "PG2034",
        $"a worker did not keep the environment that was locked for it: {what}. Look for a wrapper of the dotnet host that sets these, or for a control group that limits the processors.");

    /// <summary>PG2035: the clocks were to be locked without the right to.</summary>
    public static Diagnostic NoRightToLock(string why) => Error(
        "PG2035",
        $"PerfGateClocks=lock needs the right to set a GPU's clocks, which is root's (CAP_SYS_ADMIN; on Windows an administrator's): {why}. "
        + "Run as root, as the GPU runner's service does, or measure with PerfGateClocks=observe.");

    /// <summary>PG2036: another perfgate holds the clocks.</summary>
    public static Diagnostic ClocksHeld(string gpu, int process) => Error(
        "PG2036", $"perfgate process {process} holds the clocks of {gpu} locked. Wait for it to end: two measurements on one GPU disturb each other.");

    /// <summary>PG2037: the clocks cannot be locked, for another reason than rights.</summary>
    public static Diagnostic ClocksNotLocked(string why) => Error(
        "PG2037", $"the clocks could not be locked: {why}. Nothing is left locked; measure with PerfGateClocks=observe.");

    /// <summary>PG2038: a killed perfgate left the clocks locked, and this run may not touch them.</summary>
    public static Diagnostic ClocksLeftLocked(string gpu) => Warning(
        "PG2038", $"a perfgate that was killed left the clocks of {gpu} locked. Run 'perfgate clocks restore' to unlock them.");

    /// <summary>PG2039: a case could not be launched for a profiler.</summary>
    public static Diagnostic NotLaunched(string name, string why) =>
        Error("PG2039", $"{name} could not be launched: {why}. Run the gate on it first: it says more.");

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

    /// <summary>PG3013: a measurement holds two cases of one name.</summary>
    public static Diagnostic CaseHeldTwice(string side, string name) =>
        Error("PG3013", $"{side} holds the case {name} twice, and which of the two counts cannot be told. Measure again.");

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

    /// <summary>PG4017: a bisection has nothing to compare with.</summary>
    public static Diagnostic GoodCommitUntestable(string commit, string caseName, string why) =>
        Error("PG4017", $"{caseName} cannot be tried at the good commit {commit}: {why}. Name another one with --good.");

    /// <summary>PG4018: there is no slow-down to look for.</summary>
    public static Diagnostic NotSlower(string caseName, string how) =>
        Error("PG4018", $"{caseName} is not slower at the bad commit than at the good one: {how}. Name others with --good and --bad.");

    /// <summary>PG4019: what a project's build writes is not there.</summary>
    public static Diagnostic BuildSettingsMissing(string path) =>
        Error("PG4019", "the settings that compile another commit's kernels are not there, or there are several. "
            + "Build once with 'dotnet build -t:PerfGateCompile', or name them with --compile-base.", new(path));

    /// <summary>PG4016: two revisions span no range.</summary>
    public static Diagnostic NotAnAncestor(string good, string bad) =>
        Error("PG4016", $"the commit {good} is no ancestor of {bad}. Name as good a commit that the bad one was built upon.");

    /// <summary>PG4015: no baseline where one was asked for.</summary>
    public static Diagnostic BaselineMissing(string path) =>
        Error("PG4015", "there is no such baseline. Measure one with 'dotnet build -t:PerfGateBaseline', or choose PerfGateReference=auto.", new(path));
    /// <summary>PG4101: the policy's largest number of runs is below its smallest.</summary>
    public static Diagnostic RunBoundsCrossed(SourceLocation at, int minimum, int maximum) =>
        Error("PG4101", $"runs.maximum is {maximum} and runs.minimum {minimum}. Raise the maximum, or lower the minimum.", at);

    // ---- PG5xxx: publishing ------------------------------------------------------------------------------------

    /// <summary>PG5001: the event that a workflow was triggered by is missing or does not say what was measured.</summary>
    public static Diagnostic EventUnusable(string? path, string why) => Error(
        "PG5001",
        $"{why} Run `perfgate publish` in a GitHub Actions job, or give a saved payload with --event.",
        path is null ? null : new(path));

    /// <summary>PG5002: it is not known which repository to post to, or two sources disagree.</summary>
    public static Diagnostic RepositoryUnclear(string why) =>
        Error("PG5002", $"{why} Give --repository owner/name, the repository that the workflow belongs to.");

    /// <summary>PG5003: there is no token, or GitHub does not accept it.</summary>
    public static Diagnostic TokenRefused(string what) => Error(
        "PG5003",
        $"could not {what}: GitHub does not accept the token, or there is none. Set GITHUB_TOKEN to a token that has not expired: "
        + "in a workflow, `env: GITHUB_TOKEN: ${{ github.token }}`.");

    /// <summary>PG5004: the token lacks a permission.</summary>
    public static Diagnostic TokenMayNot(string what, string repository, string permission, string said) => Error(
        "PG5004",
        $"could not {what} in {repository}: GitHub answered {said}. The token needs `{permission}`: add it to `permissions:` "
        + "of the job. A workflow of a fork never has it; post from a `workflow_run` workflow instead (docs/ci.md).");

    /// <summary>PG5005: GitHub could not be reached, or kept refusing for load or limits.</summary>
    public static Diagnostic GitHubUnavailable(string what, string said) => Error(
        "PG5005",
        $"could not {what}: GitHub stayed unavailable or over its limits through every retry ({said}). Run the job again later; "
        + "the address comes from GITHUB_API_URL or --api-url.");

    /// <summary>PG5006: GitHub refused a request as such.</summary>
    public static Diagnostic GitHubRefused(string what, string said) => Error(
        "PG5006",
        $"could not {what}: GitHub refused the request ({said}). Look at it with `perfgate publish --dry-run`; if it is not "
        + "about the repository's settings, please report it.");

    /// <summary>PG5007: a branch moved under every attempt to commit to it.</summary>
    public static Diagnostic BranchKeptMoving(string branch, int attempts) => Error(
        "PG5007",
        $"branch {branch} moved under each of {attempts} attempts to commit to it. Let only one job at a time publish to it "
        + "(`concurrency:` in the workflow), and check that no rule protects it.");

    /// <summary>PG5008: what is to be published hangs on something that is not there.</summary>
    public static Diagnostic NothingToPublish(string what, string remedy) =>
        Error("PG5008", $"{what} {remedy}");

    /// <summary>PG5009: publishing was cancelled before it was done.</summary>
    public static Diagnostic PublishingCancelled() => Error(
        "PG5009", "publishing was cancelled before everything was posted; a check that was begun has been completed. Run the job again.");

    /// <summary>PG5010: the results to publish cannot be found or opened.</summary>
    public static Diagnostic ArtifactUnreadable(string path, string why) => Error(
        "PG5010", $"the results could not be read: {why} Give the folder or the zip that the gate wrote with --output.", new(path));

    /// <summary>PG5011: an artifact is larger than any that PerfGate writes.</summary>
    public static Diagnostic ArtifactTooLarge(string path, string why) => Error(
        "PG5011", $"the artifact is refused and nothing was posted: {why} Look at the branch that made it before running it again.", new(path));

    /// <summary>PG5012: an artifact holds a name that leads out of it, or something that is not a plain file.</summary>
    public static Diagnostic ArtifactUnsafe(string path, string why) => Error(
        "PG5012", $"the artifact is refused and nothing was posted: {why} Look at the branch that made it before running it again.", new(path));

    /// <summary>PG5013: a file of an artifact is not what PerfGate writes.</summary>
    public static Diagnostic ArtifactInvalid(SourceLocation at, string why) => Error(
        "PG5013",
        $"the artifact is refused and nothing was posted: {why} Measure again with the perfgate that publishes, or look at the branch that made it.",
        at);

    /// <summary>PG5014: an artifact was measured at another commit, or is claimed for another pull request.</summary>
    public static Diagnostic ArtifactOfAnother(string path, string why) => Error(
        "PG5014",
        $"the artifact is refused and nothing was posted: {why} The workflow that measures must check out the head of the pull "
        + "request (`ref: ${{ github.event.pull_request.head.sha }}`).",
        new(path));

    /// <summary>PG5020: no pull request was found for the measured commit.</summary>
    public static Diagnostic NoPullRequest(string sha) =>
        Warning("PG5020", $"no pull request has {sha} as its head, so no comment is posted; the check stands on the commit.");

    /// <summary>PG5021: the pull request was closed meanwhile.</summary>
    public static Diagnostic PullRequestClosed(int number) =>
        Warning("PG5021", $"pull request #{number} is closed, so no comment is posted; the check stands on the commit.");

    /// <summary>PG5022: the pull request got new commits meanwhile.</summary>
    public static Diagnostic PullRequestMoved(int number, string measured, string head) => Warning(
        "PG5022",
        $"pull request #{number} has moved from {measured} to {head} meanwhile, so this result is not posted as its comment; the "
        + "check stands on the commit that was measured, and the newer run will comment.");

    /// <summary>PG5023: several open pull requests have the measured commit as their head.</summary>
    public static Diagnostic PullRequestAmbiguous(string sha, string numbers) => Warning(
        "PG5023",
        $"pull requests {numbers} all have {sha} as their head and the event does not tell which was measured, so no comment is "
        + "posted; the check stands on the commit. Close the ones that are not meant.");

    /// <summary>PG5024: badges are not taken from a change that is not on the default branch.</summary>
    public static Diagnostic BadgesOnlyFromTrunk() => Warning(
        "PG5024", "badges speak of the default branch and its tags only, so this result does not change them.");

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

    /// <summary>PG9101: a field stands twice in one JSON object.</summary>
    public static Diagnostic DuplicateField(SourceLocation at, string field, int firstLine) =>
        Error("PG9101", $"the field {field} stands already at line {firstLine}. Remove one of the two.", at);

    /// <summary>PG9102: a manifest names a file that does not exist.</summary>
    public static Diagnostic NamedFileMissing(SourceLocation at, string path) =>
        Error("PG9102", $"there is no file {path}. Paths are relative to the manifest.", at);

    /// <summary>PG9103: a launch names a kernel that the source does not define.</summary>
    public static Diagnostic UnknownKernel(SourceLocation at, string kernel, string source, IEnumerable<string> known) =>
        Error("PG9103", $"{source} defines no kernel {kernel}{Suggest(kernel, known)}. Name a __global__ function of it.", at);

    /// <summary>PG9104: a check names a function that its source does not define.</summary>
    public static Diagnostic UnknownFunction(SourceLocation at, string function, string source) =>
        Error("PG9104", $"{source} has no function {function}. Name a function that the file defines.", at);

    /// <summary>PG9105: a buffer is used and not declared.</summary>
    public static Diagnostic UnknownBuffer(SourceLocation at, string buffer, IEnumerable<string> known) =>
        Error("PG9105", $"the benchmark declares no buffer {buffer}{Suggest(buffer, known)}. Add it to buffers.", at);

    /// <summary>PG9106: an expression cannot be read.</summary>
    public static Diagnostic BadExpression(SourceLocation at, string text, string why) =>
        Error("PG9106", $"\"{text}\" is not an expression: {why}.", at);

    /// <summary>PG9107: an expression uses a name that nothing defines.</summary>
    public static Diagnostic UnknownName(SourceLocation at, string text, string name, IEnumerable<string> known) =>
        Error("PG9107", $"nothing defines {name} in \"{text}\"{Suggest(name, known)}. Known here: {Names(known)}.", at);

    /// <summary>PG9108: a value is none that its field can take: not finite, not whole, out of range.</summary>
    public static Diagnostic BadValue(SourceLocation at, string field, string why) =>
        Error("PG9108", $"{field}: {why}.", at);

    /// <summary>PG9109: a block has more threads than any device runs.</summary>
    public static Diagnostic BlockTooLarge(SourceLocation at, string threads, int most) =>
        Error("PG9109", $"the block has {threads} threads, and at most {most} run in one. Make block smaller and grid larger.", at);

    /// <summary>PG9110: a buffer is smaller than a launch or a file of values says.</summary>
    public static Diagnostic BufferTooSmall(SourceLocation at, string buffer, string has, string needs) =>
        Error("PG9110", $"the buffer {buffer} has {has}, and {needs}.", at);

    /// <summary>PG9111: a name is declared twice.</summary>
    public static Diagnostic DeclaredTwice(SourceLocation at, string what, SourceLocation first) =>
        Error("PG9111", $"{what} is declared already at {first}. Rename or remove one of the two.", at);

    /// <summary>PG9112: a check names a benchmark or a case that there is not.</summary>
    public static Diagnostic UnknownReference(SourceLocation at, string reference, string why) =>
        Error("PG9112", $"this cannot be checked against {reference}: {why}.", at);

    /// <summary>PG9113: benchmarks are checked against each other in a circle.</summary>
    public static Diagnostic CircularCheck(SourceLocation at, IEnumerable<string> circle) =>
        Error("PG9113", $"these are checked against each other in a circle: {string.Join(" -> ", circle)}. Check one of them against a function or a file.", at);

    /// <summary>PG9114: a launch gives a kernel more or fewer arguments than it takes.</summary>
    public static Diagnostic WrongArgumentCount(SourceLocation at, string kernel, int given, int taken, SourceLocation declared) =>
        Error("PG9114", $"{kernel} takes {taken} argument(s) ({declared}), and {given} are given.", at);

    /// <summary>PG9115: a name cannot be used where it stands.</summary>
    public static Diagnostic BadName(SourceLocation at, string name, string why) =>
        Error("PG9115", $"\"{name}\" cannot be a name here: {why}.", at);

    /// <summary>PG9116: an output's check states no bound.</summary>
    public static Diagnostic CheckWithoutBound(SourceLocation at, string output) =>
        Error("PG9116", $"the check of {output} allows any error. State relative, absolute or both, such as {{ \"relative\": 1e-5 }}.", at);

    /// <summary>PG9117: a check states no reference, several, or half of one.</summary>
    public static Diagnostic UnclearReference(SourceLocation at, string why) =>
        Error("PG9117", $"{why}. State one of: source, function and arguments; benchmark; file.", at);

    /// <summary>PG9118: the filter matches no case.</summary>
    public static Diagnostic FilterMatchesNothing(string filter, IEnumerable<string> near) =>
        Error("PG9118", $"the filter \"{filter}\" matches no case. Nearest: {Names(near)}. * stands for any text, ? for one character, and commas part alternatives.");

    /// <summary>PG9119: no manifest was named, or none declares a case.</summary>
    public static Diagnostic NoManifests() =>
        Error("PG9119", "no manifest was named. Name at least one *.bench.json file.");

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
        Error("PG9013", $"{option} is '{value}': {expected}");

    private static Diagnostic Error(string code, string message, SourceLocation? at = null) =>
        new(code, Severity.Error, message, at);

    private static Diagnostic Warning(string code, string message, SourceLocation? at = null) =>
        new(code, Severity.Warning, message, at);

    private static string Suggest(string name, IEnumerable<string> known) => NearestName.Suggest(name, known);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
