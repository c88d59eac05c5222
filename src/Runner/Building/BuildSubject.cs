using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Building;

/// <summary>The project or solution to build.</summary>
/// <param name="Path">Its file, absolute.</param>
internal sealed record BuildSubject(string Path)
{
    private static readonly string[] _solutions = [".sln", ".slnx", ".slnf"];

    /// <summary>Whether it is a solution, or a part of one.</summary>
    public bool IsSolution => IsSolutionFile(Path);

    /// <summary>
    /// What a path names: the file itself, or the only solution or else the only project of a folder.
    /// </summary>
    /// <param name="path">A file or a folder.</param>
    /// <exception cref="PerfGateException">There is none, or more than one.</exception>
    public static BuildSubject At(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full))
            return IsSolutionFile(full) || IsProjectFile(full)
                ? new(full)
                : throw Nothing(full, "this is neither a project nor a solution.");
        if (!Directory.Exists(full))
            throw Nothing(full, "there is no such file or folder.");
        var files = Directory.GetFiles(full).Order(StringComparer.Ordinal).ToArray();
        // A filter is a part of a solution beside it, which somebody has to ask for.
        var solutions = files.Where(f => IsSolutionFile(f) && !f.EndsWith(".slnf", StringComparison.OrdinalIgnoreCase));
        var projects = files.Where(IsProjectFile);
        var found = solutions.Any() ? solutions.ToArray() : projects.ToArray();
        return found switch
        {
            [var only] => new(only),
            [] => throw Nothing(full, "there is no project and no solution here."),
            _ => throw new PerfGateException(
                DiagnosticCatalog.SeveralToBuild(full, found.Select(f => System.IO.Path.GetFileName(f))),
                ExitCode.Usage
            ),
        };
    }

    private static PerfGateException Nothing(string path, string why) =>
        new(DiagnosticCatalog.NothingToBuild(path, why), ExitCode.Usage);

    // .csproj, .fsproj, .proj and the like.
    private static bool IsProjectFile(string path) => path.EndsWith("proj", StringComparison.OrdinalIgnoreCase);

    private static bool IsSolutionFile(string path) =>
        _solutions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
