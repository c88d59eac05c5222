namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>A file of an artifact, not yet read.</summary>
/// <param name="Path">Its path in the artifact, forward slashes.</param>
/// <param name="Length">The size that it claims, bytes.</param>
/// <param name="Open">Opens it.</param>
internal sealed record ArtifactEntry(string Path, long Length, Func<Stream> Open);
