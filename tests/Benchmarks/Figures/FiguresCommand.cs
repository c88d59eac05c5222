using System.CommandLine;

namespace PerfGate.Benchmarks.Figures;

/// <summary>
/// <c>figures</c>: makes the tables of figures in the docs anew from the measurements in <c>docs/data</c>.
/// </summary>
internal static class FiguresCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var docs = new Argument<DirectoryInfo>("DOCS")
        {
            Description = "The folder of the docs.",
            DefaultValueFactory = _ => new("docs"),
        };
        var command = new Command("figures", "Writes the tables of figures in the docs anew.") { docs };
        command.SetAction(parsed => Write(parsed.GetValue(docs)!.FullName));
        return command;
    }

    private static void Write(string docs)
    {
        var figures = new DocumentedFigures(Path.Combine(docs, "data"));
        var pages = Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories);
        foreach (var path in pages.Order(StringComparer.Ordinal))
        {
            var page = File.ReadAllText(path);
            var renewed = figures.Renew(page);
            if (renewed == page)
                continue;
            File.WriteAllText(path, renewed);
            Console.WriteLine(path);
        }
    }
}
