using System.CommandLine;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Optimizing;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate report --publication</c>: a publication out of the files of an earlier measurement.</summary>
internal static class PublicationReport
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">The output folder, absolute.</param>
    /// <param name="options">The options.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="root">Root of the repository, absolute.</param>
    /// <returns>The folder of the publication.</returns>
    /// <exception cref="PerfGateException">A file is missing or unusable, or the two cannot be compared.</exception>
    public static string Write(string folder, PublicationOptions options, ParseResult parsed, string root)
    {
        var files = new GateFiles(folder);
        var inputs = JsonFile.Read<GateInputs>(files.Inputs, PerfGateJson.Default, "inputs.schema.json");
        var measurement = PairBench.Read(folder);
        var project = PublishedProject.Of(
            measurement,
            inputs.Policy,
            root,
            Path.Combine(root, "obj", "perfgate", "base.rsp")
        );
        var publication = Path.Combine(folder, PublicationWriter.Folder);
        new PublicationWriter(project, KernelCatalog.Read(Path.Combine(folder, "kernels.json")), folder)
        {
            Explanation = ReportFolder.ReadExplanation(folder),
            Beside = [Path.Combine(folder, ExplainReport.FileName)],
            Title = parsed.GetValue(options.Title),
            Authors = [.. parsed.GetValue(options.Authors) ?? []],
            Includes = [.. (parsed.GetValue(options.Includes) ?? []).Select(Path.GetFullPath)],
        }.Write(
            new ComparedPair(
                parsed.GetValue(options.Candidate)!,
                parsed.GetValue(options.Baseline)!,
                parsed.GetValue(options.FixedShape)
            ),
            publication
        );
        return publication;
    }
}
