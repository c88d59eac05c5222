namespace PerfGate.Runner.GitHub.Http;

/// <summary>What a dry run that may not ask GitHub takes for given, out of the event.</summary>
/// <param name="HeadSha">
/// The measured commit: the head of the pull request that is asked for, and of the default branch.
/// </param>
/// <param name="DefaultBranch">The default branch.</param>
internal sealed record AssumedRepository(string HeadSha, string DefaultBranch);
