using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate campaign report</c>: the page and the badge of campaigns.</summary>
internal static class CampaignReportCommand
{
    private const string Page = "belief.md";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Files that perfgate campaign wrote.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> output = new("--output")
        {
            Description = "Folder that belief.md and badges/belief.svg are written to.",
            DefaultValueFactory = _ => "campaign",
        };
        var command = new Command("report", "Makes belief.md and a badge of the files of campaigns.") { files, output };
        command.SetAction(parsed =>
        {
            var console = parsed.InvocationConfiguration.Output;
            var folder = Path.GetFullPath(parsed.GetValue(output)!);
            Write([.. parsed.GetValue(files) ?? []], folder, console);
            console.WriteLine($"{Path.Combine(folder, Page)} and a badge beside it were written.");
            return (int)ExitCode.Passed;
        });
        return command;
    }

    /// <summary>Writes the page and the badge.</summary>
    /// <param name="files">Files of campaigns.</param>
    /// <param name="folder">Where they are written to, absolute.</param>
    /// <param name="console">Where it says what it leaves out.</param>
    /// <exception cref="PerfGateException">A file cannot be read or has no record.</exception>
    internal static void Write(ImmutableArray<string> files, string folder, TextWriter console)
    {
        var campaigns = Read(files, console);
        Write(folder, Page, BeliefPage.Render(campaigns));
        foreach (var badge in BeliefBadge.Render(campaigns))
            Write(folder, badge.Path, badge.Text);
    }

    private static ImmutableArray<CampaignSummary> Read(ImmutableArray<string> files, TextWriter console)
    {
        var all = new List<ImmutableArray<CampaignRecord>>();
        foreach (var file in files)
        {
            var read = JsonLines.Read(Path.GetFullPath(file), CampaignJson.Default.CampaignRecord);
            if (read.Records.IsEmpty)
                throw new PerfGateException(DiagnosticCatalog.CampaignEmpty(file), ExitCode.Usage);
            if (read.Ignored is { } ignored)
                console.WriteLine($"{file} is read, except {ignored}.");
            all.Add(read.Records);
        }

        return CampaignSummary.OfFiles(all);
    }

    private static void Write(string folder, string name, string text) =>
        AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
}
