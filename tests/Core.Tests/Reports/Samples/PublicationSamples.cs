using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing;

namespace PerfGate.Core.Tests.Reports.Samples;

/// <summary>A publication of recorded times: the baseline is a slower copy of the candidate.</summary>
public static class PublicationSamples
{
    /// <summary>The candidate's benchmark.</summary>
    public const string Candidate = "gemm_tuned";

    /// <summary>The baseline's benchmark.</summary>
    public const string Baseline = "gemm_plain";

    /// <summary>The pair, with the larger shape as the fixed one.</summary>
    public static ComparedPair Pair { get; } = new(Candidate, Baseline, "S=1024");

    /// <summary>Both benchmarks on an H200 at two shapes, the baseline slower by a factor.</summary>
    public static Measurement Measurement(double factor = 1.3)
    {
        var recorded = RecordedTimings.Load();
        var input = SampleReports.Assemble(
            [
                Case($"{Candidate}/S=1024", recorded.Processes("gemm_1024")[6..], 1, 1024),
                Case($"{Candidate}/S=256", recorded.Processes("gemm_256")[6..], 1, 256),
                Case($"{Baseline}/S=1024", recorded.Processes("gemm_1024")[..6], factor, 1024),
                Case($"{Baseline}/S=256", recorded.Processes("gemm_256")[..6], factor, 256),
            ],
            Outcome.Pass,
            "nothing is judged"
        );
        return input.Measurement! with { Cases = [.. input.Measurement.Cases.Select(Declared)], CheckSeed = 77 };
    }

    /// <summary>All that a publication is made from.</summary>
    public static PublicationInput Input(double factor = 1.3)
    {
        var measurement = Measurement(factor);
        return new()
        {
            Measurement = measurement,
            Claims = SpeedComparison.Of(measurement, Pair, new()),
            Policy = new() { DevicePricePerHour = 3.5 },
            Authors = ["Ada Example"],
            Artifact = new(12, 345_678, "LICENSE", 31),
        };
    }

    /// <summary>A publication in which every text tries something.</summary>
    public static PublicationInput Hostile()
    {
        var all = string.Join(" ", HostileReports.Texts.Take(17));
        var input = Input();
        return input with
        {
            Measurement = input.Measurement with
            {
                Environment = HostileReports.Everywhere().Measurement!.Environment,
                Cases =
                [
                    .. input.Measurement.Cases.Select(c =>
                        c with
                        {
                            Discarded = [new(1, all)],
                            Checks = [new(all, 0.5, 0.5, false, all)],
                        }
                    ),
                ],
            },
            Claims = input.Claims with
            {
                LeftOut = [.. HostileReports.Texts.Select(t => new ShapeLeftOut(t, t))],
                Claims = [.. input.Claims.Claims.Select(c => c with { Missed = [new(Tier.Target, all)] })],
            },
            Title = all,
            Authors = HostileReports.Texts,
            Explanation = all,
            NotAvailable = HostileReports.Texts,
        };
    }

    private static SampleCase Case(string name, ImmutableArray<ImmutableArray<double>> runs, double factor, int size) =>
        new()
        {
            Name = name,
            Verdict = CaseVerdict.New,
            Candidate = [.. runs.Select(r => r.Select(s => Math.Round(s * factor, 1)).ToImmutableArray())],
            Flops = 2.0 * size * size * size,
            Bytes = 12.0 * size * size,
        };

    private static MeasuredCase Declared(MeasuredCase c) =>
        c with
        {
            Declaration = new()
            {
                Seed = 5,
                Buffers = [new("a", "f32", 1 << 20, "normal(0, 1)"), new("c", "f32", 1 << 20, "poison")],
                Launches = [new("gemm", "64 x 64", "256", 0, "a, c")],
                Outputs = [new("c", 1e-5)],
                Expected = new()
                {
                    Kind = ExpectedKind.Function,
                    Name = "gemm_expected",
                    Source = "gemm.ref.cpp",
                },
            },
            Checks = [new("c", 2.5e-7, 3e-5, true)],
        };
}
