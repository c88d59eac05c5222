namespace PerfGate.Runner.Git;

/// <summary>A commit, as a person recognises it.</summary>
/// <param name="Sha">Full SHA.</param>
/// <param name="Subject">First line of its message.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="When">When it was written.</param>
internal sealed record GitCommit(string Sha, string Subject, string Author, DateTimeOffset When);
