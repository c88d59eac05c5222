namespace PerfGate.Fuzz;

/// <summary>A folder for the files that readers are given, in memory where the system has such a place.</summary>
internal sealed class Scratch : IDisposable
{
    private const string InMemory = "/dev/shm";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.Exists(InMemory)
        ? Directory.CreateDirectory(Path.Combine(InMemory, $"perfgate-fuzz-{Environment.ProcessId}")).FullName
        : Directory.CreateTempSubdirectory("perfgate-fuzz-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
