using System.Collections.Immutable;
using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Reports;
using PerfGate.Runner.GitHub;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate report</c>: writes the reports from the files of the steps before.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "The folder that holds verdict.json and measurement.json, and that the reports go to.",
            DefaultValueFactory = _ => new("artifacts/perfgate"),
        };
        var baselines = new Option<DirectoryInfo?>("--baselines")
        {
            Description = "The folder of the committed baselines, for the history.",
        };
        var wait = GateHold.WaitOption();
        var publication = new Option<bool>("--publication")
        {
            Description =
                "Write the publication of two benchmarks of the measurement instead: the folder publication, with its "
                + "archive.",
        };
        var (own, root) = (new PublicationOptions(), new GateOptions().Root);
        var command = new Command("report", "Writes the reports: Markdown, HTML, JUnit, SARIF, badges and exports.")
        {
            output,
            baselines,
            wait,
            publication,
            own.All,
            root,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(publication))
                return;
            if (result.GetValue(own.Candidate) is null || result.GetValue(own.Baseline) is null)
                result.AddError("--publication needs two benchmarks: --candidate NAME and --baseline NAME.");
        });
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(output)!.FullName;
            using var held = GateHold.Of("perfgate report", parsed, wait).Folders(folder);
            if (parsed.GetValue(publication))
            {
                var to = PublicationReport.Write(folder, own, parsed, Path.GetFullPath(parsed.GetValue(root)!));
                parsed.InvocationConfiguration.Output.WriteLine($"publication: {to} (begin with report.html)");
                return (int)ExitCode.Passed;
            }

            var written = Write(folder, parsed.GetValue(baselines)?.FullName);
            parsed.InvocationConfiguration.Output.WriteLine(
                written.IsEmpty
                    ? $"reports: {folder} (up to date)"
                    : $"reports: {folder} ({written.Length} {(written.Length == 1 ? "file" : "files")} written; begin "
                        + $"with report.html)"
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }

    // In a job of GitHub Actions it is known where lines and the run can be seen.
    private static ReportInput Linked(ReportInput input)
    {
        var job = ActionsEnvironment.Read(Environment.GetEnvironmentVariable);
        if (
            !job.InActions
            || !RepositoryName.TryParse(job.Repository, out var repository)
            || !Uri.TryCreate(job.ServerUrl, UriKind.Absolute, out var site)
            || (input.Measurement?.Environment.Git?.Commit ?? job.Sha) is not { } commit
        )
            return input;
        var address = $"{site.GetLeftPart(UriPartial.Authority)}/{repository}";
        return input with
        {
            Links = new(address, commit) { Run = job.RunId is { } run ? $"{address}/actions/runs/{run}" : null },
        };
    }

    private static ImmutableArray<string> Write(string folder, string? baselines)
    {
        try
        {
            return ReportFolder.Write(folder, ReportFiles.Render(Linked(ReportFolder.Read(folder, baselines))));
        }
        catch (PerfGateException)
        {
            // Those of an earlier verdict, or half of these, would read as the reports of this one.
            GateOutput.Forget(folder, GateStep.Report);
            throw;
        }
    }
}
