namespace PerfGate.Tests.Support;

/// <summary>A folder of a test. It is deleted, with all that is in it, when the test is over.</summary>
/// <param name="name">How its name begins. A blank in it is good practice: paths have them.</param>
public sealed class TemporaryFolder(string name = "perfgate test ") : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(name);

    /// <summary>The folder, absolute.</summary>
    public string Root => _folder.FullName;

    /// <summary>Absolute path of a file in it.</summary>
    /// <param name="path">Its path from the folder.</param>
    public string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>Writes a file, and makes the folders above it.</summary>
    /// <param name="path">Its path from the folder.</param>
    /// <param name="text">What is in it.</param>
    /// <returns>Its absolute path.</returns>
    public string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
        return PathOf(path);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
