using System.Collections.Immutable;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>Two sets of samples compared outside a gate: <c>perfgate compare</c>.</summary>
public sealed record SampleComparison
{
    /// <summary>Runs a side below which nothing is decided.</summary>
    public const int FewestRuns = 5;

    private const string Name = "comparison";

    // Lines of one sample from which on it looks as if one process had taken them.
    private const int ManyLines = 20;

    /// <summary>Candidate over reference; above 1 is slower.</summary>
    public required double Ratio { get; init; }

    /// <summary>Its 95 % interval, [low, high].</summary>
    public required ImmutableArray<double> RatioInterval { get; init; }

    /// <summary>Hedges' g with the exact correction; ±1e308 stands for infinite.</summary>
    public required double HedgesG { get; init; }

    /// <summary>Its 95 % interval, [low, high].</summary>
    public required ImmutableArray<double> HedgesGInterval { get; init; }

    /// <summary>Cliff's delta.</summary>
    public required double CliffsDelta { get; init; }

    /// <summary>Mann and Whitney's U of the candidate.</summary>
    public required double MannWhitneyU { get; init; }

    /// <summary>Its two-sided p-value.</summary>
    public required double MannWhitneyP { get; init; }

    /// <summary>Two-sided p-value of the permutation test.</summary>
    public required double PermutationP { get; init; }

    /// <summary>The smallest relative slow-down that could have been proven, as a fraction.</summary>
    public required double MinimumDetectableEffect { get; init; }

    /// <summary>The answer.</summary>
    public required CaseVerdict Verdict { get; init; }

    /// <summary>The answer in words.</summary>
    public required string Reason { get; init; }

    /// <summary>P-value against "not slower by more than the tolerance".</summary>
    public required double P { get; init; }

    /// <summary>The tolerance in force, as a fraction: the stated one, or what the noise lets resolve.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The tolerance as stated, as a fraction.</summary>
    public required double StatedTolerance { get; init; }

    /// <summary>Runs on the two sides, [reference, candidate].</summary>
    public required ImmutableArray<int> Runs { get; init; }

    /// <summary>What was taken for a run: <c>run</c> for a line of samples, <c>sample</c> for each number.</summary>
    public required string Unit { get; init; }

    /// <summary>What makes the answer doubtful and cannot be known for certain; empty for nothing.</summary>
    public ImmutableArray<string> Cautions { get; init; } = [];

    /// <summary>Compares two independent sides: one comparison, one look, no absolute floor.</summary>
    /// <param name="reference">Samples of each run, at least two runs, positive and finite.</param>
    /// <param name="candidate">Likewise.</param>
    /// <param name="tolerance">The tolerated slow-down, as a fraction.</param>
    /// <param name="sampleIsRun">
    /// Whether the runs are single samples of one series, whose order is then checked for a shift.
    /// </param>
    public static SampleComparison Of(
        ImmutableArray<ImmutableArray<double>> reference,
        ImmutableArray<ImmutableArray<double>> candidate,
        double tolerance,
        bool sampleIsRun = false
    )
    {
        var policy = new GatePolicy { Runs = new() { Minimum = FewestRuns, Maximum = FewestRuns } };
        var e = EvidenceWeighing.Weigh(
            new(Name, ComparedRuns.Unpaired(reference, candidate)),
            new(tolerance, 0, 0),
            MachineShift.None,
            Math.Max(2, Math.Min(reference.Length, candidate.Length)),
            policy.Confidence
        );
        var finding = FamilyDecision.Decide([e], policy)[0];
        var shift =
            Shift("the reference", reference, tolerance, sampleIsRun)
            ?? Shift("the candidate", candidate, tolerance, sampleIsRun);
        var (verdict, reason) = Answer(finding, shift);

        // The tests and g are on the locations themselves, as multiples of one of them so that nothing overflows.
        var (old, now) = Locations(reference, candidate);
        var g = EffectSize.HedgesGInterval(old, now, policy.Confidence);
        var test = MannWhitney.Test(old, now);
        return new()
        {
            Ratio = Rounding.Stable(e.Ratio),
            RatioInterval = [Rounding.Stable(e.Interval.Low), Rounding.Stable(e.Interval.High)],
            HedgesG = EffectSize.HedgesG(old, now),
            HedgesGInterval = [Rounding.Stable(g.Low), Rounding.Stable(g.High)],
            CliffsDelta = e.CliffsDelta,
            MannWhitneyU = test.U,
            MannWhitneyP = test.P,
            PermutationP = PermutationTest.TwoSided(old, now, CounterRandom.SeedOf(Name)),
            MinimumDetectableEffect = Rounding.Stable(Planning.MinimumDetectableEffect(
                e.Effect.StandardError, e.Effect.DegreesOfFreedom, e.Margin, policy.FamilyWiseErrorRate)),
            Verdict = verdict,
            Reason = reason,
            P = Rounding.Stable(finding.P),
            Tolerance = Rounding.Stable(e.Tolerance),
            StatedTolerance = Rounding.Stable(e.StatedTolerance),
            Runs = e.Runs,
            Unit = sampleIsRun ? "sample" : "run",
            Cautions = sampleIsRun
                ? []
                : [.. OneProcess("reference", reference), .. OneProcess("candidate", candidate)],
        };
    }

    // Nobody starts a process for each of so many samples by hand, but a loop in one process writes them.
    private static IEnumerable<string> OneProcess(string side, ImmutableArray<ImmutableArray<double>> runs)
    {
        if (runs.Length >= ManyLines && runs.All(r => r.Length == 1))
        {
            yield return $"each of the {runs.Length} lines of the {side} holds one sample and counts as a process of "
                + $"its own. If one process took them all, write them on one line and add lines from other processes: "
                + $"two processes that run the same code often differ by several per cent, and one process cannot show "
                + $"that.";
        }
    }

    private static (CaseVerdict Verdict, string Reason) Answer(CaseFinding finding, string? shift)
    {
        var e = finding.Evidence;
        var notes = Wording.RaisedTolerance(e) + Wording.FarRuns(e);
        if (shift is not null)
            return Undecided(CaseVerdict.Unstable, $"{shift}; {FindingWords.Measured(finding)}{notes}");
        if (FindingWords.TooFew(finding, (FewestRuns, FewestRuns)) is { } few)
            return Undecided(CaseVerdict.Inconclusive, few.Words + notes);

        return finding.Finding switch
        {
            Finding.Slower => (CaseVerdict.Regression, FindingWords.Decided(finding, Finding.Slower) + notes),
            Finding.Faster => (CaseVerdict.Improvement, FindingWords.Decided(finding, Finding.Faster) + notes),
            Finding.NotSlower => (CaseVerdict.Pass, FindingWords.Decided(finding, Finding.NotSlower) + notes),
            Finding.Undecided => Undecided(CaseVerdict.Inconclusive, FindingWords.Undecided(finding).Words + notes),
        };
    }

    private static (CaseVerdict Verdict, string Reason) Undecided(CaseVerdict verdict, string why) =>
        (verdict, VerdictTraits.Meaning(verdict, why));

    private static string? Shift(
        string side,
        ImmutableArray<ImmutableArray<double>> runs,
        double tolerance,
        bool sampleIsRun
    )
    {
        if (sampleIsRun)
            return RunStability.Examine([.. runs.Select(r => r[0])], tolerance).Reason is { } reason
                ? $"{side} is not a steady series: {reason}"
                : null;
        for (var i = 0; i < runs.Length; i++)
        {
            if (RunStability.Examine(runs[i].AsSpan(), tolerance).Reason is { } why)
                return $"run {i + 1} of {side} is not steady, repeat it: {why}";
        }

        return null;
    }

    private static (double[] Reference, double[] Candidate) Locations(
        ImmutableArray<ImmutableArray<double>> reference, ImmutableArray<ImmutableArray<double>> candidate)
    {
        double[] old = [.. reference.Select(r => InterquartileMean.Of(r.AsSpan()))];
        double[] now = [.. candidate.Select(r => InterquartileMean.Of(r.AsSpan()))];
        // A power of two changes no digit.
        var exponent = -Math.ILogB(Math.Max(old.Max(), now.Max()));
        return ([.. old.Select(x => Math.ScaleB(x, exponent))], [.. now.Select(x => Math.ScaleB(x, exponent))]);
    }
}
