using System.Globalization;
using System.Reflection;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Init;

/// <summary>The GitHub workflows of the gate, for a repository that takes PerfGate as a package.</summary>
internal static class WorkflowFiles
{
    private const string Prefix = "workflows/";

    /// <summary>Writes them.</summary>
    /// <param name="root">The repository's root.</param>
    /// <param name="named">The project with the kernels; null to look for it.</param>
    /// <param name="shards">How many machines share the cases.</param>
    /// <param name="console">Where it says what it writes.</param>
    /// <exception cref="PerfGateException">
    /// PG9150: one is there already. PG9152: the repository has not exactly one project with kernels.
    /// </exception>
    public static void Write(string root, string? named, int shards, TextWriter console)
    {
        var project = named is null ? ProjectIn(root) : Path.GetRelativePath(root, named).Replace('\\', '/');
        var files = Texts(project, InitFiles.Version, shards)
            .Select(t => (Path: Path.Combine(root, ".github", "workflows", t.Name), t.Text))
            .ToList();
        if (files.Select(f => f.Path).Where(File.Exists).Select(InitFiles.Shown).ToList() is { Count: > 0 } there)
            throw new PerfGateException(DiagnosticCatalog.InitWouldOverwrite(there), ExitCode.Usage);
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
            console.WriteLine($"written: {InitFiles.Shown(path)}");
        }

        console.WriteLine(
            "Next: give a runner with a GPU the label gpu, make the environments gpu and gpu-forks, and let gpu-forks "
                + "ask for a reviewer (docs/ci.md)."
        );
    }

    /// <summary>The workflows, by the names of their files.</summary>
    /// <param name="project">The project with the kernels, relative to the root, with forward slashes.</param>
    /// <param name="version">The version of the tool that publishes.</param>
    /// <param name="shards">How many machines share the cases; at least 1.</param>
    public static IReadOnlyList<(string Name, string Text)> Texts(string project, string version, int shards = 1)
    {
        var folder = project.LastIndexOf('/') is var end and >= 0 ? project[..(end + 1)] : "";
        var assembly = Assembly.GetExecutingAssembly();
        var measuring = shards == 1 ? "measuring/one.yml" : "measuring/shards.yml";
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n => (n[Prefix.Length..], Filled(Read(assembly, n)))),
        ];

        string Filled(string text) =>
            text.Replace("@MEASURE@", Read(assembly, measuring), StringComparison.Ordinal)
                .Replace("@SHARDS@", string.Join(", ", Enumerable.Range(1, shards)), StringComparison.Ordinal)
                .Replace("@COUNT@", shards.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("@PROJECT@", project, StringComparison.Ordinal)
                .Replace("@FOLDER@", folder, StringComparison.Ordinal)
                .Replace("@OUTPUT@", $"{folder}artifacts/perfgate", StringComparison.Ordinal)
                .Replace("@BASELINES@", "baselines", StringComparison.Ordinal)
                .Replace("@VERSION@", version, StringComparison.Ordinal);
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static string ProjectIn(string root)
    {
        string[] found =
        [
            .. Directory
                .EnumerateFiles(root, "*.csproj", new EnumerationOptions { RecurseSubdirectories = true })
                .Where(f => InputFile.Text(f, FileLimit.Source).Contains("<CudaKernel ", StringComparison.Ordinal))
                .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
                // What a shell in a workflow would take apart.
                .Where(f => f.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or ' '))
                .Order(StringComparer.Ordinal),
        ];
        return found is [var one]
            ? one
            : throw new PerfGateException(DiagnosticCatalog.NoOneKernelProject(root, found), ExitCode.Usage);
    }
}
