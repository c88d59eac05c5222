namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>The files of an artifact: a folder's, or a zip file's. Nothing is ever written to disk.</summary>
internal interface IArtifactSource : IDisposable
{
    /// <summary>Lists all files, or refuses the artifact for any of them.</summary>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG5010-PG5012.</exception>
    IReadOnlyList<ArtifactEntry> Entries();
}
