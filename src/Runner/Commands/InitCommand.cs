using System.CommandLine;
using System.Reflection;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels.Outlines;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Init;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate init</c>: the first files of somebody's own kernel.</summary>
internal static class InitCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = "The .cu file." };
        var command = new Command(
            "init",
            "Writes the first files for a .cu file: manifest, functions of expected outputs to fill in, and a project."
        )
        {
            source,
        };
        command.SetAction(parsed => Write(parsed.GetValue(source)!, Console.Out));
        return command;
    }

    private static int Write(string source, TextWriter console)
    {
        var text = InputFile.Text(source, FileLimit.Source);
        var folder = Path.GetDirectoryName(Path.GetFullPath(source))!;
        var (drafts, without) = DraftsOf(text);
        if (drafts.Count == 0)
            throw new PerfGateException(DiagnosticCatalog.NothingToInit(source, without), ExitCode.Usage);
        var stem = Path.GetFileNameWithoutExtension(source);
        var files = new List<(string Path, string Text)>
        {
            (
                Path.Combine(folder, $"{stem}.bench.json"),
                DraftText.Manifest(Path.GetFileName(source), $"{stem}.ref.cpp", null, drafts)
            ),
            (Path.Combine(folder, $"{stem}.ref.cpp"), DraftText.Expected(drafts)),
        };
        if (Directory.GetFiles(folder, "*.csproj").Length == 0)
            files.Add(
                (
                    Path.Combine(folder, $"{Path.GetFileName(folder)}.csproj"),
                    ProjectFiles.Project(ProjectFiles.CloneProps(AppContext.BaseDirectory), Version)
                )
            );
        if (files.Where(f => File.Exists(f.Path)).Select(f => Shown(f.Path)).ToList() is { Count: > 0 } there)
            throw new PerfGateException(DiagnosticCatalog.InitWouldOverwrite(there), ExitCode.Usage);
        WriteAll(files, folder, console);
        Tell(drafts, without, files[0].Path, files[1].Path, console);
        return (int)ExitCode.Passed;
    }

    private static string Version =>
        Assembly
            .GetExecutingAssembly()
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    private static (List<Draft> Drafts, List<string> Without) DraftsOf(string text)
    {
        var (drafts, without) = (new List<Draft>(), new List<string>());
        foreach (var kernel in KernelOutlines.Read(text))
        {
            if (Drafter.Of(kernel, out var why) is { } draft)
                drafts.Add(draft);
            else
                without.Add($"{kernel.Name} (line {kernel.Line}) is left out: {why}");
        }

        return (drafts, without);
    }

    private static void WriteAll(IEnumerable<(string Path, string Text)> files, string folder, TextWriter console)
    {
        foreach (var (path, text) in files)
        {
            AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text));
            console.WriteLine($"written: {Shown(path)}");
        }

        var ignore = Path.Combine(folder, ".gitignore");
        var known = File.Exists(ignore) ? InputFile.Text(ignore, FileLimit.Source) : "";
        if (ProjectFiles.MissingFrom(known) is { Length: > 0 } more)
        {
            AtomicFile.Write(ignore, System.Text.Encoding.UTF8.GetBytes(known + more));
            console.WriteLine($"written: {Shown(ignore)}");
        }
    }

    private static void Tell(
        List<Draft> drafts,
        List<string> without,
        string manifest,
        string expected,
        TextWriter console
    )
    {
        var suite = ManifestLoader.Load(
            [manifest],
            DeviceSelection.Choose(DeviceKind.Host.Name),
            Path.GetDirectoryName(manifest)!
        );
        console.WriteLine();
        console.WriteLine($"Cases on this machine's processors: {string.Join(", ", suite.Cases.Select(c => c.Name))}");
        foreach (var line in drafts.SelectMany(d => d.Guesses.Select(g => $"{d.Kernel.Name}: {g}")).Concat(without))
            console.WriteLine($"Look at this: {line}.");
        console.WriteLine();
        console.WriteLine($"Next: fill in {Shown(expected)}, read {Shown(manifest)}, then type");
        console.WriteLine("  dotnet build /t:PerfGateBaseline");
    }

    private static string Shown(string path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
}
