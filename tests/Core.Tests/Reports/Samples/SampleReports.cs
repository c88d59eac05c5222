using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Tests.Reports.Samples;

/// <summary>Inputs of reports: recorded times, with changes put in where a verdict needs one.</summary>
public static class SampleReports
{
    private const string Candidate = "4f1d2c0b9a8e7f6d5c4b3a29180716253443526a";
    private const string Base = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

    /// <summary>A pull request on an H200 that slows one kernel by 8.3 %, and touches others.</summary>
    public static ReportInput PullRequest()
    {
        var recorded = RecordedTimings.Load();
        var before = new LaunchedKernel(
            "gemm_tiled", "aa11", Registers: 32, SharedBytes: 8192, LocalBytes: 0, SpillBytes: 0);
        ImmutableArray<SampleCase> cases =
        [
            H200(recorded, "gemm/M=1024,N=1024", "gemm_1024", CaseVerdict.Regression, 1.083) with
            {
                Reason =
                    "slower by more than the tolerance of 1 % in the interleaved trial against the base commit's "
                    + "kernels",
                Source = new("kernels/gemm.cu", 31),
                Flops = 2.0 * 1024 * 1024 * 1024,
                Bytes = 12.0 * 1024 * 1024,
                ReferenceKernels = [before],
                Kernels = [before with { CodeHash = "bb22", Registers = 48, SpillBytes = 16 }],
                Accusation = new("the baseline of v0.3.0", 1.091, [1.086, 1.096], 0.0001, [10, 5]),
            },
            H200(recorded, "gemm/M=256,N=256", "gemm_256", CaseVerdict.Inconclusive, 1.0085) with
            {
                Reason = "neither slower nor as fast is proven within 5 runs a side; 14 runs a side would decide",
                Source = new("kernels/gemm.cu", 31),
                Flops = 2.0 * 256 * 256 * 256,
                Bytes = 12.0 * 256 * 256,
                ReferenceKernels = [before],
                Kernels = [before with { CodeHash = "bb22", Registers = 48, SpillBytes = 16 }],
            },
            H200(recorded, "fma/N=80us", "fma_80us", CaseVerdict.Unchanged, 1) with
            {
                Reason = "the machine code is byte-identical to the reference's",
                Source = new("kernels/fma.cu", 12),
                Flops = 3.6e9,
            },
            H200(recorded, "triad/N=64Mi", "triad_256MB", CaseVerdict.Improvement, 0.962) with
            {
                Reason = "faster by more than the tolerance of 1 %",
                Source = new("kernels/triad.cu", 9),
                Flops = 2.0 * 67_108_864,
                Bytes = 12.0 * 67_108_864,
                ReferenceKernels = [new("triad", "cc", 16, 0, 0, 0)],
                Kernels = [new("triad", "dd", 16, 0, 0, 0)],
            },
            H200(recorded, "triad/N=1Mi", "triad_4MB", CaseVerdict.Pass, 1.001) with
            {
                Reason = "slower by more than the tolerance of 1 % is ruled out",
                Source = new("kernels/triad.cu", 9),
                Flops = 2.0 * 1_048_576,
                Bytes = 12.0 * 1_048_576,
            },
            H200(recorded, "triad/N=128Ki", "triad_512KB", CaseVerdict.Accepted, 1.018) with
            {
                Reason = "slower by 1.8 %, accepted until 2027-01-31",
                Source = new("kernels/triad.cu", 9),
                Flops = 2.0 * 131_072,
                Bytes = 48.0 * 131_072 * 8,
                Accepted = new("triad/N=128Ki", "bounds checks; the launch hides it", 1.03, new(2027, 1, 31)),
            },
            new()
            {
                Name = "sdpa/S=512", Verdict = CaseVerdict.Unstable,
                Reason = "3 runs in a row shifted midway (clock change or thermal step); the last by 9 %",
                Source = new("kernels/sdpa.cu", 57),
                Candidate = [recorded.Attention("full-s512")],
                Discarded = [new(2, "its times step by 9 % midway")],
            },
            new()
            {
                Name = "sdpa/S=4096", Verdict = CaseVerdict.New, Reason = "the reference does not have it",
                Candidate = Scaled(recorded.Processes("gemm_1024")[6..], 3.2),
            },
            new()
            {
                Name = "wmma/N=4096", Verdict = CaseVerdict.Skipped,
                Reason = "needs compute capability 10.0, this device has 9.0",
            },
        ];
        return Assemble(cases, Outcome.Regression,
            "gemm/M=1024,N=1024 is 8.3 % slower. Look at kernels/gemm.cu(31), or accept the slow-down in "
                + "perfgate.json.") with
        {
            History = History(recorded),
        };
    }

    /// <summary>
    /// The same on a bad day: outputs are wrong, a case is gone, the machine has moved so far that the baseline is
    /// void, and the branch edits the gate.
    /// </summary>
    public static ReportInput BadDay()
    {
        var input = PullRequest();
        CaseJudgement incorrect = new()
        {
            Name = "layer_norm/N=4096",
            Verdict = CaseVerdict.Incorrect,
            Reason = "y is off by 0.031 of its reference's norm, and 0.001 is allowed; element 4095 was never written",
            Source = new("kernels/layer_norm.cu", 44),
            Runs = [6, 0],
            Kernels = [new("layer_norm_rows", "ff", 40, 4096, 0, 0)],
            ReferenceKernels = [new("layer_norm_rows", "ee", 38, 4096, 0, 0)],
        };
        CaseJudgement missing = new()
        {
            Name = "softmax/N=8192", Verdict = CaseVerdict.Missing,
            Reason = "the reference has it and this branch does not",
            Source = new("kernels/softmax.cu", 18), Runs = [6, 0],
        };
        return input with
        {
            Verdict = input.Verdict with
            {
                Outcome = Outcome.Incorrect,
                Summary = "layer_norm/N=4096 computes wrong outputs, softmax/N=8192 is missing, and "
                    + "gemm/M=1024,N=1024 is 8.3 % slower. Fix kernels/layer_norm.cu(44) first.",
                Cases =
                [
                    .. input.Verdict.Cases.Add(incorrect).Add(missing).OrderBy(c => c.Name, StringComparer.Ordinal),
                ],
                Drift = new(
                    1.031, 4, true,
                    "4 unchanged cases and canaries are 3.1 % slower than in the baseline, whose comparison is "
                        + "therefore void; the interleaved trials decided."),
                GateEdits = ["perfgate.json: tolerance 1 % → 5 %. The merge base's was used."],
                Warnings = ["sdpa_math/S=2048 needs 88 % of the device's memory and nearly does not fit."],
            },
            Measurement = input.Measurement! with
            {
                Cases =
                [
                    .. input.Measurement.Cases, new()
                    {
                        Name = incorrect.Name, Benchmark = "layer_norm", Status = CaseStatus.Incorrect,
                        Source = incorrect.Source, Kernels = incorrect.Kernels,
                        Checks = [new("y", 0.031, 0.42, false, "element 4095 was never written")],
                    },
                ],
            },
        };
    }

    /// <summary>Everything passes.</summary>
    public static ReportInput Passing()
    {
        var recorded = RecordedTimings.Load();
        return Assemble(
            [
                H200(recorded, "fma/N=80us", "fma_80us", CaseVerdict.Pass, 1),
                H200(recorded, "triad/N=1Mi", "triad_4MB", CaseVerdict.Unchanged, 1),
            ],
            Outcome.Pass, "No case is slower by more than the tolerance. Nothing to do.");
    }

    /// <summary>Joins cases into the files that a report reads.</summary>
    public static ReportInput Assemble(ImmutableArray<SampleCase> cases, Outcome outcome, string summary) => new(
        new()
        {
            Outcome = outcome,
            Summary = summary,
            Reference = new()
            {
                Kind = ReferenceKind.Baseline,
                Reason = "the newest measurement of baselines/nvidia-h200.json at the merge base",
                Path = "baselines/nvidia-h200.json",
                Commit = Base,
                Tag = "v0.3.0",
                MeasuredAt = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero),
            },
            Policy = new() { DevicePricePerHour = 3.5 },
            Drift = new(1.0004, 3, false, "3 unchanged cases moved by 0.04 %: the machine is where it was."),
            EnvironmentDifferences = [new("gpu.driverVersion", "580.105.08", "580.159.04", false)],
            Cases = [.. cases.Select(c => c.Judged()).OrderBy(c => c.Name, StringComparer.Ordinal)],
        },
        Measured(cases, c => c.Candidate, Candidate, null, new(2026, 11, 23, 20, 15, 0, TimeSpan.Zero)),
        Measured(cases, c => c.Reference, Base, "v0.3.0", new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero)));

    private static SampleCase H200(
        RecordedTimings recorded, string name, string kernel, CaseVerdict verdict, double factor) => new()
    {
        Name = name,
        Verdict = verdict,
        Reference = recorded.Processes(kernel)[..6],
        Candidate = Scaled(recorded.Processes(kernel)[6..], factor),
    };

    private static ImmutableArray<ImmutableArray<double>> Scaled(
        ImmutableArray<ImmutableArray<double>> runs, double factor) =>
        [.. runs.Select(r => r.Select(s => Math.Round(s * factor, 1)).ToImmutableArray())];

    private static ImmutableArray<Measurement> History(RecordedTimings recorded)
    {
        (string Tag, double Factor)[] releases =
            [("v0.1.0", 1.16), ("v0.1.1", 1.16), ("v0.2.0", 1), ("v0.2.1", 1), ("v0.3.0", 1)];
        return
        [
            .. releases.Select((r, i) => Measured(
                [
                    H200(recorded, "gemm/M=1024,N=1024", "gemm_1024", CaseVerdict.Pass, r.Factor),
                    H200(recorded, "gemm/M=256,N=256", "gemm_256", CaseVerdict.Pass, r.Factor),
                    H200(recorded, "triad/N=64Mi", "triad_256MB", CaseVerdict.Pass, 1 + (0.004 * i)),
                ],
                c => c.Candidate[..5], Base, r.Tag,
                new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.Zero).AddDays(31 * i))),
        ];
    }

    private static Measurement Measured(
        ImmutableArray<SampleCase> cases,
        Func<SampleCase, ImmutableArray<ImmutableArray<double>>> side,
        string commit,
        string? tag,
        DateTimeOffset at) => new()
    {
        StartedAt = at,
        WallSeconds = 412,
        Environment = new()
        {
            Device = DeviceKind.Cuda,
            DeviceSlug = "nvidia-h200",
            Clock = "cupti",
            Cache = "cold",
            ClockPolicy = "lock",
            Gpu = new()
            {
                Name = "NVIDIA H200",
                Uuid = "GPU-00000000-0000-0000-0000-000000000000",
                ComputeCapability = "9.0",
                Multiprocessors = 132,
                MemoryBytes = 150_754_820_096,
                L2CacheBytes = 62_914_560,
                Ecc = true,
                Mig = false,
                PowerLimitWatts = 700,
                DriverVersion = "580.159.04",
                CudaDriverVersion = "13.0",
            },
            Host = new()
            {
                OperatingSystem = "Debian GNU/Linux 12",
                Kernel = "6.1.0",
                Processor = "Example CPU",
                LogicalProcessors = 8,
            },
            Compiler = new CompilerDescription("nvcc", "13.0.88", "-O3 -lineinfo"),
            Git = new(commit, false, tag),
            PerfGateVersion = "0.1.0",
            Locked = ImmutableSortedDictionary<string, string>
                .Empty.Add("NVIDIA_TF32_OVERRIDE", "0")
                .Add("CUDA_CACHE_DISABLE", "1"),
        },
        Cases =
        [
            .. cases
                .Where(c => !side(c).IsEmpty)
                .Select(c => c.Measured(side(c)))
                .OrderBy(c => c.Name, StringComparer.Ordinal),
        ],
        Workers =
        [
            .. Enumerable.Range(0, 6).Select(i => new WorkerRecord
            {
                Run = i, Seed = (ulong)i, Outcome = WorkerOutcome.Completed, WallSeconds = 40,
            }),
        ],
        Ceilings = new(4.05e12, 6.2e14, "f16"),
    };
}
