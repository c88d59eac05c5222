using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Text;

namespace PerfGate.Core.Claims;

/// <summary>How far a speed-up is proven and explained.</summary>
public enum Tier
{
    /// <summary>Not even the minimum.</summary>
    None,

    /// <summary>Faster, and it is known where.</summary>
    Minimum,

    /// <summary>Clearly faster, and the reason is known.</summary>
    Target,

    /// <summary>Much faster, and it is known what bounds it.</summary>
    Stretch,
}

/// <summary>What a tier asks for. The tiers below it must be reached too.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Speedup">The smallest speed-up: time of the baseline over time of the candidate.</param>
/// <param name="EffectSize">Hedges' g of the speed-up must be above this.</param>
/// <param name="P">The adjusted p-value must be below this.</param>
public sealed record TierRule(Tier Tier, double Speedup, double EffectSize, double P)
{
    /// <summary>The rules, the lowest tier first.</summary>
    public static ImmutableArray<TierRule> All { get; } =
    [new(Tier.Minimum, 1.05, 0.2, 0.05), new(Tier.Target, 1.10, 0.5, 0.01), new(Tier.Stretch, 1.20, 0.8, 0.001)];
}

/// <summary>What is known besides the times.</summary>
/// <param name="Fingerprint">Whether device, driver, compiler and machine are recorded.</param>
/// <param name="Explanation">Whether a paragraph says why the candidate is faster.</param>
/// <param name="Roofline">Whether the candidate has a place under measured ceilings.</param>
/// <param name="Bottleneck">Whether it is known what bounds the candidate.</param>
public sealed record TierEvidence(bool Fingerprint, bool Explanation, bool Roofline, bool Bottleneck);

/// <summary>The figures of one shape that tiers are decided by.</summary>
/// <param name="Speedup">Time of the baseline over time of the candidate.</param>
/// <param name="CandidateHigh">Upper end of the interval of the candidate's time, nanoseconds.</param>
/// <param name="BaselineLow">Lower end of the interval of the baseline's time, nanoseconds.</param>
/// <param name="EffectSize">Hedges' g, above 0 if the candidate is faster.</param>
/// <param name="P">P-value against "the candidate is not faster", adjusted over all shapes.</param>
public sealed record TierFigures(double Speedup, double CandidateHigh, double BaselineLow, double EffectSize, double P);

/// <summary>A figure that a tier was missed by.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Figure">The figure and what it had to be.</param>
public sealed record TierMiss(Tier Tier, string Figure);

/// <summary>The tier that was reached, and what the higher ones were missed by.</summary>
/// <param name="Tier">The highest tier whose rule, and those of all lower tiers, hold.</param>
/// <param name="Missed">Everything that a higher tier lacks, the lowest tier first.</param>
public sealed record TierDecision(Tier Tier, ImmutableArray<TierMiss> Missed)
{
    /// <summary>Decides by the rules alone.</summary>
    /// <param name="figures">The figures of one shape.</param>
    /// <param name="evidence">What is known besides.</param>
    public static TierDecision Of(TierFigures figures, TierEvidence evidence)
    {
        var reached = Tier.None;
        var missed = ImmutableArray.CreateBuilder<TierMiss>();
        foreach (var rule in TierRule.All)
        {
            var misses = Misses(rule, figures, evidence).ToList();
            if (misses.Count == 0 && missed.Count == 0)
                reached = rule.Tier;
            missed.AddRange(misses.Select(m => new TierMiss(rule.Tier, m)));
        }

        return new(reached, missed.ToImmutable());
    }

    /// <summary>A tier as reports and files name it.</summary>
    /// <param name="tier">The tier.</param>
    public static string Name(Tier tier) =>
        tier switch
        {
            Tier.None => "none",
            Tier.Minimum => "minimum",
            Tier.Target => "target",
            Tier.Stretch => "stretch",
        };

    private static IEnumerable<string> Misses(TierRule rule, TierFigures f, TierEvidence evidence)
    {
        // Not a number misses everything.
        if (!(f.Speedup >= rule.Speedup))
            yield return $"speed-up {Told(f.Speedup, rule.Speedup)}, must be at least {Bound(rule.Speedup)}";
        if (!(f.CandidateHigh < f.BaselineLow))
            yield return $"the intervals overlap: candidate up to {Told(f.CandidateHigh, f.BaselineLow)} ns, baseline "
                + $"from {Told(f.BaselineLow, f.CandidateHigh)} ns";
        if (!(f.EffectSize > rule.EffectSize))
            yield return $"Hedges' g {Told(f.EffectSize, rule.EffectSize)}, must be above {Bound(rule.EffectSize)}";
        if (!(f.P < rule.P))
            yield return $"p {Told(f.P, rule.P)}, must be below {Bound(rule.P)}";
        foreach (var lacking in Lacking(rule.Tier, evidence))
            yield return $"{lacking}: not stated";
    }

    private static IEnumerable<string> Lacking(Tier tier, TierEvidence evidence) =>
        tier switch
        {
            Tier.None => [],
            Tier.Minimum => evidence.Fingerprint ? [] : ["fingerprint of the environment"],
            Tier.Target => evidence.Explanation ? [] : ["explanation of the speed-up"],
            Tier.Stretch =>
            [
                .. evidence.Roofline ? (string[])[] : ["roofline"],
                .. evidence.Bottleneck ? (string[])[] : ["bottleneck"],
            ],
        };

    // Four digits, or as many as it takes to tell a figure from its bound.
    private static string Told(double value, double against)
    {
        if (Math.Abs(value) >= Statistics.EffectSize.Infinite)
            return Numbers.Number(value);
        var shorter = value.ToString("G4", CultureInfo.InvariantCulture);
        return
            shorter == against.ToString("G4", CultureInfo.InvariantCulture)
            || shorter.Contains('E', StringComparison.Ordinal)
            ? Bound(value)
            : shorter;
    }

    private static string Bound(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
