using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Commands;

/// <summary>What <c>perfgate judge</c> and <c>perfgate report</c> print, as processes of their own.</summary>
public sealed class JudgeOutputTests : IDisposable
{
    private const string Slow = "slow/N=1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate-judge-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task One_regression_is_a_table_then_its_line_once_and_the_summary_last_on_one_stream()
    {
        var files = Write(machine: 1, slower: 1.1);

        var judge = await RunAsync("judge");

        Assert.Equal(("", 1), (judge.Error, judge.ExitCode));
        var verdict = JsonFile.Read(files.Verdict, PerfGateJson.Default.Verdict, "verdict.schema.json");
        var judged = verdict.Cases.Single(c => c.Name == Slow);
        Assert.Equal(CaseVerdict.Regression, judged.Verdict);
        string[] lines = [.. judge.Output.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
        var row = Index(lines, l => l.StartsWith(Slow, StringComparison.Ordinal));
        var said = Index(lines, l => l.Contains("error PG3001: ", StringComparison.Ordinal));
        Assert.True(row < said && said < lines.Length - 1, judge.Output);
        Assert.Equal(verdict.Summary, lines[^1]);
        Assert.Equal(1, Count(judge.Output, judged.Reason));
        Assert.Equal(1, Count(judge.Output, "PG3001"));
    }

    [Fact]
    public async Task The_reports_are_one_line()
    {
        Write(machine: 1, slower: 1.1);
        await RunAsync("judge");

        var first = await RunAsync("report");
        var second = await RunAsync("report");

        Assert.Equal(("", "", 0, 0), (first.Error, second.Error, first.ExitCode, second.ExitCode));
        Assert.Matches(@"^reports: [^\n]+ \(\d+ files written; begin with report\.html\)\s*$", first.Output);
        Assert.Matches(@"^reports: [^\n]+ \(up to date\)\s*$", second.Output);
    }

    // 1.5: too far for a comparison, which is a warning. 1.001: within the tolerance, which is a fact.
    [Theory]
    [InlineData(1.5, "the machine itself has moved")]
    [InlineData(1.001, "within half the tolerance")]
    public async Task How_far_the_machine_moved_is_explained_once(double machine, string explained)
    {
        var files = Write(machine, slower: 1);

        var judge = await RunAsync("judge");

        var drift = JsonFile.Read(files.Verdict, PerfGateJson.Default.Verdict, "verdict.schema.json").Drift;
        Assert.Contains(explained, drift!.Explanation, StringComparison.Ordinal);
        Assert.Equal(1, Count(judge.Output, drift.Explanation));
        Assert.Equal(1, Count(judge.Output, explained));
        Assert.Equal("", judge.Error);
    }

    // Four cases of the same machine code, and one of another, which the trial holds against the base's kernels.
    private GateFiles Write(double machine, double slower)
    {
        var files = new GateFiles(_folder.FullName);
        MeasuredCase[] Steady(double ns, ulong seed) =>
            [.. Enumerable.Range(0, 4).Select(i => Case($"steady/N={i}", ns, seed + (ulong)i, "old"))];
        JsonFile.Write(
            files.Measurement,
            Measurement([.. Steady(10_000 * machine, 10), Case(Slow, 10_000 * machine * slower, 20, "new")]),
            PerfGateJson.Default.Measurement
        );
        JsonFile.Write(
            files.Reference,
            new()
            {
                Device = "nvidia-test",
                Measurements = [Measurement([.. Steady(10_000, 30), Case(Slow, 10_000, 40, "old")])],
            },
            PerfGateJson.Default.Baseline
        );
        JsonFile.Write(
            files.Trial,
            Measurement([Case(Slow, 10_000 * slower, 50, "new", reference: 10_000)]) with { Interleaved = true },
            PerfGateJson.Default.Measurement
        );
        JsonFile.Write(
            files.Inputs,
            new()
            {
                Policy = new(),
                Reference = new() { Kind = ReferenceKind.Baseline, Reason = "test" },
                Day = new(2026, 1, 1),
            },
            PerfGateJson.Default.GateInputs
        );
        return files;
    }

    private static Measurement Measurement(ImmutableArray<MeasuredCase> cases) =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = Environments.Of(DeviceKind.Cuda),
            Cases = [.. cases.OrderBy(c => c.Name, StringComparer.Ordinal)],
        };

    private static MeasuredCase Case(string name, double ns, ulong seed, string code, double? reference = null)
    {
        var random = new CounterRandom(seed);
        var runs = ImmutableArray.CreateBuilder<CaseRun>();
        for (var run = 0; run < 10; run++)
        {
            runs.Add(
                new()
                {
                    Run = run,
                    Samples = Samples(ns, ref random),
                    ReferenceSamples = reference is { } old ? Samples(old, ref random) : null,
                }
            );
        }

        return new()
        {
            Name = name,
            Benchmark = name.Split('/')[0],
            Status = CaseStatus.Measured,
            CodeHash = code,
            ReferenceCodeHash = reference is null ? null : "old",
            Source = new SourceLocation("kernels/k.cu", 31),
            Runs = runs.ToImmutable(),
        };
    }

    private static ImmutableArray<double> Samples(double ns, ref CounterRandom random)
    {
        var location = ns * Math.Exp(0.0005 * random.NextNormal());
        var samples = new double[20];
        for (var k = 0; k < samples.Length; k++)
            samples[k] = location * Math.Exp(0.005 * random.NextNormal());
        return [.. samples];
    }

    private Task<ProgramResult> RunAsync(string command) =>
        Programs.RunAsync(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, command, "--output", _folder.FullName],
            stop: TestContext.Current.CancellationToken
        );

    private static int Index(string[] lines, Predicate<string> which)
    {
        var index = Array.FindIndex(lines, which);
        Assert.True(index >= 0, string.Join('\n', lines));
        return index;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
