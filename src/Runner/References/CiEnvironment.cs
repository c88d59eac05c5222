namespace PerfGate.Runner.References;

/// <summary>What a CI system says of itself in the environment.</summary>
/// <param name="InCi">Whether a CI system runs this process.</param>
/// <param name="PullRequestBase">The branch that a pull request wants to go into, by its short name; null outside of
/// one.</param>
/// <param name="Variable">The variable that said so; null outside of a pull request.</param>
internal sealed record CiEnvironment(bool InCi, string? PullRequestBase, string? Variable)
{
    // CI is set by GitHub, GitLab, Bitbucket, CircleCI, Travis, AppVeyor and others. Azure Pipelines and Jenkins have
    // their own.
    private const string Generic = "CI";
    private static readonly string[] Others = ["TF_BUILD", "JENKINS_URL"];

    // GitHub; GitLab; Azure Pipelines; Jenkins; Bitbucket.
    private static readonly string[] Targets =
    [
        "GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "SYSTEM_PULLREQUEST_TARGETBRANCH", "CHANGE_TARGET",
        "BITBUCKET_PR_DESTINATION_BRANCH",
    ];

    private static readonly string[] No = ["", "0", "false", "no", "off"];

    /// <summary>Reads it.</summary>
    /// <param name="variable">Reads a variable of the environment; null if it is not set.</param>
    public static CiEnvironment Read(Func<string, string?> variable)
    {
        var target = Targets.FirstOrDefault(name => !string.IsNullOrWhiteSpace(variable(name)));
        // Who sets CI to false means it, whatever else is set.
        var inCi = variable(Generic) is { } said && said.Trim().Length > 0
            ? Means(said)
            : Others.Any(name => variable(name) is { } other && Means(other));
        return new(inCi, target is null ? null : Short(variable(target)!.Trim()), target);
    }

    private static bool Means(string value) => !No.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase);

    private static string Short(string branch) =>
        branch.StartsWith("refs/heads/", StringComparison.Ordinal) ? branch["refs/heads/".Length..] : branch;
}
