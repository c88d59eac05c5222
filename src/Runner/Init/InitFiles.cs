using System.Reflection;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Outlines;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Init;

/// <summary>The first files of somebody's own kernel.</summary>
/// <param name="source">The <c>.cu</c> file.</param>
/// <param name="console">Where it says what it writes.</param>
internal sealed class InitFiles(string source, TextWriter console)
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(source))!;
    private readonly string _stem = Path.GetFileNameWithoutExtension(source);

    /// <summary>The manifest.</summary>
    public string Manifest => At($"{_stem}.bench.json");

    /// <summary>The functions of expected outputs.</summary>
    public string Expected => At($"{_stem}.ref.cpp");

    /// <summary>The folder of the project.</summary>
    public string Folder => _folder;

    /// <summary>The benchmarks that follow from the source, and the kernels without one.</summary>
    /// <param name="questions">Answers what the source does not tell.</param>
    /// <exception cref="PerfGateException">PG9151: there is no benchmark.</exception>
    public (List<Draft> Drafts, List<string> Without) Draft(IDraftQuestions questions)
    {
        var (drafts, without) = (new List<Draft>(), new List<string>());
        InputFile.Text(source, FileLimit.Source);
        var path = Path.GetFullPath(source);
        var tree = SourceTree.Read(path, IncludeDirectories.Of(_folder));
        if (!tree.Faults.IsEmpty)
            throw new PerfGateException(tree.Faults, ExitCode.Usage);
        foreach (var kernel in KernelOutlines.Read(tree.Files))
        {
            var at = kernel.Path == path ? $"line {kernel.Line}" : $"{Shown(kernel.Path)}, line {kernel.Line}";
            if (drafts.Exists(d => d.Kernel.Name == kernel.Name))
                without.Add($"{kernel.Name} ({at}) is left out: it has the name of another kernel");
            else if (Drafter.Of(kernel, questions, out var why) is { } draft)
                drafts.Add(draft);
            else
                without.Add($"{kernel.Name} ({at}) is left out: {why}");
        }

        return drafts.Count > 0
            ? (drafts, without)
            : throw new PerfGateException(DiagnosticCatalog.NothingToInit(source, without), ExitCode.Usage);
    }

    /// <summary>Refuses to begin where a file of its own is there already.</summary>
    /// <exception cref="PerfGateException">PG9150: it would overwrite files.</exception>
    public void RequireNone()
    {
        if (new[] { Manifest, Expected }.Where(File.Exists).Select(Shown).ToList() is { Count: > 0 } there)
            throw new PerfGateException(DiagnosticCatalog.InitWouldOverwrite(there), ExitCode.Usage);
    }

    /// <summary>
    /// Writes all of them. What a folder has for all its kernels, a project for one, is written with the first only.
    /// </summary>
    /// <param name="drafts">The benchmarks.</param>
    public void Write(IReadOnlyCollection<Draft> drafts)
    {
        Write(
            Manifest,
            DraftText.Manifest(
                Path.GetFileName(source),
                Path.GetFileName(Expected),
                $"{ProjectFiles.SchemaFolder}/bench.schema.json",
                drafts
            )
        );
        Write(Expected, DraftText.Expected(drafts));
        if (Directory.GetFiles(_folder, "*.csproj").Length == 0)
        {
            Write(
                At($"{Path.GetFileName(_folder)}.csproj"),
                ProjectFiles.Project(
                    ProjectFiles.CloneProps(AppContext.BaseDirectory), Version, CentralVersions.Apply(_folder))
            );
            WriteNew("Directory.Build.rsp", ProjectFiles.BuildOptions);
        }

        WriteNew("perfgate.json", ProjectFiles.Policy);
        foreach (var schema in new[] { "bench.schema.json", "perfgate.schema.json" })
            WriteNew(Path.Combine(ProjectFiles.SchemaFolder, schema), JsonSchemas.Text(schema));
        var ignore = At(".gitignore");
        var known = File.Exists(ignore) ? InputFile.Text(ignore, FileLimit.Source) : "";
        if (ProjectFiles.MissingFrom(known) is { Length: > 0 } more)
            Write(ignore, known + more);
    }

    /// <summary>A path as a person in this folder names it.</summary>
    public static string Shown(string path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    /// <summary>The version of PerfGate that projects and workflows are written for.</summary>
    public static string Version =>
        Assembly
            .GetExecutingAssembly()
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    private string At(string name) => Path.Combine(_folder, name);

    private void WriteNew(string name, string text)
    {
        if (!File.Exists(At(name)))
            Write(At(name), text);
    }

    private void Write(string path, string text)
    {
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
        console.WriteLine($"written: {Shown(path)}");
    }
}
