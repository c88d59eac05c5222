using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(PerfGate.Gate.Tests.GateFolders))]

namespace PerfGate.Gate.Tests;

/// <summary>
/// The folders of the tests' projects. A test takes one and returns it, and the next test finds the modules in it that
/// are compiled already: PerfGate compiles again what has changed, so most tests compile one file of four and no base.
/// </summary>
public sealed class GateFolders : IDisposable
{
    /// <summary>The folder of all of them. It goes when the tests are over.</summary>
    internal static readonly string Base = Directory.CreateTempSubdirectory("perfgate-gates-").FullName;

    private static readonly ConcurrentBag<string> Free = [];
    private static int _made;

    // Compiled modules, the empty source that the compiler is asked about itself with, and the folder below.
    private static readonly string[] Kept = ["host", "expected", "empty.cpp", "measuring"];

    /// <summary>
    /// The temporary folder of what the tests start. <c>dotnet build</c> leaves two empty folders there each time.
    /// </summary>
    public static string Temporary { get; } = Directory.CreateDirectory(Path.Combine(Base, "tmp")).FullName;

    /// <summary>Takes a folder that holds no files but those of compiled modules.</summary>
    public static string Take() =>
        // The blank is on purpose: paths have them.
        Free.TryTake(out var folder)
            ? folder
            : Directory.CreateDirectory(Path.Combine(Base, $"gate {Interlocked.Increment(ref _made)}")).FullName;

    /// <summary>Deletes what a test left in a folder, and lends it to the next one.</summary>
    /// <param name="folder">The folder.</param>
    public static void Return(string folder)
    {
        Empty(folder, "obj");
        Empty(Path.Combine(folder, "obj"), "perfgate");
        Empty(Path.Combine(folder, "obj", "perfgate"), Kept);
        // The kernels of base commits, by the content of their sources.
        Empty(Path.Combine(folder, "obj", "perfgate", "measuring"), "base");
        Free.Add(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Base, recursive: true);

    private static void Empty(string folder, params string[] except)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (except.Contains(entry.Name))
                continue;
            if (entry is DirectoryInfo { LinkTarget: null } directory)
                directory.Delete(recursive: true);
            else
                entry.Delete();
        }
    }
}
