using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Benchmarks;

/// <summary>Speed of the statistics: 10 runs of 300 samples a side, 10,000 resamples.</summary>
[MemoryDiagnoser]
public class JudgeBenchmarks
{
    private const int Runs = 10;
    private const int Samples = 300;

    private readonly ComparedRuns _one = ComparedRuns.Unpaired(Side(1, 1), Side(2, 1.02));

    private readonly JudgementInput _single = Input(1);
    private readonly JudgementInput _thousand = Input(1000);

    /// <summary>The interval of one case, on one core.</summary>
    [Benchmark]
    public (double Low, double High) OneInterval() =>
        HierarchicalBootstrap.Interval(_one, _one.Effect(), 0.95, seed: 1);

    /// <summary>The verdict on one case, tests, effect sizes and reason included, on one core.</summary>
    [Benchmark]
    public Verdict OneCase() => Judge.Decide(_single);

    /// <summary>The verdict on 1,000 cases, on all cores.</summary>
    [Benchmark]
    public Verdict ThousandCases() => Judge.Decide(_thousand);

    private static JudgementInput Input(int cases) =>
        new()
        {
            Candidate = Measurement("new", 1.02, 3, cases),
            Reference = new Baseline { Device = "nvidia-test", Measurements = [Measurement("old", 1, 4, cases)] },
            Policy = new(),
            ReferenceDescription = new() { Kind = ReferenceKind.Baseline, Reason = "benchmark" },
            Today = new(2026, 1, 1),
        };

    private static Measurement Measurement(string code, double ratio, ulong seed, int cases) =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = new()
            {
                Device = DeviceKind.Cuda,
                DeviceSlug = "nvidia-test",
                Clock = "cupti",
                Cache = "cold",
                ClockPolicy = "observe",
                Host = new()
                {
                    OperatingSystem = "os",
                    Kernel = "k",
                    Processor = "p",
                    LogicalProcessors = 2,
                },
                Compiler = new CompilerDescription("nvcc", "13.0", ""),
                PerfGateVersion = "0",
            },
            Cases =
            [
                .. Enumerable
                    .Range(0, cases)
                    .Select(i => new MeasuredCase
                    {
                        Name = $"case/{i:0000}",
                        Benchmark = "case",
                        Status = CaseStatus.Measured,
                        CodeHash = code,
                        Runs =
                        [
                            .. Side(seed * 1000 + (ulong)i, ratio)
                                .Select((samples, run) => new CaseRun { Run = run, Samples = samples }),
                        ],
                    }),
            ],
        };

    private static ImmutableArray<ImmutableArray<double>> Side(ulong seed, double ratio)
    {
        var random = new CounterRandom(seed);
        var side = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        for (var run = 0; run < Runs; run++)
        {
            var location = 10_000 * ratio * Math.Exp(0.003 * random.NextNormal());
            var samples = new double[Samples];
            for (var k = 0; k < Samples; k++)
                samples[k] = location * Math.Exp(0.015 * random.NextNormal());
            side.Add([.. samples]);
        }

        return side.ToImmutable();
    }
}
