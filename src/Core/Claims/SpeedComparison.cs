using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Claims;

/// <summary>
/// Compares two benchmarks of one measurement, shape by shape. Every run visits both in the same process, so that runs
/// are paired. The statistics are those of the gate.
/// </summary>
public static partial class SpeedComparison
{
    private const double Alpha = 0.05;
    private const int LongestNumber = 20;

    /// <summary>Compares.</summary>
    /// <param name="measurement">The measurement with both benchmarks.</param>
    /// <param name="pair">The two benchmarks.</param>
    /// <param name="policy">The policy; its confidence is that of the intervals.</param>
    /// <param name="explained">Why the candidate is faster, by shapes; null if that is not known.</param>
    /// <returns>The claims, one a shape that both have.</returns>
    /// <exception cref="PerfGateException">
    /// PG2071, PG2072, PG2078: a benchmark is not in the measurement, they have no shape in common, or the fixed one is
    /// not there.
    /// </exception>
    public static SpeedClaims Of(
        Measurement measurement,
        ComparedPair pair,
        GatePolicy policy,
        ExplainReport? explained = null
    )
    {
        measurement = SameClock.Of(measurement, pair.Candidate, pair.Baseline);
        var candidate = Shapes(measurement, pair.Candidate);
        var baseline = Shapes(measurement, pair.Baseline);
        var sides = new List<(string Shape, CaseSides Sides, MeasuredCase Candidate)>();
        var left = ImmutableArray.CreateBuilder<ShapeLeftOut>();
        foreach (var (shape, ours) in candidate)
        {
            var theirs = baseline.FirstOrDefault(b => b.Shape == shape).Case;
            if (WhyNot(ours, theirs, pair.Baseline) is { } reason)
                left.Add(new(shape, reason));
            else
                sides.Add((shape, Paired(ours, theirs!), ours));
        }

        left.AddRange(
            baseline
                .Where(b => candidate.All(c => c.Shape != b.Shape))
                .Select(b => new ShapeLeftOut(b.Shape, $"{pair.Candidate} does not have it"))
        );
        if (sides.Count == 0)
            throw new PerfGateException(
                DiagnosticCatalog.NothingToCompare(
                    pair.Candidate,
                    pair.Baseline,
                    left.Count > 0 ? $"{left[0].Shape} ({left[0].Reason})".TrimStart() : "no shape"
                ),
                ExitCode.Usage
            );
        var fixedShape = pair.FixedShape ?? sides[0].Shape;
        if (sides.All(s => s.Shape != fixedShape))
            throw new PerfGateException(
                DiagnosticCatalog.FixedShapeMissing(fixedShape, sides.Select(s => s.Shape)),
                ExitCode.Usage
            );
        return new()
        {
            Candidate = pair.Candidate,
            Baseline = pair.Baseline,
            Device = measurement.Environment.DeviceSlug,
            MeasuredAt = measurement.StartedAt,
            FixedShape = fixedShape,
            Confidence = policy.Confidence,
            Claims = Claims(
                measurement,
                sides,
                fixedShape,
                policy,
                s => explained?.Of(CaseName(pair.Candidate, s), CaseName(pair.Baseline, s))
            ),
            LeftOut = left.ToImmutable(),
        };
    }

    private static ImmutableArray<SpeedClaim> Claims(
        Measurement measurement,
        List<(string Shape, CaseSides Sides, MeasuredCase Candidate)> shapes,
        string fixedShape,
        GatePolicy policy,
        Func<string, ExplainedCase?> explained
    )
    {
        var evidence = shapes.Select(s => Weigh(s.Sides, policy)).ToList();
        var p = Multiplicity.Holm([.. evidence.Select(e => e.Effect.PFasterThan(0))]);
        var atFixed = 1 / evidence[shapes.FindIndex(s => s.Shape == fixedShape)].Ratio;
        return
        [
            .. shapes.Select(
                (s, i) =>
                    Claim(
                        s.Shape,
                        s.Sides,
                        evidence[i],
                        p[i],
                        atFixed,
                        policy,
                        new(
                            HasFingerprint(measurement.Environment),
                            explained(s.Shape) is { HasCounters: true },
                            measurement.Ceilings is not null && (s.Candidate.Flops > 0 || s.Candidate.Bytes > 0),
                            explained(s.Shape) is { Bounded: true }
                        )
                    )
            ),
        ];
    }

    private static SpeedClaim Claim(
        string shape,
        CaseSides sides,
        CaseEvidence e,
        double p,
        double atFixed,
        GatePolicy policy,
        TierEvidence known
    )
    {
        var ours = TimeInterval(sides, sides.Runs.Candidate, policy);
        var theirs = TimeInterval(sides, sides.Runs.Reference, policy);
        var figures = new TierFigures(
            Rounding.Stable(1 / e.Ratio),
            ours[1],
            theirs[0],
            Rounding.Stable(-e.HedgesG),
            Rounding.Stable(p)
        );
        var decision = TierDecision.Of(figures, known);
        return new()
        {
            Shape = shape,
            CandidateNs = Rounding.Stable(e.CandidateNs),
            CandidateInterval = ours,
            BaselineNs = Rounding.Stable(e.ReferenceNs),
            BaselineInterval = theirs,
            Speedup = figures.Speedup,
            SpeedupInterval = [Rounding.Stable(1 / e.Interval.High), Rounding.Stable(1 / e.Interval.Low)],
            RelativeToFixed = Rounding.Stable(figures.Speedup / atFixed),
            HedgesG = figures.EffectSize,
            P = figures.P,
            Runs = e.CandidateRuns,
            SmallestProvable = Rounding.Stable(
                1 + Planning.MinimumDetectableEffect(e.Effect.StandardError, e.Effect.DegreesOfFreedom, 0, Alpha)
            ),
            Tier = decision.Tier,
            Missed = decision.Missed,
        };
    }

    private static CaseEvidence Weigh(CaseSides sides, GatePolicy policy) =>
        EvidenceWeighing.Weigh(
            sides,
            new CaseTerms(0, 0, 0),
            MachineShift.None,
            sides.Runs.Candidate.Length,
            policy.Confidence
        );

    // One side beside a constant: the interval of its location by the procedure that all intervals come from.
    private static ImmutableArray<double> TimeInterval(
        CaseSides sides,
        ImmutableArray<ImmutableArray<double>> side,
        GatePolicy policy
    )
    {
        ImmutableArray<ImmutableArray<double>> unit = [.. side.Select(_ => ImmutableArray.Create(1.0))];
        var (low, high) = Weigh(new(sides.Name, new ComparedRuns(unit, side, Paired: true, [])), policy).Interval;
        return [Rounding.Stable(low), Rounding.Stable(high)];
    }

    private static CaseSides Paired(MeasuredCase candidate, MeasuredCase baseline)
    {
        var theirs = baseline.Runs.DistinctBy(r => r.Run).ToDictionary(r => r.Run);
        ImmutableArray<CaseRun> both = [.. candidate.Runs.DistinctBy(r => r.Run).Where(r => theirs.ContainsKey(r.Run))];
        return new(
            candidate.Name,
            new([.. both.Select(r => theirs[r.Run].Samples)], [.. both.Select(r => r.Samples)], Paired: true, [])
        );
    }

    private static string? WhyNot(MeasuredCase candidate, MeasuredCase? baseline, string name)
    {
        if (baseline is null)
            return $"{name} does not have it";
        foreach (var one in new[] { candidate, baseline })
        {
            if (one.Status != CaseStatus.Measured)
                return $"{one.Name} was not measured: {one.Reason ?? "no reason is known"}";
        }

        if (WhyNotAlike(candidate.Observed, baseline.Observed) is { } unlike)
            return unlike;
        var common = candidate.Runs.Select(r => r.Run).Intersect(baseline.Runs.Select(r => r.Run)).Count();
        return common < CaseSides.FewestRuns ? $"only {common} valid runs hold both sides" : null;
    }

    /// <summary>Why times of two kinds say nothing about each other, as a clause; null if they do.</summary>
    /// <param name="candidate">What was observed of the candidate; null if it is controlled.</param>
    /// <param name="baseline">What was observed of the baseline; null if it is controlled.</param>
    public static string? WhyNotAlike(ObservedWork? candidate, ObservedWork? baseline) =>
        (candidate?.IsWallTime ?? false) == (baseline?.IsWallTime ?? false)
            ? null
            : $"the {(baseline?.IsWallTime ?? false ? "baseline" : "candidate")} is the wall time of a process with "
                + "its start, and the other side is not; measure kernels of the command (measure)";

    private static List<(string Shape, MeasuredCase Case)> Shapes(Measurement measurement, string benchmark)
    {
        var shapes = measurement
            .Cases.Where(c => c.Benchmark == benchmark && c.Role == CaseRole.Case && !c.FilteredOut)
            .DistinctBy(c => c.Name)
            .Select(c => (Shape: ShapeOf(c), c))
            .OrderBy(s => Number().Replace(s.Shape, m => m.Value.PadLeft(LongestNumber, '0')), StringComparer.Ordinal)
            .ToList();
        return shapes.Count > 0
            ? shapes
            : throw new PerfGateException(
                DiagnosticCatalog.BenchmarkNotMeasured(
                    benchmark,
                    measurement
                        .Cases.Where(c => c is { Role: CaseRole.Case, FilteredOut: false })
                        .Select(c => c.Benchmark)
                ),
                ExitCode.Usage
            );
    }

    /// <summary>A case's name without that of its benchmark: <c>S=512</c>.</summary>
    /// <param name="measured">The case.</param>
    public static string ShapeOf(MeasuredCase measured) =>
        measured.Name.Length > measured.Benchmark.Length ? measured.Name[(measured.Benchmark.Length + 1)..] : "";

    /// <summary>The name of a benchmark's case at a shape.</summary>
    /// <param name="benchmark">Its benchmark.</param>
    /// <param name="shape">Its shape; empty for none.</param>
    public static string CaseName(string benchmark, string shape) =>
        shape.Length == 0 ? benchmark : $"{benchmark}/{shape}";

    private static bool HasFingerprint(MeasurementEnvironment e) =>
        e.DeviceSlug.Length > 0
        && e.Compiler.Version.Length > 0
        && e.Host.Processor.Length > 0
        && (e.Device.RunsOnProcessor || e.Gpu is { DriverVersion: not null });

    // S=512 comes before S=1024.
    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}

/// <summary>The two benchmarks of a publication.</summary>
/// <param name="Candidate">The benchmark that is claimed to be faster.</param>
/// <param name="Baseline">The benchmark that it is compared with.</param>
/// <param name="FixedShape">The shape that speed-ups are also given relative to; null for the first.</param>
public sealed record ComparedPair(string Candidate, string Baseline, string? FixedShape = null);
