using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>One resolution of a case's settings, and what it means where cache states differ.</summary>
public class CaseSettingsTests
{
    private static CaseSettings Of(PolicyOverride[] overrides, params IEnumerable<double?> stated) =>
        CaseSettings.Of(new() { Overrides = [.. overrides] }, DeviceKind.Cuda, "softmax/N=1024", stated);

    [Fact]
    public void Each_setting_is_that_of_the_first_override_that_fits_and_states_it()
    {
        PolicyOverride[] overrides =
        [
            new() { Case = "gemm/*", Tolerance = 0.5, AbsoluteFloorNs = 500, Cache = CacheState.Cold },
            new() { Case = "softmax/*", Tolerance = 0.02 },
            new() { Case = "*", Cache = CacheState.Hot },
            new() { Case = "softmax/N=1024", Tolerance = 0.03, AbsoluteFloorNs = 7, Cache = CacheState.Cold },
        ];

        Assert.Equal(new(0.02, 7, CacheState.Hot), Of(overrides));
        Assert.Equal(new(0.03, 7, CacheState.Cold), Of([.. overrides.Reverse()]));
    }

    [Fact]
    public void Without_an_override_the_policy_counts() => Assert.Equal(new(0.01, 50, CacheState.Cold), Of([]));

    [Theory]
    [InlineData(0.3, 0.02, 0.02)]
    [InlineData(0.02, 0.3, 0.02)]
    [InlineData(0.3, null, 0.01)]
    [InlineData(null, 0.005, 0.005)]
    public void Of_what_two_manifests_state_the_stricter_counts(
        double? candidate,
        double? reference,
        double expected
    ) => Assert.Equal(expected, Of([], candidate, reference).Tolerance);

    [Fact]
    public void An_override_wins_over_what_manifests_state() =>
        Assert.Equal(0.2, Of([new() { Case = "*", Tolerance = 0.2 }], 0.001, 0.002).Tolerance);

    [Fact]
    public void The_host_device_has_a_tolerance_of_its_own() =>
        Assert.Equal(0.05, CaseSettings.Of(new(), DeviceKind.Host, "a", (double?)null).Tolerance);

    [Fact]
    public void A_case_measured_with_another_cache_than_its_reference_is_tried_and_not_compared()
    {
        var input = Given.Input(
            Given.Measurement(
                Given.Case("a", 8_000, 0.002, 10, 1, "new") with
                {
                    Cache = "hot",
                },
                Given.Case("b", 10_000, 0.002, 10, 2, "new")
            ),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3), Given.Case("b", 10_000, 0.002, 10, 4))
        );

        var judged = Judge.Decide(input);

        Assert.Equal(CaseVerdict.Inconclusive, judged.Of("a").Verdict);
        Assert.Contains("cache (cold then, hot now)", judged.Of("a").Reason, StringComparison.Ordinal);
        Assert.Null(judged.Of("a").Ratio);
        Assert.Equal(CaseVerdict.Pass, judged.Of("b").Verdict);
        Assert.Equal(["a"], Judge.Accused(input));
        Assert.Empty(Judge.Undecided(input));
    }

    [Fact]
    public void Its_trial_decides()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 8_000, 0.002, 10, 1, "new") with { Cache = "hot" }),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3))
        ) with
        {
            Trial = Given.Trial(Given.Pair("a", 8_000, 1.1, 0.01, 0.002, 10, 7) with { Cache = "hot" }),
        };

        Assert.Equal(CaseVerdict.Regression, Judge.Decide(input).Of("a").Verdict);
        Assert.Empty(Judge.Accused(input));
    }

    [Theory]
    [InlineData(null, "cold")]
    [InlineData("cold", null)]
    [InlineData("hot", "hot")]
    public void A_file_without_the_field_has_the_cache_of_its_environment(string? then, string? now) => Assert.Equal(
        CaseVerdict.Pass,
        Judge.Decide(Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1, "new") with { Cache = now }),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3) with { Cache = then }))).Of("a").Verdict);

    [Fact]
    public void An_unchanged_case_in_another_cache_state_says_nothing_of_the_machine()
    {
        MeasuredCase[] Controls(double factor, string cache, int seed) =>
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(i =>
                        Given.Case($"c{i}", 10_000 * factor, 0.001, 10, seed + i, "same") with
                        {
                            Cache = cache,
                        }
                    ),
            ];
        var input = Given.Input(
            Given.Measurement([Given.Case("a", 10_000, 0.002, 10, 1, "new"), .. Controls(0.7, "hot", 50)]),
            Given.Measurement([Given.Case("a", 10_000, 0.002, 10, 3), .. Controls(1, "cold", 60)]));

        var judged = Judge.Decide(input);

        Assert.Null(judged.Drift);
        Assert.Equal(CaseVerdict.Pass, judged.Of("a").Verdict);
        Assert.Equal(CaseVerdict.Unchanged, judged.Of("c0").Verdict);
    }

    [Fact]
    public void A_day_in_another_cache_state_is_no_day_of_the_reference()
    {
        // Three days of which one was hot and half as long: with it, the days would seem to lie 40 % apart.
        Measurement Day(double factor, string cache, int seed) =>
            Given.Measurement(Given.Case("a", 10_000 * factor, 0.001, 10, seed) with { Cache = cache });
        var input = Given.Input(
            Day(1.1, "cold", 1) with
            {
                Cases = [Given.Case("a", 11_000, 0.001, 10, 1, "new")],
            },
            null
        ) with
        {
            Reference = Given.Baseline(Day(1, "cold", 2), Day(0.5, "hot", 3), Day(1, "cold", 4)),
        };

        var judged = Judge.Decide(input).Of("a");

        Assert.InRange(judged.Ratio!.Value, 1.09, 1.11);
        Assert.InRange(judged.RatioInterval!.Value[0], 1.09, 1.11);
    }

    [Fact]
    public void The_tolerance_of_an_override_that_states_no_tolerance_is_looked_for_further_on()
    {
        var trial = Given.Trial(Given.Pair("softmax/N=1", 10_000, 1.1, 0.01, 0.002, 10, 7));
        GatePolicy policy = new()
        {
            Overrides = [new() { Case = "softmax/*", Cache = CacheState.Hot }, new() { Case = "*", Tolerance = 0.2 }],
        };

        Assert.Equal(CaseVerdict.Pass, Judge.Decide(Given.Input(trial, null, policy)).Of("softmax/N=1").Verdict);
    }

    [Fact]
    public void The_drift_of_a_case_is_counted_anew_in_another_cache_state()
    {
        Measurement Tag(int day, double ns, string? cache) =>
            Baselines.Sample.Measurement(
                day, $"v{day}", Baselines.Sample.Case("a", ns, code: $"{day}") with { Cache = cache });
        Baseline Add(Baseline? old, Measurement measurement, int notes)
        {
            var update = BaselineRules.Add(old, measurement, new(), Given.Today);
            Assert.Empty(update.Refusals);
            Assert.Equal(notes, update.Notes.Count(n => n.Contains("drift starts over", StringComparison.Ordinal)));
            return update.Baseline!;
        }

        var hot = Add(Add(null, Tag(0, 80_000, null), 0), Tag(1, 40_000, "hot"), 1);
        var cold = Add(hot, Tag(2, 80_000, "cold"), 1);

        Assert.Equal("cold", Assert.Single(cold.Anchors).Cache);
        Assert.NotEmpty(BaselineRules.Add(cold, Tag(3, 90_000, "cold"), new(), Given.Today).Refusals);
    }

    [Fact]
    public void A_step_between_cache_states_is_neither_the_codes_nor_the_machines()
    {
        var history = BaselineHistory.Of(
        [
            Baselines.Sample.Measurement(0, "v0", Baselines.Sample.Case("a", 80_000)),
            Baselines.Sample.Measurement(1, "v1", Baselines.Sample.Case("a", 40_000) with { Cache = "hot" }),
        ])["a"];

        Assert.Equal(HistoryChange.None, history[^1].Change);
        Assert.Null(history[^1].Ratio);
    }
}
