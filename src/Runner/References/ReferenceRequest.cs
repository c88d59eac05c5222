namespace PerfGate.Runner.References;

/// <summary>What to resolve a reference from.</summary>
internal sealed record ReferenceRequest
{
    /// <summary>A folder in the repository; the project's root.</summary>
    public required string Root { get; init; }

    /// <summary>The folder of the baselines, absolute or relative to <see cref="Root"/>.</summary>
    public required string BaselinesFolder { get; init; }

    /// <summary>The policy, absolute or relative to <see cref="Root"/>; need not exist unless it was named.</summary>
    public string PolicyPath { get; init; } = "perfgate.json";

    /// <summary>Whether the user named the policy, so that it must be there.</summary>
    public bool PolicyNamed { get; init; }

    /// <summary>The slug of the device that the candidate was, or will be, measured on.</summary>
    public required string DeviceSlug { get; init; }

    /// <summary>The project, relative to <see cref="Root"/>; null if it is not known.</summary>
    public string? Project { get; init; }

    /// <summary>What the user wants.</summary>
    public ReferenceChoice Choice { get; init; } = ReferenceChoice.Auto;

    /// <summary>The base, a git revision: <c>PerfGateBase</c>; null or empty to find it.</summary>
    public string? Base { get; init; }

    /// <summary>
    /// The branch that a pull request wants to go into, as its runner says; null or empty outside one.
    /// </summary>
    public string? PullRequestBase { get; init; }

    /// <summary>The variable that the runner says it in.</summary>
    public string PullRequestVariable { get; init; } = "GITHUB_BASE_REF";

    /// <summary>Whether a CI system runs this.</summary>
    public bool InCi { get; init; }

    /// <summary>Whether the user named a base.</summary>
    public bool NamesBase => !string.IsNullOrWhiteSpace(Base);

    /// <summary>Whether a runner named a pull request's base.</summary>
    public bool IsPullRequest => !string.IsNullOrWhiteSpace(PullRequestBase);
}
