namespace PerfGate.Core.Tests;

/// <summary>Finds files of the repository that a test reads.</summary>
internal static class Repository
{
    /// <summary>Absolute path of a file, given relative to the repository root.</summary>
    public static string File(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Gate.sln")))
                return Path.Combine(folder.FullName, relative);
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository");
    }
}
