using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Runner.Optimizing;

/// <summary>Which of several baselines is the fastest: the one that a user would pick.</summary>
internal static class BaselineChoice
{
    /// <summary>The fastest at the fixed shape.</summary>
    /// <param name="measured">The measurement of all of them.</param>
    /// <param name="baselines">The benchmarks, at least one.</param>
    /// <param name="fixedShape">The fixed shape.</param>
    public static string Fastest(Measurement measured, ImmutableArray<string> baselines, string fixedShape) =>
        baselines.OrderBy(b => TimeOf(measured, b, fixedShape) ?? double.PositiveInfinity).First();

    /// <summary>The time of a baseline, nanoseconds; null where it was not measured.</summary>
    /// <inheritdoc cref="Fastest"/>
    /// <param name="measured">The measurement of all of them.</param>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="fixedShape">The fixed shape.</param>
    public static double? TimeOf(Measurement measured, string benchmark, string fixedShape)
    {
        var found = measured.Cases.FirstOrDefault(c =>
            c.Benchmark == benchmark
            && c is { Status: CaseStatus.Measured, Runs.IsEmpty: false }
            && SpeedComparison.ShapeOf(c) == fixedShape
        );
        return found is null
            ? null
            : Math.Exp(found.Runs.Average(r => Math.Log(InterquartileMean.Of(r.Samples.AsSpan()))));
    }
}
