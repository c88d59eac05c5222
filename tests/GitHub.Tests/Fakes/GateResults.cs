using System.IO.Compression;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Prechecks;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>A folder with a gate's results, and the events that would publish it.</summary>
internal sealed class GateResults : IDisposable
{
    public const string Head = "1111111111111111111111111111111111111111";
    public const string Other = "2222222222222222222222222222222222222222";
    public const string Fork = "stranger/kernels";
    public const string Branch = "faster";

    private readonly string _root = Directory.CreateTempSubdirectory("perfgate-publish-").FullName;

    private GateResults()
    {
    }

    /// <summary>The folder, as the gate writes it.</summary>
    public string Folder => Path.Combine(_root, "perfgate");

    /// <summary>The same as a zip file.</summary>
    public string Zip => Path.Combine(_root, "perfgate.zip");

    public string SummaryPage => Path.Combine(_root, "summary.md");

    public static GateResults Of(params CaseJudgement[] cases) => Of(Head, cases);

    public static GateResults Of(string commit, params CaseJudgement[] cases)
    {
        var results = new GateResults();
        Directory.CreateDirectory(results.Folder);
        var worst = cases.Any(c => c.Verdict == CaseVerdict.Incorrect) ? Outcome.Incorrect
            : cases.Any(c => c.Verdict == CaseVerdict.Regression) ? Outcome.Regression : Outcome.Pass;
        JsonFile.Write(results.At("verdict.json"), new Verdict
        {
            Outcome = worst,
            Summary = worst == Outcome.Pass ? "No case is slower." : "1 case is slower.",
            Reference = new() { Kind = ReferenceKind.Baseline, Reason = "the device's baseline" },
            Cases = [.. cases.OrderBy(c => c.Name, StringComparer.Ordinal)],
            Policy = new(),
        }, PerfGateJson.Default.Verdict);
        JsonFile.Write(results.At("measurement.json"), Measurement(commit), PerfGateJson.Default.Measurement);
        return results;
    }

    /// <summary>The results of a gate whose judge was given this.</summary>
    public static GateResults Judged(JudgementInput input)
    {
        var results = Of();
        JsonFile.Write(results.At("verdict.json"), Judge.Decide(input), PerfGateJson.Default.Verdict);
        JsonFile.Write(results.At("measurement.json"), input.Candidate, PerfGateJson.Default.Measurement);
        if (input.Trial is { } trial)
            JsonFile.Write(results.At("trial.json"), trial, PerfGateJson.Default.Measurement);
        return results;
    }

    public static Measurement Measurement(string commit) =>
        new()
        {
            StartedAt = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
            WallSeconds = 12.5,
            Environment = Environments.Of(DeviceKind.Host) with { Git = new(commit, Dirty: false) },
            Cases = [],
        };

    public static CaseJudgement Slow(string name, int line = 31) =>
        new()
        {
            Name = name,
            Verdict = CaseVerdict.Regression,
            Reason = $"{name} is 12.3 % slower",
            Ratio = 1.123,
            RatioInterval = [1.118, 1.129],
            HedgesG = 9.1,
            P = 0.0002,
            Runs = [10, 10],
            Source = new SourceLocation("kernels/softmax.cu", line),
            ReferenceNs = 1000,
            CandidateNs = 1123,
        };

    public static CaseJudgement Fine(string name) =>
        Slow(name) with
        {
            Verdict = CaseVerdict.Pass,
            Reason = "slower by more than 1 % is ruled out",
            Ratio = 1.001,
            RatioInterval = [0.999, 1.003],
        };

    /// <summary>A precheck of the branch, in a folder beside the results.</summary>
    public string Precheck(PrecheckReport report)
    {
        var folder = Path.Combine(_root, "perfgate-precheck");
        JsonFile.Write(Path.Combine(folder, "precheck.json"), report, PerfGateJson.Default.PrecheckReport);
        return folder;
    }

    public string At(string name) => Path.Combine(Folder, name);

    public string Pack(Action<ZipArchive>? more = null)
    {
        using var zip = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (var file in Directory.GetFiles(Folder))
            zip.CreateEntryFromFile(file, Path.GetFileName(file));
        more?.Invoke(zip);
        return Zip;
    }

    public string Baseline(string commit = Head)
    {
        var path = Path.Combine(_root, "baselines", "host-test.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        JsonFile.Write(
            path,
            new Core.Baselines.Baseline { Device = "host-test", Measurements = [Measurement(commit)] },
            PerfGateJson.Default.Baseline
        );
        return Path.GetDirectoryName(path)!;
    }

    /// <summary>The payload of a finished workflow run of a fork's pull request, which names no pull request.</summary>
    public string ForkEvent(string sha = Head, string workflow = ".github/workflows/perf-gate.yml") =>
        Event(
            $$"""
            {
              "action": "completed",
              "workflow_run": {
                "id": 77, "event": "pull_request", "name": "perf-gate", "path": "{{workflow}}", "head_sha": "{{sha}}",
                "head_branch": "{{Branch}}", "conclusion": "failure",
                "html_url": "https://github.test/acme/kernels/actions/runs/77", "pull_requests": [],
                "head_repository": { "full_name": "{{Fork}}" }
              },
              "repository": { "full_name": "acme/kernels", "default_branch": "main" }
            }
            """
        );

    public string PullRequestEvent(int number) =>
        Event(
            $$"""
            {
              "action": "synchronize", "number": {{number}},
              "pull_request": {
                "number": {{number}},
                "head": { "sha": "{{Head}}", "ref": "{{Branch}}", "repo": { "full_name": "acme/kernels" } }
              },
              "repository": { "full_name": "acme/kernels", "default_branch": "main" }
            }
            """
        );

    public string PushEvent(string reference) =>
        Event(
            $$"""
            { "ref": "{{reference}}", "after": "{{Head}}", "repository": { "full_name": "acme/kernels",
              "default_branch": "main" } }
            """
        );

    public string Event(string payload)
    {
        var path = Path.Combine(_root, "event.json");
        File.WriteAllText(path, payload);
        return path;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
