namespace PerfGate.Core.Diagnostics;

// PG5xxx: publishing.
public static partial class DiagnosticCatalog
{
    /// <summary>
    /// PG5001: the event that a workflow was triggered by is missing or does not say what was measured.
    /// </summary>
    public static Diagnostic EventUnusable(string? path, string why) => Error(
        "PG5001",
        $"{why} Run `perfgate publish` in a GitHub Actions job, or give a saved payload with --event.",
        path is null ? null : new(path));

    /// <summary>PG5002: it is not known which repository to post to, or two sources disagree.</summary>
    public static Diagnostic RepositoryUnclear(string why) =>
        Error("PG5002", $"{why} Give --repository owner/name, the repository that the workflow belongs to.");

    /// <summary>PG5003: there is no token, or GitHub does not accept it.</summary>
    public static Diagnostic TokenRefused(string what) =>
        Error(
            "PG5003",
            $"could not {what}: GitHub does not accept the token, or there is none. Set GITHUB_TOKEN to a token that "
                + $"has not expired: "
                + "in a workflow, `env: GITHUB_TOKEN: ${{ github.token }}`."
        );

    /// <summary>PG5004: the token lacks a permission.</summary>
    public static Diagnostic TokenMayNot(string what, string repository, string permission, string said) =>
        Error(
            "PG5004",
            $"could not {what} in {repository}: GitHub answered {said.TrimEnd('.')}. The token needs `{permission}`: "
                + $"add it to `permissions:` of the job. A workflow of a fork never has it; post from a `workflow_run` "
                + $"workflow instead (docs/ci.md)."
        );

    /// <summary>PG5005: GitHub could not be reached, or kept refusing for load or limits.</summary>
    public static Diagnostic GitHubUnavailable(string what, string said) =>
        Error(
            "PG5005",
            $"could not {what}: GitHub stayed unavailable or over its limits through every retry ({said}). Run the job "
                + $"again later; the address comes from GITHUB_API_URL or --api-url."
        );

    /// <summary>PG5006: GitHub refused a request, for another reason than rights or load.</summary>
    public static Diagnostic GitHubRefused(string what, string said) =>
        Error(
            "PG5006",
            $"could not {what}: GitHub refused the request ({said}). `perfgate publish --dry-run` prints it. If the "
                + $"settings of the repository do not explain this, please report it."
        );

    /// <summary>PG5007: others committed to a branch during every attempt to commit to it.</summary>
    public static Diagnostic BranchKeptMoving(string branch, int attempts) =>
        Error(
            "PG5007",
            $"others committed to branch {branch} during each of {attempts} attempts to commit to it. Let only one "
                + $"job at a time publish to it (`concurrency:` in the workflow), and check that no rule protects it."
        );

    /// <summary>PG5008: something needed for publishing is missing.</summary>
    public static Diagnostic NothingToPublish(string what, string remedy) =>
        Error("PG5008", $"{what} {remedy}");

    /// <summary>PG5009: publishing was cancelled before it was done.</summary>
    public static Diagnostic PublishingCancelled() =>
        Error(
            "PG5009",
            "publishing was cancelled before everything was posted; a check that was begun has been completed. Run the "
                + "job again."
        );

    /// <summary>PG5010: the results to publish cannot be found or opened.</summary>
    public static Diagnostic ArtifactUnreadable(string path, string why) =>
        Error(
            "PG5010",
            $"the results could not be read: {why} Give the folder or the zip that the gate wrote with --output.",
            new(path)
        );

    /// <summary>PG5011: an artifact is larger than any that PerfGate writes.</summary>
    public static Diagnostic ArtifactTooLarge(string path, string why) =>
        Error(
            "PG5011",
            $"the artifact is refused, and nothing of it was posted: {why} Look at the branch that made it before "
                + $"running it again.",
            new(path)
        );

    /// <summary>PG5012: an artifact has a path that leads out of it, or something that is not a plain file.</summary>
    public static Diagnostic ArtifactUnsafe(string path, string why) =>
        Error(
            "PG5012",
            $"the artifact is refused, and nothing of it was posted: {why} Look at the branch that made it before "
                + $"running it again.",
            new(path)
        );

    /// <summary>PG5013: a file of an artifact is not what PerfGate writes.</summary>
    public static Diagnostic ArtifactInvalid(SourceLocation at, string why) =>
        Error(
            "PG5013",
            $"the artifact is refused, and nothing of it was posted: {why} Measure again with the perfgate that "
                + $"publishes, or look at the branch that made it.",
            at
        );

    /// <summary>PG5014: an artifact was measured at another commit, or is claimed for another pull request.</summary>
    public static Diagnostic ArtifactOfAnother(string path, string why) =>
        Error(
            "PG5014",
            $"the artifact is refused, and nothing of it was posted: {why} The workflow that measures must check out "
                + $"the head of the pull "
                + "request (`ref: ${{ github.event.pull_request.head.sha }}`).",
            new(path)
        );

    /// <summary>PG5030: the results are those of another workflow than the one that measures.</summary>
    public static Diagnostic OtherWorkflow(string? path, string expected) =>
        Error(
            "PG5030",
            $"the results were not published: they come from "
                + $"{(path is null ? "a workflow whose file the event does not name" : $"the workflow {path}")}, "
                + $"and only those of {expected} are. A pull request can add a workflow of any name. If yours has "
                + $"another path, name it with --workflow."
        );

    /// <summary>PG5031: the pull request changes files that decide how it is measured, or nobody knows.</summary>
    public static Diagnostic PullRequestDecides(string what, string files) =>
        Warning(
            "PG5031",
            $"{what}{(files.Length == 0 ? "" : ": " + files)}. The check says so and does not pass. Read "
                + $"these files before you trust the times."
        );

    /// <summary>PG5032: a comment asks for a gate, and its author may not have one.</summary>
    public static Diagnostic RequestIgnored(string author) =>
        Warning(
            "PG5032",
            $"the comment is ignored: {author} may not write to the repository. Somebody with write access can "
                + "ask for the gate."
        );

    /// <summary>PG5033: a comment asks for a gate that cannot be started.</summary>
    public static Diagnostic RequestRefused(int number, string why) =>
        Error(
            "PG5033",
            $"the gate that a comment on pull request #{number} asks for was not started: {why} A request is "
                + $"`/perfgate`, or `/perfgate FILTER`, on an open pull request of this repository's own branches."
        );

    /// <summary>PG5020: no pull request was found for the measured commit.</summary>
    public static Diagnostic NoPullRequest(string sha) =>
        Warning(
            "PG5020",
            $"no pull request has {sha} as its head, so no comment is posted; the check is on the commit."
        );

    /// <summary>PG5021: the pull request was closed meanwhile.</summary>
    public static Diagnostic PullRequestClosed(int number) =>
        Warning(
            "PG5021",
            $"pull request #{number} is closed, so no comment is posted; the check is on the commit."
        );

    /// <summary>PG5022: the pull request got new commits meanwhile.</summary>
    public static Diagnostic PullRequestMoved(int number, string measured, string head) =>
        Warning(
            "PG5022",
            $"pull request #{number} has moved from {measured} to {head} meanwhile, so this result is not posted as "
                + $"its comment; the check is on the commit that was measured, and the newer run will comment."
        );

    /// <summary>PG5023: several open pull requests have the measured commit as their head.</summary>
    public static Diagnostic PullRequestAmbiguous(string sha, string numbers) =>
        Warning(
            "PG5023",
            $"pull requests {numbers} all have {sha} as their head and the event does not say which was measured, so "
                + $"no comment is posted; the check is on the commit. Close the others."
        );

    /// <summary>PG5024: badges are not taken from a change that is not on the default branch.</summary>
    public static Diagnostic BadgesOnlyFromTrunk() => Warning(
        "PG5024", "badges speak of the default branch and its tags only, so this result does not change them.");
}
