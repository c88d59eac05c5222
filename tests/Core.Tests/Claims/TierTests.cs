using PerfGate.Core.Claims;

namespace PerfGate.Core.Tests.Claims;

/// <summary>Tiers follow from the figures alone, at each boundary of each rule.</summary>
public sealed class TierTests
{
    private static readonly TierEvidence Everything = new(true, true, true, true);

    [Theory]
    // The speed-up is reached by the bound itself.
    [InlineData(1.0499999, 9, 1e-9, Tier.None)]
    [InlineData(1.05, 9, 1e-9, Tier.Minimum)]
    [InlineData(1.0999999, 9, 1e-9, Tier.Minimum)]
    [InlineData(1.10, 9, 1e-9, Tier.Target)]
    [InlineData(1.1999999, 9, 1e-9, Tier.Target)]
    [InlineData(1.20, 9, 1e-9, Tier.Stretch)]
    [InlineData(7, 9, 1e-9, Tier.Stretch)]
    // g must be above its bound.
    [InlineData(7, 0.2, 1e-9, Tier.None)]
    [InlineData(7, 0.2000001, 1e-9, Tier.Minimum)]
    [InlineData(7, 0.5, 1e-9, Tier.Minimum)]
    [InlineData(7, 0.5000001, 1e-9, Tier.Target)]
    [InlineData(7, 0.8, 1e-9, Tier.Target)]
    [InlineData(7, 0.8000001, 1e-9, Tier.Stretch)]
    [InlineData(7, -9, 1e-9, Tier.None)]
    // p must be below its bound.
    [InlineData(7, 9, 0.05, Tier.None)]
    [InlineData(7, 9, 0.0499999, Tier.Minimum)]
    [InlineData(7, 9, 0.01, Tier.Minimum)]
    [InlineData(7, 9, 0.0099999, Tier.Target)]
    [InlineData(7, 9, 0.001, Tier.Target)]
    [InlineData(7, 9, 0.0009999, Tier.Stretch)]
    [InlineData(double.NaN, 9, 1e-9, Tier.None)]
    [InlineData(7, double.NaN, 1e-9, Tier.None)]
    [InlineData(7, 9, double.NaN, Tier.None)]
    public void A_tier_is_what_the_figures_give(double speedup, double g, double p, Tier expected) =>
        Assert.Equal(expected, TierDecision.Of(new(speedup, 90, 100, g, p), Everything).Tier);

    [Theory]
    [InlineData(99.9999, 100, Tier.Stretch)]
    [InlineData(100, 100, Tier.None)]
    [InlineData(101, 100, Tier.None)]
    public void Intervals_that_touch_or_overlap_give_no_tier(double candidateHigh, double baselineLow, Tier expected) =>
        Assert.Equal(expected, TierDecision.Of(new(7, candidateHigh, baselineLow, 9, 1e-9), Everything).Tier);

    [Theory]
    [InlineData(false, true, true, true, Tier.None)]
    [InlineData(true, false, true, true, Tier.Minimum)]
    [InlineData(true, true, false, true, Tier.Target)]
    [InlineData(true, true, true, false, Tier.Target)]
    [InlineData(true, true, true, true, Tier.Stretch)]
    public void What_a_tier_asks_for_besides_counts(
        bool fingerprint,
        bool explanation,
        bool roofline,
        bool bottleneck,
        Tier expected
    ) =>
        Assert.Equal(
            expected,
            TierDecision.Of(new(7, 90, 100, 9, 1e-9), new(fingerprint, explanation, roofline, bottleneck)).Tier
        );

    [Fact]
    public void A_missed_tier_names_each_figure_that_missed_it()
    {
        var decision = TierDecision.Of(new(1.0999, 101, 100, 0.6, 0.02), new(true, false, true, true));

        Assert.Equal(Tier.None, decision.Tier);
        Assert.Equal(
            [
                "minimum the intervals overlap: candidate up to 101 ns, baseline from 100 ns",
                "target speed-up 1.0999, must be at least 1.1",
                "target the intervals overlap: candidate up to 101 ns, baseline from 100 ns",
                "target p 0.02, must be below 0.01",
                "target explanation of the speed-up: not stated",
                "stretch speed-up 1.1, must be at least 1.2",
                "stretch the intervals overlap: candidate up to 101 ns, baseline from 100 ns",
                "stretch Hedges' g 0.6, must be above 0.8",
                "stretch p 0.02, must be below 0.001",
            ],
            decision.Missed.Select(m => $"{TierDecision.Name(m.Tier)} {m.Figure}")
        );
    }

    [Fact]
    public void A_figure_that_misses_by_little_is_printed_with_the_digits_that_tell_it_from_its_bound() =>
        Assert.Contains(
            "speed-up 1.0499999, must be at least 1.05",
            TierDecision.Of(new(1.0499999, 90, 100, 9, 1e-9), Everything).Missed.Select(m => m.Figure)
        );

    [Fact]
    public void A_candidate_that_is_slower_without_any_noise_has_no_tier() =>
        Assert.Contains(
            "Hedges' g -∞, must be above 0.2",
            TierDecision.Of(new(0.9, 111, 100, -1e308, 1), Everything).Missed.Select(m => m.Figure)
        );

    [Fact]
    public void The_highest_tier_misses_nothing() =>
        Assert.Empty(TierDecision.Of(new(1.2, 90, 100, 0.9, 0.0001), Everything).Missed);
}
