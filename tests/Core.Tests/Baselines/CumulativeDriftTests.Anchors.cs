using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Baselines;

/// <content>What an anchor is of, and when it moves or goes.</content>
public sealed partial class CumulativeDriftTests
{
    private const string Name = "softmax/N=1024";

    [Fact]
    public void A_case_that_does_other_work_starts_over()
    {
        var old = Add(null, Of(0, "v1.0", Declared(80_000, 2048))).Baseline;
        var update = Add(old, Of(1, "v1.1", Declared(160_000, 4096)));

        Assert.Empty(update.Refusals);
        Assert.Equal("v1.1", Assert.Single(update.Baseline!.Anchors).Tag);
        Assert.Equal("PG4003", Assert.Single(Add(old, Of(1, "v1.1", Declared(160_000, 2048))).Refusals).Code);
    }

    [Fact]
    public void A_case_that_is_measured_in_another_cache_state_leaves_its_anchor()
    {
        var old = Add(null, Tagged(0, 80_000)).Baseline;
        var update = Add(old, Of(1, null, Sample.Case(Name, 160_000) with { Cache = "hot" }));

        Assert.Empty(update.Baseline!.Anchors);
        Assert.Contains("measured with a hot cache now", Assert.Single(update.Notes), StringComparison.Ordinal);
    }

    // Files of an earlier version have no cache state in their anchors: it was that of their newest measurement.
    [Theory]
    [InlineData(null, null)]
    [InlineData("hot", null)]
    [InlineData("hot", "cold")]
    public void The_cache_state_of_an_older_anchor_is_that_of_the_newest_measurement(string? newest, string? anchor)
    {
        var first = Add(null, Tagged(0, 80_000)).Baseline!;
        var old = first with
        {
            Anchors = [first.Anchors[0] with { Cache = anchor }],
            Measurements =
            [
                Sample.Measurement(
                    0, null, Sample.Case("a"), Sample.Case(Name, 80_000) with { Cache = newest }, Sample.Case("z")),
            ],
        };
        var slower = Sample.Case(Name, 84_000) with { Cache = anchor ?? newest };

        Assert.Contains(
            "its anchor, v1.0",
            Assert.Single(Add(old, Of(1, "v1.1", Sample.Case("a"), slower, Sample.Case("z"))).Refusals).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_untagged_refresh_that_is_accepted_takes_the_place_of_the_tag_that_it_was_compared_with()
    {
        var first = Add(null, Tagged(0, 80_000)).Baseline!;
        // As fast as before: the anchor stays at v1.0.
        var second = Add(first, Tagged(1, 80_100)).Baseline!;
        string TagAfter(Baseline old) => Assert.Single(
            Add(old, Of(2, null, Sample.Case(Name, 84_000)), Accepting(1.06, Today)).Baseline!.Anchors).Tag;

        Assert.Equal("v1.0", TagAfter(second));
        Assert.Equal("v1.1", TagAfter(second with { Anchors = [] }));
    }

    [Fact]
    public void What_an_untagged_refresh_was_accepted_for_is_accepted_at_the_next_tag()
    {
        var tagged = Add(null, Tagged(0, 80_000)).Baseline;
        var accepted = Add(tagged, Of(1, null, Sample.Case(Name, 84_000)), Accepting(1.06, Today)).Baseline;

        Assert.Empty(Add(accepted, Tagged(2, 84_000)).Refusals);
    }

    [Fact]
    public void A_step_since_the_tag_at_which_a_slow_down_was_accepted_is_one_since_that_tag()
    {
        var old = Add(Add(null, Tagged(0, 80_000)).Baseline, Tagged(1, 84_000), Accepting(1.06, Today)).Baseline;

        Assert.Contains(
            "the last tag, v1.1",
            Assert.Single(Add(old, Tagged(2, 90_000)).Refusals).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_larger_of_two_slow_downs_is_said()
    {
        // 1.5 % faster at v1.1: too little to move the anchor.
        var old = Add(Add(null, Tagged(0, 80_000)).Baseline, Tagged(1, 78_800)).Baseline;
        Assert.Contains(
            "the last tag, v1.1",
            Assert.Single(Add(old, Tagged(2, 84_000)).Refusals).Message, StringComparison.Ordinal);

        var slower = Add(Add(null, Tagged(0, 80_000)).Baseline, Tagged(1, 81_200)).Baseline;
        Assert.Contains(
            "its anchor, v1.0",
            Assert.Single(Add(slower, Tagged(2, 84_000)).Refusals).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c0de", "other")]
    [InlineData("c0de", null)]
    [InlineData(null, null)]
    public void Only_the_same_code_tells_that_the_machine_became_slower(string? before, string? now)
    {
        var old = Add(null, Tagged(0, 80_000, before!)).Baseline;

        Assert.DoesNotContain(
            "the machine itself",
            Assert.Single(Add(old, Tagged(1, 84_000, now!)).Refusals).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_down_by_the_accepted_ratio_itself_is_accepted_by_the_first_entry_that_fits()
    {
        var (before, now) = (Tagged(0, 80_000), Tagged(1, 84_000));
        var ratio = DriftBound.Ratio(RunLocation.RunMeans(before.Cases[0]), RunLocation.RunMeans(now.Cases[0]));
        var policy = Accepting(ratio, Today);
        policy = policy with { Accepted = [.. policy.Accepted, new("softmax/*", "another one", 2, Today)] };

        Assert.Contains(
            "precision was wanted",
            Assert.Single(Add(Add(null, before).Baseline, now, policy).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_are_in_the_order_of_their_cases() => Assert.Equal(
        ["a", "b"],
        Add(null, Of(0, "v1.0", Sample.Case("a"), Sample.Case("b"))).Baseline!.Anchors.Select(a => a.Case));

    private static Measurement Of(int day, string? tag, params MeasuredCase[] cases) =>
        Sample.Measurement(day, tag, cases);

    private static MeasuredCase Declared(double time, long count) => Sample.Case(Name, time) with
    {
        Declaration = new()
        {
            Buffers = [new("y", "f32", count, "poison")],
            Launches = [new("k", "32", "128", 0, "y")],
            Outputs = [new("y", 1e-6)],
            Expected = new() { Kind = ExpectedKind.Function, Name = "f", Source = "f.cpp", Arguments = "y" },
        },
    };
}
