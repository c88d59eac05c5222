using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Measurements of known truth to judge.</summary>
internal static class Given
{
    public static readonly DateOnly Today = new(2026, 1, 15);

    public static MeasurementEnvironment Environment(DeviceKind device = DeviceKind.Cuda) =>
        Environments.Of(device);

    /// <summary>
    /// A case whose runs are normal on the log scale: run noise between processes, and sample noise inside.
    /// </summary>
    public static MeasuredCase Case(
        string name,
        double ns,
        double deviation,
        int runs,
        int seed,
        string code = "old",
        CaseRole role = CaseRole.Case
    )
    {
        var random = new Random(seed);
        return new()
        {
            Name = name,
            Benchmark = name.Split('/')[0],
            Role = role,
            Status = CaseStatus.Measured,
            CodeHash = code,
            Source = new SourceLocation("kernels/k.cu", 31),
            Runs =
            [
                .. Enumerable
                    .Range(0, runs)
                    .Select(i => new CaseRun { Run = i, Samples = Samples(random, ns, deviation) }),
            ],
        };
    }

    /// <summary>An interleaved case: both sides share each process's luck.</summary>
    public static MeasuredCase Pair(
        string name,
        double ns,
        double ratio,
        double shared,
        double deviation,
        int runs,
        int seed,
        string code = "new",
        string baseCode = "old"
    )
    {
        var random = new Random(seed);
        return new()
        {
            Name = name,
            Benchmark = name.Split('/')[0],
            Status = CaseStatus.Measured,
            CodeHash = code,
            ReferenceCodeHash = baseCode,
            Source = new SourceLocation("kernels/k.cu", 31),
            Runs =
            [
                .. Enumerable.Range(0, runs).Select(i =>
                {
                    var luck = Math.Exp(shared * Normal(random));
                    return new CaseRun
                    {
                        Run = i,
                        Samples = Samples(random, ns * ratio * luck, deviation),
                        ReferenceSamples = Samples(random, ns * luck, deviation),
                    };
                }),
            ],
        };
    }

    public static MeasuredCase Ended(string name, CaseStatus status, string? reason = null, string code = "new") =>
        new()
        {
            Name = name,
            Benchmark = name.Split('/')[0],
            Status = status,
            CodeHash = code,
            Reason = reason,
        };

    public static Measurement Measurement(params MeasuredCase[] cases) =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = Environment(),
            Cases = [.. cases.OrderBy(c => c.Name, StringComparer.Ordinal)],
        };

    public static Measurement Trial(params MeasuredCase[] cases) => Measurement(cases) with { Interleaved = true };

    public static Baseline Baseline(params Measurement[] measurements) =>
        new() { Device = "nvidia-test", Measurements = [.. measurements] };

    public static JudgementInput Input(Measurement candidate, Measurement? reference, GatePolicy? policy = null) =>
        new()
        {
            Candidate = candidate,
            Reference = reference is null ? null : Baseline(reference),
            Policy = policy ?? new(),
            ReferenceDescription = new()
            {
                Kind = reference is null ? ReferenceKind.None : ReferenceKind.Baseline,
                Reason = "test",
            },
            Today = Today,
        };

    public static CaseJudgement Of(this Verdict verdict, string name) => verdict.Cases.Single(c => c.Name == name);

    private static ImmutableArray<double> Samples(Random random, double ns, double deviation)
    {
        var run = ns * Math.Exp(deviation * Normal(random));
        return [.. Enumerable.Range(0, 40).Select(_ => run * Math.Exp(0.01 * Normal(random)))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
