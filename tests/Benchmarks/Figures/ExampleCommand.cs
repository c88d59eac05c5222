using System.CommandLine;
using PerfGate.Core.Claims;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Publishing;

namespace PerfGate.Benchmarks.Figures;

/// <summary>
/// <c>example</c>: makes a folder of <c>docs/examples</c> from what a run of the pipeline left, with a page that shows
/// it. All but the page and the table of the reproduction is as the run wrote it.
/// </summary>
internal static class ExampleCommand
{
    // What is committed stays in the history for good.
    private const long MostBytes = 2_000_000;

    private const string Reproduced = "reproduced.json";

    private static readonly string[] OfPipeline =
    [
        "optimize.json",
        "quick/optimize.json",
        "perfgate.json",
        "environment.json",
        "explain.json",
        "tune.json",
        "tune.md",
        Reproduced,
    ];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var source = new Argument<DirectoryInfo>("PIPELINE")
        {
            Description = "The folder of a run: optimize.json, publication/, reproduced.json, quick/optimize.json.",
        };
        var target = new Argument<DirectoryInfo>("EXAMPLE") { Description = "The folder: docs/examples/sdpa-h200." };
        var leftOut = new Option<string[]>("--leave-out")
        {
            Description = "A file of the publication that would make it too large; may be repeated.",
        };
        var command = new Command("example", "Makes an example of the docs from a run of the pipeline.")
        {
            source,
            target,
            leftOut,
        };
        command.SetAction(parsed =>
            Make(
                parsed.GetValue(source)!.FullName,
                parsed.GetValue(target)!.FullName,
                parsed.GetValue(leftOut) ?? []
            )
        );
        return command;
    }

    private static int Make(string source, string target, string[] leftOut)
    {
        var publication = Path.Combine(source, "publication");
        var files = OfPipeline
            .Select(f => (From: Path.Combine(source, f), To: f))
            .Concat(
                Directory
                    .EnumerateFiles(publication, "*", SearchOption.AllDirectories)
                    .Select(f => (From: f, To: Path.GetRelativePath(publication, f)))
            )
            .Where(f => File.Exists(f.From) && !leftOut.Contains(f.To))
            .ToList();
        var bytes = files.Sum(f => new FileInfo(f.From).Length);
        foreach (var (from, to) in files.OrderByDescending(f => new FileInfo(f.From).Length).Take(5))
            Console.WriteLine($"{new FileInfo(from).Length, 9} {to}");
        if (bytes > MostBytes)
        {
            Console.Error.WriteLine(
                $"The {files.Count} files are {bytes} bytes, and an example has at most {MostBytes}. Leave a large one "
                    + "out with --leave-out."
            );
            return 1;
        }

        foreach (var (from, to) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, to))!);
            File.Copy(from, Path.Combine(target, to), overwrite: true);
        }

        var found = Path.Combine(target, Reproduced);
        if (File.Exists(found))
            File.WriteAllText(
                Path.ChangeExtension(found, ".md"),
                ReproducedWords.Markdown(
                    JsonFile.Read(found, PerfGateJson.Default.ReproducedClaims, ReproducedClaims.SchemaName)
                )
            );
        File.WriteAllText(Path.Combine(target, ExamplePage.FileName), ExamplePage.Of(target));
        Console.WriteLine($"{files.Count} files, {bytes} bytes: {target}");
        return 0;
    }
}
