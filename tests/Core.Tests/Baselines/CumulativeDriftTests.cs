using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Baselines;

public sealed partial class CumulativeDriftTests
{
    private static readonly DateOnly Today = new(2026, 3, 20);

    private static BaselineUpdate Add(Baseline? old, Measurement candidate, GatePolicy? policy = null) =>
        BaselineRules.Add(old, candidate, policy ?? new(), Today);

    private static Measurement Tagged(int number, double time, string code = "c0de") =>
        Sample.Measurement(number, $"v1.{number}", Sample.Case("softmax/N=1024", time, code: code));

    /// <summary>Refreshes at tags, each slower than the one before by a factor, until one is refused.</summary>
    private static int TagsUntilRefused(double step, int tags, GatePolicy? policy = null)
    {
        Baseline? baseline = null;
        for (var number = 0; number < tags; number++)
        {
            var update = Add(baseline, Tagged(number, 80_000 * Math.Pow(step, number), $"code{number}"), policy);
            if (update.Baseline is null)
                return number;
            baseline = update.Baseline;
        }

        return tags;
    }

    [Fact]
    public void Small_steps_are_refused_at_the_tag_that_passes_the_bound() =>
        // 1.008^2 = 1.0161 is within 2 %, 1.008^3 = 1.0242 is not.
        Assert.Equal(3, TagsUntilRefused(1.008, 11));

    [Fact]
    public void Steps_so_small_that_the_first_tag_has_left_the_file_are_refused_too() =>
        // 1.003^6 = 1.0181, 1.003^7 = 1.0212: the seventh tag after the first, when five measurements are kept.
        Assert.Equal(7, TagsUntilRefused(1.003, 20));

    [Fact]
    public void A_wider_bound_of_the_policy_is_kept_to() =>
        // 1.008^6 = 1.0490, 1.008^7 = 1.0574.
        Assert.Equal(7, TagsUntilRefused(1.008, 11, new() { AcceptedDrift = 0.05 }));

    [Fact]
    public void A_refusal_names_case_amount_and_anchor()
    {
        var old = Add(null, Tagged(0, 80_000)).Baseline;
        var refusal = Assert.Single(Add(old, Tagged(1, 84_000, "other")).Refusals);
        Assert.Equal("PG4003", refusal.Code);
        Assert.Contains("softmax/N=1024 is 5.00 % slower", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("v1.0", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_became_slower_is_refused_and_told_apart()
    {
        var old = Add(null, Tagged(0, 80_000)).Baseline;
        Assert.Contains(
            "the machine itself",
            Assert.Single(Add(old, Tagged(1, 84_000)).Refusals).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Slower_than_the_last_tag_is_refused_although_the_anchor_was_slower_still()
    {
        var slow = Add(null, Tagged(0, 80_000)).Baseline;
        // 1.5 % faster: too little to move the anchor down. Then 3 % slower than that.
        var fast = Add(slow, Tagged(1, 78_800)).Baseline;
        Assert.Contains(
            "the last tag, v1.1",
            Assert.Single(Add(fast, Tagged(2, 78_800 * 1.03, "other")).Refusals).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_anchor_follows_a_case_that_became_faster()
    {
        var fast = Add(Add(null, Tagged(0, 80_000)).Baseline, Tagged(1, 70_000)).Baseline!;
        Assert.Equal("v1.1", Assert.Single(fast.Anchors).Tag);
    }

    [Fact]
    public void An_untagged_refresh_is_held_against_the_last_tag()
    {
        var old = Add(null, Tagged(0, 80_000)).Baseline;
        Assert.Equal(
            "PG4003",
            Assert.Single(Add(old, Sample.Measurement(1, null, Sample.Case("softmax/N=1024", 84_000))).Refusals).Code
        );
    }

    [Fact]
    public void Without_a_tag_nothing_binds()
    {
        var old = Add(null, Sample.Measurement()).Baseline;
        Assert.NotNull(Add(old, Sample.Measurement(1, null, Sample.Case("softmax/N=1024", 160_000))).Baseline);
    }

    [Fact]
    public void A_difference_within_the_noise_of_the_runs_is_not_a_slowdown()
    {
        static MeasuredCase Noisy(double time) =>
            Sample.Case("a") with
            {
                Runs =
                [
                    .. new[] { 0.8, 0.9, 1.0, 1.1, 1.2 }.Select(
                        (f, i) => new CaseRun { Run = i, Samples = [time * f] }
                    ),
                ],
            };
        var old = Add(null, Sample.Measurement(0, "v1", Noisy(100))).Baseline;
        Assert.NotNull(Add(old, Sample.Measurement(1, "v2", Noisy(104))).Baseline);
    }

    private static GatePolicy Accepting(double ratio, DateOnly expires, string pattern = "softmax/*") =>
        new() { Accepted = [new(pattern, "precision was wanted", ratio, expires)] };

    [Fact]
    public void An_accepted_slowdown_moves_the_anchor()
    {
        var old = Add(null, Tagged(0, 80_000)).Baseline;
        var update = Add(old, Tagged(1, 84_000), Accepting(1.06, Today));
        Assert.Equal("v1.1", Assert.Single(update.Baseline!.Anchors).Tag);
        Assert.Contains("precision was wanted", Assert.Single(update.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_accepted_slowdown_acts_only_once()
    {
        var policy = Accepting(1.06, Today);
        var once = Add(Add(null, Tagged(0, 80_000)).Baseline, Tagged(1, 84_000), policy).Baseline;
        Assert.Equal("PG4003", Assert.Single(Add(once, Tagged(2, 88_000), policy).Refusals).Code);
    }

    [Fact]
    public void A_slow_down_accepted_before_the_last_tag_excuses_no_step_since()
    {
        var old = Add(Add(null, Tagged(0, 80_000)).Baseline, Tagged(1, 84_000), Accepting(1.06, Today)).Baseline;
        // 1.4 % faster: too little to move the anchor down. Then 2.9 % slower than that, 1.4 % slower than the anchor.
        var fast = Add(old, Tagged(2, 82_800)).Baseline;

        Assert.Contains(
            "the last tag, v1.2",
            Assert.Single(Add(fast, Tagged(3, 85_200)).Refusals).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1.04, "2026-03-20", "softmax/*")]
    [InlineData(1.06, "2026-03-19", "softmax/*")]
    [InlineData(1.06, "2026-03-20", "gemm/*")]
    public void An_acceptance_that_is_exceeded_or_expired_or_for_another_case_is_void(
        double ratio,
        string expires,
        string pattern
    )
    {
        var old = Add(null, Tagged(0, 80_000)).Baseline;
        var policy = Accepting(
            ratio,
            DateOnly.Parse(expires, System.Globalization.CultureInfo.InvariantCulture),
            pattern
        );
        Assert.Equal("PG4003", Assert.Single(Add(old, Tagged(1, 84_000), policy).Refusals).Code);
    }

    [Fact]
    public void Canaries_and_cases_without_times_have_no_anchor()
    {
        var canary = Sample.Case("canary") with { Role = CaseRole.Canary };
        var skipped = Sample.Case("b", status: CaseStatus.Skipped);

        var first = Add(null, Sample.Measurement(0, "v1", Sample.Case("a"), skipped, canary)).Baseline!;
        Assert.Equal("a", Assert.Single(first.Anchors).Case);
    }

    [Fact]
    public void A_canary_that_became_slower_is_no_drift()
    {
        static MeasuredCase Canary(double time) => Sample.Case("canary", time) with { Role = CaseRole.Canary };
        var old = Add(null, Sample.Measurement(0, "v1", Sample.Case("a"), Canary(1000))).Baseline;

        Assert.NotNull(Add(old, Sample.Measurement(1, "v2", Sample.Case("a"), Canary(1500))).Baseline);
    }

    [Fact]
    public void A_case_is_held_against_the_last_tag_of_its_own_name()
    {
        static Measurement Both(int number) =>
            Sample.Measurement(number, $"v1.{number}", Sample.Case("a", 10_000), Sample.Case("b", 90_000));

        Assert.Empty(Add(Add(null, Both(0)).Baseline, Both(1)).Refusals);
    }
}
