namespace PerfGate.Runner.References;

/// <summary>What to resolve a reference from.</summary>
internal sealed record ReferenceRequest
{
    /// <summary>A folder in the repository; the project's root.</summary>
    public required string Root { get; init; }

    /// <summary>The folder of the baselines, absolute or relative to <see cref="Root"/>.</summary>
    public required string BaselinesFolder { get; init; }

    /// <summary>The policy, absolute or relative to <see cref="Root"/>; need not exist.</summary>
    public string PolicyPath { get; init; } = "perfgate.json";

    /// <summary>The slug of the device that the candidate was, or will be, measured on.</summary>
    public required string DeviceSlug { get; init; }

    /// <summary>What the user wants.</summary>
    public ReferenceChoice Choice { get; init; } = ReferenceChoice.Auto;

    /// <summary>The base, a git revision: <c>PerfGateBase</c>; null or empty to find it.</summary>
    public string? Base { get; init; }

    /// <summary>The branch that a pull request wants to go into, as its runner says: <c>GITHUB_BASE_REF</c>; null or empty outside one.</summary>
    public string? PullRequestBase { get; init; }
}
