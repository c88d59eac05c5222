using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing;
using PerfGate.Core.Statistics;

namespace PerfGate.Runner.Optimizing;

/// <summary>Which of several baselines is the fastest: the one that a user would pick.</summary>
internal static class BaselineChoice
{
    /// <summary>The fastest at the fixed shape.</summary>
    /// <param name="measured">The measurement of all of them.</param>
    /// <param name="baselines">The benchmarks, at least one.</param>
    /// <param name="fixedShape">The fixed shape.</param>
    /// <exception cref="PerfGateException">PG2082: none of them was measured.</exception>
    public static string Fastest(Measurement measured, ImmutableArray<string> baselines, string fixedShape) =>
        Of(measured, baselines, fixedShape) is { IsEmpty: false } found
            ? found[0].Benchmark
            : throw new PerfGateException(
                DiagnosticCatalog.NoBaseline(
                    fixedShape,
                    baselines.Select(b => $"{b}: {WhyNot(measured, b, fixedShape)}")
                ),
                ExitCode.Incorrect
            );

    /// <summary>Those that were measured, the fastest first.</summary>
    /// <inheritdoc cref="Fastest"/>
    public static ImmutableArray<MeasuredBaseline> Of(
        Measurement measured,
        ImmutableArray<string> baselines,
        string fixedShape
    ) =>
        Alike(SameClock.Of(measured, baselines), baselines, fixedShape);

    private static ImmutableArray<MeasuredBaseline> Alike(
        Measurement measured,
        ImmutableArray<string> baselines,
        string fixedShape
    ) =>
        [
            .. baselines
                .Select(b => (Name: b, Time: TimeOf(measured, b, fixedShape)))
                .Where(b => b.Time is not null)
                .Select(b => new MeasuredBaseline(
                    b.Name,
                    b.Time!.Value,
                    Find(measured, b.Name, fixedShape) is { Observed.IsWallTime: false, ClockShare: null }
                ))
                .OrderBy(b => b.Nanoseconds),
        ];

    /// <summary>The time of a baseline, nanoseconds; null if it was not measured.</summary>
    /// <param name="measured">The measurement of all of them.</param>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="fixedShape">The fixed shape.</param>
    public static double? TimeOf(Measurement measured, string benchmark, string fixedShape) =>
        Find(measured, benchmark, fixedShape) is { Status: CaseStatus.Measured, Runs.IsEmpty: false } found
            ? Math.Exp(found.Runs.Average(r => Math.Log(InterquartileMean.Of(r.Samples.AsSpan()))))
            : null;

    private static string WhyNot(Measurement measured, string benchmark, string fixedShape) =>
        Find(measured, benchmark, fixedShape) is { } found
            ? found.Reason ?? "it has no valid run"
            : "it does not have the shape";

    private static MeasuredCase? Find(Measurement measured, string benchmark, string fixedShape) =>
        measured.Cases.FirstOrDefault(c =>
            c.Benchmark == benchmark && !c.FilteredOut && SpeedComparison.ShapeOf(c) == fixedShape
        );
}
