using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Init;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Sharding;

/// <summary>The job of the sharded workflow that puts the shards together, its steps run one by one.</summary>
public sealed partial class ShardWorkflowTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate-shards-");

    public void Dispose() => _folder.Delete(recursive: true);

    private GateFiles Output => new(Path.Combine(_folder.FullName, "artifacts/perfgate"));

    [Theory]
    [InlineData(1.001, 0)]
    [InlineData(1.1, 5)]
    public async Task The_steps_after_the_matrix_make_one_verdict_and_its_reports(double ratio, int judged)
    {
        WriteShards(ratio);
        var steps = Steps();
        Assert.Equal(["merge", "judge", "report"], steps.Select(s => s[0]));

        var exits = new List<int>();
        foreach (var step in steps)
            exits.Add(await CommandLine.RunAsync(step));

        Assert.Equal([0, judged, 0], exits);
        var verdict = JsonFile.Read(Output.Verdict, PerfGateJson.Default.Verdict, "verdict.schema.json");
        Assert.Equal(8, verdict.Cases.Length);
        Assert.True(File.Exists(Path.Combine(Output.Folder, "report.html")));
    }

    [Fact]
    public async Task Without_the_artifact_of_a_shard_there_is_no_verdict()
    {
        WriteShards(1.0);
        Directory.Delete(Path.Combine(_folder.FullName, "shards/shard-3"), recursive: true);

        var refused = await Assert.ThrowsAsync<Core.Diagnostics.PerfGateException>(() =>
            CommandLine.RunAsync(Steps()[0])
        );

        Assert.Equal("PG9141", refused.Diagnostics[0].Code);
        Assert.False(File.Exists(Output.Measurement));
    }

    // What the shell would make of the step's line, in the folder of this test.
    private string[][] Steps()
    {
        var workflow = WorkflowFiles.Texts("kernels/mine.csproj", "1.2.3", 4).Single(w => w.Name == "perf-gate.yml");
        var judge = workflow.Text.Split("\n  judge:")[1];
        return [.. Runs().Matches(judge).Select(m => m.Groups[1].Value.Split(' ').SelectMany(Expanded).ToArray())];
    }

    private IEnumerable<string> Expanded(string word) =>
        word == "shards/*" ? Directory.GetDirectories(Path.Combine(_folder.FullName, "shards")).Order()
        : word.Contains('/', StringComparison.Ordinal) ? [Path.Combine(_folder.FullName, word)]
        : [word];

    private void WriteShards(double ratio)
    {
        ImmutableArray<string> suite = [.. Enumerable.Range(0, 8).Select(i => $"case/{i}")];
        for (var shard = 1; shard <= 4; shard++)
        {
            var files = new GateFiles(Path.Combine(_folder.FullName, $"shards/shard-{shard}"));
            Directory.CreateDirectory(files.Folder);
            var mine = suite.Where((_, i) => i % 4 == shard - 1);
            JsonFile.Write(
                files.Measurement,
                Measurement(mine, "new", ratio) with
                {
                    Shard = new(shard, 4) { Suite = suite },
                },
                PerfGateJson.Default.Measurement
            );
            JsonFile.Write(
                files.Reference,
                new() { Device = "nvidia-test", Measurements = [Measurement(suite, "old", 1)] },
                PerfGateJson.Default.Baseline
            );
            JsonFile.Write(
                files.Inputs,
                new()
                {
                    Policy = new() { FailOnInconclusive = true },
                    Reference = new() { Kind = ReferenceKind.Baseline, Reason = "test" },
                    Day = new(2026, 1, 1),
                },
                PerfGateJson.Default.GateInputs
            );
        }
    }

    private static Measurement Measurement(IEnumerable<string> names, string code, double ratio) =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = Environments.Of(DeviceKind.Cuda),
            Cases =
            [
                .. names.Select(name => new MeasuredCase
                {
                    Name = name,
                    Benchmark = "case",
                    Status = CaseStatus.Measured,
                    CodeHash = code,
                    Runs =
                    [
                        .. Enumerable
                            .Range(0, 10)
                            .Select(run => new CaseRun
                            {
                                Run = run,
                                Samples =
                                [
                                    .. Enumerable.Range(0, 20).Select(k => 10_000 * ratio + ((7 * k + run) % 11)),
                                ],
                            }),
                    ],
                }),
            ],
        };

    [GeneratedRegex("""(?m)^ +run: '"\$RUNNER_TEMP/perfgate/perfgate" ([^']+)'$""")]
    private static partial Regex Runs();
}
