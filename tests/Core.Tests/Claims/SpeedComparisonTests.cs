using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Core.Tests.Judgement;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Claims;

public sealed class SpeedComparisonTests
{
    private static readonly ComparedPair Pair = new("fast", "slow");

    [Fact]
    public void A_known_speed_up_is_found_at_every_shape()
    {
        var claims = SpeedComparison.Of(PublicationSamples.Measurement(1.3), PublicationSamples.Pair, new());

        Assert.Equal(["S=256", "S=1024"], claims.Claims.Select(c => c.Shape));
        Assert.All(
            claims.Claims,
            c =>
            {
                Assert.InRange(c.Speedup, 1.25, 1.35);
                Assert.True(c.SpeedupInterval[0] < c.Speedup && c.Speedup < c.SpeedupInterval[1]);
                Assert.True(c.CandidateInterval[0] < c.CandidateNs && c.CandidateNs < c.CandidateInterval[1]);
                Assert.True(c.BaselineInterval[0] < c.BaselineNs && c.BaselineNs < c.BaselineInterval[1]);
                Assert.Equal(c.BaselineNs / c.CandidateNs, c.Speedup, 1e-9);
                Assert.Equal(6, c.Runs);
                Assert.True(c.P < 0.001 && c.HedgesG > 0.8);
                // No explanation is at hand, so that no higher tier can be reached.
                Assert.Equal(Tier.Minimum, c.Tier);
            }
        );
        Assert.Equal(1, claims.Fixed.RelativeToFixed);
        Assert.Equal("S=1024", claims.FixedShape);
    }

    [Theory]
    [InlineData(true, true, Tier.Stretch)]
    [InlineData(true, false, Tier.Target)]
    [InlineData(false, false, Tier.Minimum)]
    public void An_explanation_by_counters_reaches_higher_tiers_at_its_shape(bool counted, bool bounded, Tier tier)
    {
        var pair = PublicationSamples.Pair;
        var explained = new ExplainReport
        {
            Reference = "the baseline",
            Cases =
            [
                new()
                {
                    Name = $"{pair.Candidate}/S=1024",
                    Against = $"{pair.Baseline}/S=1024",
                    Sentences = [new("It does less work.", [NcuMetrics.Instructions])],
                    Bounded = bounded,
                    Kernels =
                    [
                        new() { Name = "k", Counters = counted ? [new(NcuMetrics.Instructions, "inst", 2, 1)] : [] },
                    ],
                },
            ],
        };

        var claims = SpeedComparison.Of(PublicationSamples.Measurement(1.3), pair, new(), explained);

        Assert.Equal([Tier.Minimum, tier], claims.Claims.Select(c => c.Tier));
    }

    [Fact]
    public void Intervals_and_effect_are_those_that_the_gate_shows_of_the_same_runs()
    {
        var trial = Given.Pair("fast/S=1", 1000, 0.8, 0.02, 0.005, 10, seed: 3);
        var verdict = Judge.Decide(Given.Input(Given.Trial(trial), null)).Of("fast/S=1");

        var claim = SpeedComparison.Of(AsTwoBenchmarks(trial), Pair, new()).Fixed;

        Assert.Equal(1 / verdict.RatioInterval!.Value[1], claim.SpeedupInterval[0], 1e-8);
        Assert.Equal(1 / verdict.RatioInterval.Value[0], claim.SpeedupInterval[1], 1e-8);
        Assert.Equal(1 / verdict.Ratio!.Value, claim.Speedup, 1e-8);
        Assert.Equal(-verdict.HedgesG!.Value, claim.HedgesG, 1e-8);
        Assert.Equal(verdict.CandidateNs!.Value, claim.CandidateNs, 1e-5);
        Assert.Equal(verdict.ReferenceNs!.Value, claim.BaselineNs, 1e-5);
    }

    [Fact]
    public void Only_runs_that_hold_both_sides_count()
    {
        var both = AsTwoBenchmarks(Given.Pair("fast/S=1", 1000, 0.8, 0.02, 0.005, 10, seed: 3));
        var less = both with
        {
            Cases =
            [
                .. both.Cases.Select(c =>
                    c.Benchmark == "slow" ? c with { Runs = [.. c.Runs.Where(r => r.Run is not (2 or 7))] } : c
                ),
            ],
        };

        Assert.Equal(8, SpeedComparison.Of(less, Pair, new()).Fixed.Runs);
    }

    [Fact]
    public void Of_the_same_code_no_speed_up_is_claimed()
    {
        var claims = SpeedComparison.Of(PublicationSamples.Measurement(1), PublicationSamples.Pair, new());

        Assert.All(claims.Claims, c => Assert.Equal(Tier.None, c.Tier));
        Assert.All(claims.Claims, c => Assert.Contains(c.Missed, m => m.Tier == Tier.Minimum));
    }

    [Fact]
    public void P_is_adjusted_over_the_shapes()
    {
        var one = Given.Pair("fast/S=1", 1000, 0.99, 0.02, 0.01, 8, seed: 5);
        var two = Given.Pair("fast/S=2", 1000, 0.99, 0.02, 0.01, 8, seed: 6);

        double[] alone =
        [
            SpeedComparison.Of(AsTwoBenchmarks(one), Pair, new()).Fixed.P,
            SpeedComparison.Of(AsTwoBenchmarks(two), Pair, new()).Fixed.P,
        ];
        var together = SpeedComparison.Of(AsTwoBenchmarks(one, two), Pair, new()).Claims.Select(c => c.P).ToArray();

        Assert.Equal(Multiplicity.Holm(alone), together, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.NotEqual(alone, together);
    }

    [Fact]
    public void A_shape_that_one_side_lacks_or_that_failed_is_named()
    {
        var measured = AsTwoBenchmarks(
            Given.Pair("fast/S=1", 1000, 0.8, 0.02, 0.005, 10, seed: 3),
            Given.Pair("fast/S=2", 1000, 0.8, 0.02, 0.005, 10, seed: 4)
        );
        measured = measured with
        {
            Cases =
            [
                .. measured.Cases.Where(c => c.Name != "slow/S=2"),
                Given.Case("slow/S=3", 1000, 0.01, 10, 7),
                Given.Ended("fast/S=4", CaseStatus.Unstable, "it is not steady"),
                Given.Case("slow/S=4", 1000, 0.01, 10, 7),
            ],
        };

        var claims = SpeedComparison.Of(measured, Pair, new());

        Assert.Equal(["S=1"], claims.Claims.Select(c => c.Shape));
        Assert.Equal(
            [
                "S=2: slow does not have it",
                "S=4: fast/S=4 was not measured: it is not steady",
                "S=3: fast does not have it",
            ],
            claims.LeftOut.Select(l => $"{l.Shape}: {l.Reason}")
        );
    }

    [Theory]
    [InlineData("fsat", "slow", null, "PG2078", "did you mean fast?")]
    [InlineData("fast", "none", null, "PG2078", "does not have the benchmark none")]
    [InlineData("fast", "slow", "S=9", "PG2072", "Name one of these: S=1.")]
    public void What_cannot_be_compared_is_told(
        string candidate,
        string baseline,
        string? shape,
        string code,
        string words
    )
    {
        var measured = AsTwoBenchmarks(Given.Pair("fast/S=1", 1000, 0.8, 0.02, 0.005, 10, seed: 3));

        var e = Assert.Throws<PerfGateException>(() =>
            SpeedComparison.Of(measured, new(candidate, baseline, shape), new())
        );

        Assert.Equal(code, e.Diagnostics[0].Code);
        Assert.Contains(words, e.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wall time", null, "the baseline is the wall time of a process")]
    [InlineData("wall time", "kernels a*", "the baseline is the wall time of a process")]
    [InlineData("kernels a*", "wall time", "the candidate is the wall time of a process")]
    [InlineData("wall time", "wall time", null)]
    [InlineData("kernels a*", null, null)]
    public void Wall_time_of_a_command_is_compared_with_wall_time_alone(string baseline, string? candidate, string? why)
    {
        var measured = AsTwoBenchmarks(Given.Pair("fast/S=1", 1000, 0.8, 0.02, 0.005, 10, seed: 3));
        measured = measured with
        {
            Cases =
            [
                .. measured.Cases.Select(c =>
                    (c.Benchmark == "slow" ? baseline : candidate) is { } work
                        ? c with
                        {
                            Observed = new() { Measured = work },
                        }
                        : c
                ),
            ],
        };

        if (why is null)
        {
            Assert.Single(SpeedComparison.Of(measured, Pair, new()).Claims);
            return;
        }

        var e = Assert.Throws<PerfGateException>(() => SpeedComparison.Of(measured, Pair, new()));
        Assert.Equal("PG2071", e.Diagnostics[0].Code);
        Assert.Contains(why, e.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Benchmarks_without_a_shape_in_common_are_refused()
    {
        var measured = Given.Measurement(
            Given.Case("fast/S=1", 1000, 0.01, 10, 7),
            Given.Case("slow/S=2", 1000, 0.01, 10, 7)
        );

        var e = Assert.Throws<PerfGateException>(() => SpeedComparison.Of(measured, Pair, new()));

        Assert.Equal("PG2071", e.Diagnostics[0].Code);
    }

    private static Measurement AsTwoBenchmarks(params MeasuredCase[] trials) =>
        Given.Measurement([
            .. trials.SelectMany(t =>
                new[]
                {
                    t with
                    {
                        Runs = [.. t.Runs.Select(r => r with { ReferenceSamples = null })],
                    },
                    t with
                    {
                        Name = t.Name.Replace("fast", "slow", StringComparison.Ordinal),
                        Benchmark = "slow",
                        Runs =
                        [
                            .. t.Runs.Select(r => new CaseRun { Run = r.Run, Samples = r.ReferenceSamples!.Value }),
                        ],
                    },
                }
            ),
        ]);
}
