using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;
using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Git;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate bisect</c>: finds the commit that slowed a case.</summary>
internal static partial class BisectCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var good = new Option<string>("--good")
        {
            Description = "A revision at which the case was fast.",
            Required = true,
        };
        var bad = new Option<string>("--bad")
        {
            Description = "A revision at which it is slow.",
            DefaultValueFactory = _ => "HEAD",
        };
        var name = new Option<string>("--case") { Description = "The case.", Required = true };
        var root = new Option<string>("--root")
        {
            Description = "The project's root, in a git repository.",
            DefaultValueFactory = _ => Directory.GetCurrentDirectory(),
        };
        var device = SharedOptions.Device();
        var compileBase = new Option<string?>("--compile-base")
        {
            Description = "Response file that the build wrote; default: the only obj/perfgate/base.rsp below the root.",
        };
        var json = SharedOptions.Json();
        var wait = GateHold.WaitOption();
        var command = new Command(
            "bisect",
            "Finds the commit that slowed a case, by interleaved trials. Nothing is checked out."
        )
        {
            good,
            bad,
            name,
            root,
            device,
            compileBase,
            json,
            wait,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var folder = Path.GetFullPath(parsed.GetValue(root)!);
                var settings = BuildSettings.Find(folder, parsed.GetValue(compileBase));
                var (from, commits) = Range(folder, parsed.GetValue(good)!, parsed.GetValue(bad)!);
                var kind = DeviceSelection.Choose(parsed.GetValue(device)!).Kind;
                var hold = GateHold.Of("perfgate bisect", parsed, wait, cancellation);
                using var held = hold.Folders(settings.Folder);
                using var measured = hold.Device(kind);
                var environment =
                    DeviceBackend.Of(kind).LockedEnvironment();
                using var launcher = new WorkerProcess(
                    WorkerProcess.ThisProgram,
                    environment.ApplyTo,
                    TimeSpan.FromMinutes(5)
                );
                var work = Path.Combine(settings.Folder, "bisecting");
                Directory.CreateDirectory(work);
                var trial = new InterleavedCommitTrial(
                    new(
                        folder,
                        settings.Manifests,
                        Path.Combine(settings.Folder, "base"),
                        new BaseCompiler(settings.Response, kind)
                    ),
                    from,
                    parsed.GetValue(name)!,
                    kind,
                    ReferenceSource.ReadPolicyFile(null, folder),
                    launcher,
                    new SilentProgress(),
                    work
                );
                var quiet = parsed.GetValue(json);
                var found = await new Bisection(trial, step => Tell(quiet ? TextWriter.Null : Console.Out, step))
                    .FindAsync(commits, cancellation)
                    .ConfigureAwait(false);
                return Conclude(found, parsed.GetValue(name)!, quiet);
            }
        );
        return command;
    }

    private static (string Good, IReadOnlyList<GitCommit> Commits) Range(string folder, string good, string bad)
    {
        using var repository = GitRepository.Open(folder)
            ?? throw new PerfGateException(DiagnosticCatalog.RepositoryNeeded(folder, "a bisection"), ExitCode.Usage);
        var (from, to) = (Commit(good), Commit(bad));
        return from == to
            ? throw new PerfGateException(
                DiagnosticCatalog.RevisionUnknown(bad, "is the good commit itself."),
                ExitCode.Usage
            )
            : (from, repository.Between(from, to));

        string Commit(string revision) => repository.Resolve(revision) ?? throw new PerfGateException(
            repository.IsShallow
                ? DiagnosticCatalog.CloneTooShallow($"the revision '{revision}' was not fetched.")
                : DiagnosticCatalog.RevisionUnknown(revision, "names no commit of this repository."),
            ExitCode.Usage);
    }

    private static void Tell(TextWriter output, BisectionStep step) =>
        output.WriteLine(
            $"{CommitName.Of(step.Commit.Sha)} {Speed(step.Slow), -8}{How(step.Result), -32} {step.Commit.Subject}"
        );

    private static string Speed(bool? slow) => slow switch { true => "slow", false => "fast", null => "skipped" };

    private static string How(CommitTrialResult result) =>
        result.Kind switch
        {
            TrialKind.SameAsGood => "same machine code as good",
            TrialKind.SameAsBad => "same machine code as bad",
            TrialKind.Untestable => result.Reason ?? "could not be tried",
            TrialKind.Measured => $"{Quantity.Change(Math.Exp(result.LogRatio))} (± "
                + $"{Numbers.ChangeSize(Math.Exp(2 * result.StandardError))}), {result.Runs} runs",
        };

    private static int Conclude(BisectionResult found, string caseName, bool json)
    {
        if (found.Suspects.IsEmpty)
            throw new PerfGateException(DiagnosticCatalog.NotSlower(caseName, How(found.Whole)), ExitCode.Usage);
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new Report(caseName, Math.Exp(found.Whole.LogRatio), found.Trials, found.Suspects),
                    BisectJson.Default.Report
                )
            );
        }
        else
        {
            Console.WriteLine(found.Suspects.Length == 1
                ? $"{caseName} became slower with this commit ({found.Trials} trials):"
                : $"{caseName} became slower with one of these commits; those between could not be tried:");
            foreach (var commit in found.Suspects)
                Console.WriteLine($"  {commit.Sha} {commit.When:yyyy-MM-dd} {commit.Author}: {commit.Subject}");
        }

        return (int)(found.Suspects.Length == 1 ? ExitCode.Passed : ExitCode.Inconclusive);
    }

    /// <summary>What <c>bisect --json</c> prints.</summary>
    internal sealed record Report(string Case, double Ratio, int Trials, IReadOnlyList<GitCommit> Suspects);

    /// <summary>Reads what <c>bisect --json</c> printed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PerfGateException">PG9001, PG9002: it cannot be read, or is no such output.</exception>
    public static Report ReadReport(string path)
    {
        try
        {
            var report = JsonSerializer.Deserialize(InputFile.Text(path, FileLimit.Note), BisectJson.Default.Report);
            return report is { Case: not null, Suspects: not null }
                ? report
                : throw new JsonException("it is not what 'perfgate bisect --json' prints.");
        }
        catch (JsonException e)
        {
            throw new PerfGateException(DiagnosticCatalog.NotJson(new(path), e.Message), ExitCode.Usage, e);
        }
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n"
    )]
    [JsonSerializable(typeof(Report))]
    private sealed partial class BisectJson : JsonSerializerContext;
}
