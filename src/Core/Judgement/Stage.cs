using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>One comparison of the two-stage procedure, with all it found.</summary>
/// <param name="Against">What the candidate was compared with, in words.</param>
/// <param name="Findings">By case name; a case that has no runs enough is not in it.</param>
/// <param name="Drift">How far the machine has moved; null if nothing could tell.</param>
/// <param name="CorrectedForDrift">Whether the drift was taken off the effects.</param>
/// <param name="NoiseFloor">What the machine can resolve between cases, as a fraction.</param>
internal sealed record Stage(
    string Against,
    ImmutableDictionary<string, CaseFinding> Findings,
    Drift? Drift,
    bool CorrectedForDrift,
    double NoiseFloor
)
{
    /// <summary>
    /// Whether the machine has moved too far for the comparison to count, and could not be corrected for.
    /// </summary>
    public bool DoesNotCount => Drift is { Void: true } && !CorrectedForDrift;

    /// <summary>Fresh runs of the candidate against the baseline.</summary>
    /// <param name="against">What the comparison is called.</param>
    /// <param name="baseline">The baseline.</param>
    /// <param name="candidate">The candidate's measurement.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="judged">Which cases are judged rather than used as controls.</param>
    /// <param name="earlier">The stage that accused them; null for the first.</param>
    public static Stage AgainstBaseline(
        string against,
        Baseline baseline,
        Measurement candidate,
        GatePolicy policy,
        IReadOnlySet<string> judged,
        Stage? earlier = null
    )
    {
        // Times before which the caches were in another state are the times of something else.
        var caches = candidate.Cases.ToDictionary(c => c.Name, candidate.CacheOf, StringComparer.Ordinal);
        bool SameCache(Measurement day, MeasuredCase old) =>
            caches.TryGetValue(old.Name, out var now) && day.CacheOf(old) == now;
        var newest = baseline
            .Measurements[^1]
            .Cases.Where(old => SameCache(baseline.Measurements[^1], old))
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
        var past = baseline
            .Measurements.SelectMany(m => m.Cases.Where(old => old.Runs.Length > 0 && SameCache(m, old)))
            .ToLookup(old => old.Name, StringComparer.Ordinal);
        var controls = Controls.Between(newest, candidate.Cases, policy.AbsoluteFloorNs);
        var drift = controls.ToDrift(CaseSettings.ToleranceOf(policy, candidate.Environment.Device));
        var shift = drift is { Void: true } ? controls.Shift : null;
        var sides = candidate
            .Cases.Where(c => judged.Contains(c.Name) && newest.ContainsKey(c.Name))
            .Select(c =>
                (
                    c,
                    newest.GetValueOrDefault(c.Name),
                    CaseSides.Unpaired([.. past[c.Name]], c)
                )
            );
        return Decide(against, sides, candidate.Environment.Device, policy, controls, drift, shift, earlier);
    }

    /// <summary>Candidate and base kernels, interleaved.</summary>
    /// <param name="against">What the comparison is called.</param>
    /// <param name="trial">The interleaved measurement.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="judged">Which cases are judged rather than used as controls.</param>
    /// <param name="earlier">The stage that accused them; null if there was none.</param>
    public static Stage Interleaved(
        string against, Measurement trial, GatePolicy policy, IReadOnlySet<string> judged, Stage? earlier = null) =>
        Decide(
            against,
            trial
                .Cases.Where(c => judged.Contains(c.Name))
                .Select(c =>
                    (c, (MeasuredCase?)(c with { Tolerance = c.ReferenceTolerance }), CaseSides.Interleaved(c))
                ),
            trial.Environment.Device,
            policy,
            Controls.Within(trial.Cases, policy.AbsoluteFloorNs),
            null,
            null,
            earlier
        );

    private static Stage Decide(
        string against,
        IEnumerable<(MeasuredCase Case, MeasuredCase? Reference, CaseSides? Sides)> cases,
        DeviceKind device,
        GatePolicy policy,
        Controls controls,
        Drift? drift,
        MachineShift? shift,
        Stage? earlier
    )
    {
        // In parallel and in order: every case has a seed of its own, so the threads change nothing.
        List<CaseEvidence> family =
        [
            .. cases
                .AsParallel()
                .AsOrdered()
                .Where(c => c.Sides is { Comparable: true })
                .Select(c =>
                    EvidenceWeighing.Weigh(
                        c.Sides!,
                        CaseTerms.Of(
                            CaseSettings.Of(policy, device, c.Case.Name, Stated(c.Case, c.Reference)),
                            controls.NoiseFloor
                        ),
                        shift ?? MachineShift.None,
                        policy.Runs.Maximum,
                        policy.Confidence
                    )
                )
                .Select(e => e with { LeastP = LeastPAfter(earlier, e) }),
        ];
        return new(
            against,
            FamilyDecision.Decide(family, policy).ToImmutableDictionary(f => f.Evidence.Name, StringComparer.Ordinal),
            drift, shift is not null, controls.NoiseFloor);
    }

    private static IEnumerable<double?> Stated(MeasuredCase now, MeasuredCase? reference) =>
        reference is null ? [now.Tolerance] : [now.Tolerance, reference.Tolerance];

    // Where the stage before saw the same, identical processes must have separated completely twice. A trial is an
    // experiment of its own, so the chances multiply; fresh runs against the same baseline make the candidate's side of
    // one experiment larger.
    private static double LeastPAfter(Stage? earlier, CaseEvidence e) =>
        earlier?.Findings.GetValueOrDefault(e.Name) is not { LooksSlower: true, Evidence: { } before } ? e.LeastP
        : e.Paired ? e.LeastP * before.LeastP
        : EvidenceWeighing.LeastP(paired: false, e.ReferenceRuns, before.CandidateRuns + e.CandidateRuns);

    /// <summary>
    /// The evidence on one case as the verdict keeps it beside a later stage's; null if there is none.
    /// </summary>
    public StageEvidence? EvidenceOn(string name) => Findings.GetValueOrDefault(name) is not { } finding ? null : new(
        Against,
        Rounding.Stable(finding.Evidence.Ratio),
        [Rounding.Stable(finding.Evidence.Interval.Low), Rounding.Stable(finding.Evidence.Interval.High)],
        Rounding.Stable(finding.P),
        finding.Evidence.Runs);
}

/// <summary>What a stage finds of one case, its place in the family taken into account.</summary>
/// <param name="Evidence">The evidence.</param>
/// <param name="Finding">The answer.</param>
/// <param name="P">
/// P-value against "not slower by more than the tolerance", adjusted for the family and for the looks.
/// </param>
/// <param name="LooksSlower">
/// Whether it is slower than the stated tolerance by Student's t alone, which is enough to accuse and not enough to
/// convict.
/// </param>
/// <param name="BelowFloor">Whether only the absolute floor keeps it from being found slower.</param>
/// <param name="WithinNoise">
/// Whether it looks slower than the stated tolerance, although the mean over its runs rules out more than the tolerance
/// in force.
/// </param>
/// <param name="NeedsRuns">
/// Whether it is slower than the tolerance by all but one test: so few runs could lie apart by chance, however far.
/// </param>
internal sealed record CaseFinding(
    CaseEvidence Evidence,
    Finding Finding,
    double P,
    bool LooksSlower,
    bool BelowFloor,
    bool WithinNoise,
    bool NeedsRuns
);

/// <summary>The answers of a comparison.</summary>
internal enum Finding
{
    /// <summary>Neither is proven.</summary>
    Undecided,

    /// <summary>Slower by more than the tolerance is proven.</summary>
    Slower,

    /// <summary>Slower by more than the tolerance is ruled out.</summary>
    NotSlower,

    /// <summary>Faster by more than the tolerance is proven.</summary>
    Faster,
}

/// <summary>How far the machine itself moved between two measurements, on the log scale.</summary>
/// <param name="Log">Median log ratio of the controls; above 0 is slower now.</param>
/// <param name="Variance">
/// Variance of what one further case would show: the controls' spread, and the median's own error.
/// </param>
/// <param name="DegreesOfFreedom">Of that variance.</param>
internal sealed record MachineShift(double Log, double Variance, double DegreesOfFreedom)
{
    /// <summary>Nothing to take off.</summary>
    public static MachineShift None { get; } = new(0, 0, 1);
}
