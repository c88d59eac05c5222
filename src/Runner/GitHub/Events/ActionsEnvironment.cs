namespace PerfGate.Runner.GitHub.Events;

/// <summary>
/// What GitHub Actions tells a job through its environment; each is null if it is not set or empty.
/// </summary>
internal sealed record ActionsEnvironment
{
    /// <summary>Whether this is a job of GitHub Actions, whose log understands workflow commands.</summary>
    public bool InActions { get; init; }

    /// <summary>File with the event's payload.</summary>
    public string? EventPath { get; init; }

    /// <summary>The repository that the workflow belongs to, <c>owner/name</c>.</summary>
    public string? Repository { get; init; }

    /// <summary>Base address of the REST API; differs from the default on GitHub Enterprise Server.</summary>
    public string? ApiUrl { get; init; }

    /// <summary>The token to post with.</summary>
    public string? Token { get; init; }

    /// <summary>File to which a job appends its summary.</summary>
    public string? StepSummary { get; init; }

    /// <summary>The commit that the workflow runs for; for a pull request that is GitHub's test merge.</summary>
    public string? Sha { get; init; }

    /// <summary>The full ref that the workflow runs for.</summary>
    public string? Ref { get; init; }

    /// <summary>The run's number.</summary>
    public string? RunId { get; init; }

    /// <summary>Base address of the site, for links.</summary>
    public string? ServerUrl { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="variable">Gives a variable's value.</param>
    public static ActionsEnvironment Read(Func<string, string?> variable)
    {
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
        return new ActionsEnvironment
        {
            InActions = Value("GITHUB_ACTIONS") == "true",
            EventPath = Value("GITHUB_EVENT_PATH"),
            Repository = Value("GITHUB_REPOSITORY"),
            ApiUrl = Value("GITHUB_API_URL"),
            Token = Value("GITHUB_TOKEN") ?? Value("GH_TOKEN"),
            StepSummary = Value("GITHUB_STEP_SUMMARY"),
            Sha = Value("GITHUB_SHA"),
            Ref = Value("GITHUB_REF"),
            RunId = Value("GITHUB_RUN_ID"),
            ServerUrl = Value("GITHUB_SERVER_URL"),
        };
    }
}
