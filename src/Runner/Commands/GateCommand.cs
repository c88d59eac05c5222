using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Runner.Building;
using PerfGate.Runner.Measuring;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate gate</c>: the gate over a project or over all projects of a solution.</summary>
internal static class GateCommand
{
    private const string Target = "PerfGate";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var arguments = BuildArguments.Create();
        var command = new Command("gate", "Gates a project, or every project of a solution that has kernels.")
        {
            arguments,
        };
        command.SetAction(parsed => Run(BuildArguments.Of(parsed.GetValue(arguments)!, Target)));
        return command;
    }

    private static int Run((BuildSubject Subject, ProjectBuild Build) build)
    {
        var together = Path.Combine(Path.GetDirectoryName(build.Subject.Path)!, "artifacts", "perfgate");
        // What an earlier gate said of several projects must not read as what this one says.
        foreach (var name in ProjectsReport.Names.Select(n => Path.Combine(together, n)).Where(File.Exists))
            File.Delete(name);
        var (exit, commands) = build.Build.Run();
        var verdicts = Verdicts(commands);
        if (exit == 0 && verdicts.Count == 0)
            throw new PerfGateException(DiagnosticCatalog.NoGateRan(build.Subject.Path, Target), ExitCode.Usage);
        if (verdicts.Count > 1)
        {
            ReportFolder.Write(together, ProjectsReport.Render(Combined(build.Subject, together, commands, verdicts)));
            GateTable.Print(AnsiConsole.Console, verdicts, ProjectsReport.PageIn(together));
        }

        return (int)BuildExit.Of(exit, commands, verdicts.Select(v => v.Verdict.Outcome));
    }

    private static ProjectsVerdict Combined(
        BuildSubject subject,
        string folder,
        IReadOnlyList<CommandRecord> commands,
        IEnumerable<ProjectVerdict> verdicts
    )
    {
        var solution = Path.GetDirectoryName(subject.Path)!;
        return ProjectsVerdict.Of(
            [
                .. verdicts.Select(v =>
                    ProjectOutcome.Of(
                        commands.FirstOrDefault(c => c.Output == v.Folder && c.Project.Length > 0) is { } known
                            ? Relative(solution, known.Project)
                            : Relative(solution, v.Folder),
                        v.Verdict,
                        Relative(folder, Path.Combine(v.Folder, "report.html"))
                    )
                ),
            ]
        );
    }

    private static string Relative(string folder, string path) =>
        Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static List<ProjectVerdict> Verdicts(IEnumerable<CommandRecord> commands) =>
        [
            .. commands
                .Where(c => c.Command == "judge")
                .Select(c => new GateFiles(c.Output))
                .Where(f => InputFile.IsThere(f.Verdict))
                .Select(f => new ProjectVerdict(
                    f.Folder,
                    JsonFile.Read(f.Verdict, PerfGateJson.Default.Verdict, "verdict.schema.json")
                )),
        ];
}

/// <summary>What the gate said of one project.</summary>
/// <param name="Folder">The folder of its results.</param>
/// <param name="Verdict">The verdict.</param>
internal sealed record ProjectVerdict(string Folder, Verdict Verdict);
