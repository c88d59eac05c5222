using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Commands;

/// <summary><c>perfgate judge</c> as a process of its own, from the files of a measurement.</summary>
public sealed class JudgeCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate-judge-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_verdict_has_the_same_bytes_whatever_the_number_of_threads()
    {
        var files = Write();

        await RunAsync(files, processors: 1);
        var one = File.ReadAllBytes(files.Verdict);
        await RunAsync(files, processors: 7);

        Assert.Equal(one, File.ReadAllBytes(files.Verdict));
    }

    [Fact]
    public async Task A_case_that_the_base_commit_declares_and_nobody_measured_fails_the_gate()
    {
        var files = Write(new BaseCase("gone"));

        Assert.Equal(4, await RunAsync(files, processors: 2));
        Assert.Equal(
            CaseVerdict.Missing,
            JsonFile
                .Read(files.Verdict, PerfGateJson.Default.Verdict, "verdict.schema.json")
                .Cases.Single(c => c.Name == "gone")
                .Verdict
        );
    }

    private GateFiles Write(params BaseCase[] declared)
    {
        var files = new GateFiles(_folder.FullName);
        JsonFile.Write(files.Measurement, Measurement("new", 1.003, 1), PerfGateJson.Default.Measurement);
        JsonFile.Write(
            files.Reference,
            new() { Device = "nvidia-test", Measurements = [Measurement("old", 1, 2)] },
            PerfGateJson.Default.Baseline
        );
        JsonFile.Write(
            files.Inputs,
            new()
            {
                Policy = new(),
                Reference = new() { Kind = ReferenceKind.Baseline, Reason = "test" },
                BaseCases = [.. declared],
                Day = new(2026, 1, 1),
            },
            PerfGateJson.Default.GateInputs);
        return files;
    }

    private static async Task<int> RunAsync(GateFiles files, int processors)
    {
        var judge = await Programs.RunAsync(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, "judge", "--output", files.Folder],
            variables: [new("DOTNET_PROCESSOR_COUNT", $"{processors}")],
            stop: TestContext.Current.CancellationToken);
        Assert.True(File.Exists(files.Verdict), judge.Error);
        return judge.ExitCode;
    }

    private static Measurement Measurement(string code, double ratio, ulong seed) => new()
    {
        StartedAt = DateTimeOffset.UnixEpoch,
        WallSeconds = 1,
        Environment = Environments.Of(DeviceKind.Cuda),
        Cases =
        [
            .. Enumerable.Range(0, 40).Select(i => new MeasuredCase
            {
                Name = $"case/{i:00}",
                Benchmark = "case",
                Status = CaseStatus.Measured,
                CodeHash = code,
                Runs = Runs(100 * seed + (ulong)i, ratio),
            }),
        ],
    };

    private static ImmutableArray<CaseRun> Runs(ulong seed, double ratio)
    {
        var random = new CounterRandom(seed);
        var runs = ImmutableArray.CreateBuilder<CaseRun>();
        for (var run = 0; run < 6; run++)
        {
            var location = 10_000 * ratio * Math.Exp(0.004 * random.NextNormal());
            var samples = new double[20];
            for (var k = 0; k < samples.Length; k++)
                samples[k] = location * Math.Exp(0.01 * random.NextNormal());
            runs.Add(new() { Run = run, Samples = [.. samples] });
        }

        return runs.ToImmutable();
    }
}
