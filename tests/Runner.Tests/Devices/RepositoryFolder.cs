namespace PerfGate.Runner.Tests;

/// <summary>Where this repository is checked out.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Gate.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("Gate.sln is above none of the test's folders");
    }
}
