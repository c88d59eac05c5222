namespace PerfGate.Runner.Tests.Git;

/// <summary>A folder of a test's own, with a blank in its name.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("perfgate test ").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
