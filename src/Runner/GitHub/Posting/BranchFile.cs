namespace PerfGate.Runner.GitHub.Posting;

/// <summary>A file to be committed.</summary>
/// <param name="Path">Its path in the branch, forward slashes.</param>
/// <param name="Content">All of its bytes.</param>
internal sealed record BranchFile(string Path, ReadOnlyMemory<byte> Content);
