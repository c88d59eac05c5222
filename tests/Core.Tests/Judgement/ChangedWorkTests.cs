using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Times of other work are not compared, whichever side says what the work was.</summary>
public class ChangedWorkTests
{
    [Theory]
    [InlineData(4096, CaseVerdict.Regression)]
    [InlineData(2048, CaseVerdict.ChangedWork)]
    public void In_a_trial_the_bases_own_declaration_tells_what_its_work_is(long count, CaseVerdict verdict)
    {
        // Neither a baseline nor the base's manifests are at hand.
        var pair = Given.Pair("a", 10_000, 1.3, 0.02, 0.002, 10, 7) with
        {
            Declaration = Declared(4096),
            ReferenceDeclaration = Declared(count),
        };

        Assert.Equal(verdict, Judge.Decide(Given.Input(Given.Trial(pair), null)).Of("a").Verdict);
    }

    [Fact]
    public void A_trial_whose_base_does_not_say_is_held_against_the_base_commits_manifest()
    {
        var pair = Given.Pair("a", 10_000, 1.3, 0.02, 0.002, 10, 7) with { Declaration = Declared(4096) };
        var input = Given.Input(Given.Trial(pair), null) with
        {
            BaseCases = [new("a") { Declaration = Declared(2048) }],
        };

        Assert.Equal(CaseVerdict.ChangedWork, Judge.Decide(input).Of("a").Verdict);
    }

    // The base's kernels do the same work where only the baseline is behind them.
    [Theory]
    [InlineData(2048, false)]
    [InlineData(4096, true)]
    [InlineData(null, false)]
    public void A_case_of_other_work_than_the_baselines_is_tried_where_the_base_does_the_new_work(
        int? count, bool tried)
    {
        static MeasuredCase Case(string code, long count) =>
            Given.Case("a", 10_000, 0.002, 10, 1 + code.Length, code) with { Declaration = Declared(count) };
        var input = Given.Input(Given.Measurement(Case("newer", 4096)), Given.Measurement(Case("old", 2048))) with
        {
            BaseCases = count is { } base_ ? [new("a") { Declaration = Declared(base_) }] : [],
        };

        Assert.Equal(tried, Judge.Accused(input).Contains("a"));
    }

    [Theory]
    [InlineData(0.5, 2048, 4096, "it is 3.99 times faster per element")]
    [InlineData(2, 4096, 2048, "it is 4.01 times slower per element")]
    public void A_trial_shows_the_times_of_both_sides_by_the_unit_of_work(
        double ratio, long before, long now, string said)
    {
        var judged = Judge.Decide(Given.Input(Given.Trial(Pair(ratio, before, now)), null)).Of("a");

        Assert.Contains(said, judged.Reason, StringComparison.Ordinal);
        Assert.Contains("its work is not the base commit's, so", judged.Reason, StringComparison.Ordinal);
        Assert.Equal([10, 10], judged.Runs);
    }

    [Fact]
    public void Against_a_baseline_the_baselines_work_is_named()
    {
        var judged = Judge.Decide(Baseline(Declared(2048), Declared(4096))).Of("a");

        Assert.Contains("its work is not the baseline's, so", judged.Reason, StringComparison.Ordinal);
        Assert.Equal([10, 9], judged.Runs);
    }

    // The base compared in the trial counts, not the older one of the baseline.
    [Fact]
    public void Times_of_a_trial_are_shown_by_the_work_of_the_base_that_ran_in_it()
    {
        var input = Baseline(Declared(1024), Declared(4096)) with { Trial = Given.Trial(Pair(1, 2048, 4096)) };

        Assert.Contains("2.0 times faster per element", Judge.Decide(input).Of("a").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_work_of_a_baseline_that_does_not_say_is_the_base_commits()
    {
        var input = Baseline(null, Declared(4096)) with
        {
            BaseCases = [new("a") { Declaration = Declared(2048) }],
        };

        Assert.Contains("2.0 times faster per element", Judge.Decide(input).Of("a").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_manifest_counts_bytes_they_are_the_unit()
    {
        var input = Baseline(
            Declared(2048) with { Bytes = 1000 }, Declared(2048) with { Bytes = 3000 });

        Assert.Contains("3.0 times faster per byte", Judge.Decide(input).Of("a").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_are_those_of_every_compared_output()
    {
        static CaseDeclaration Two(long count) => Declared(count) with
        {
            Outputs = [new("x", 1e-6), new("y", 1e-6)],
        };

        Assert.Contains(
            "2.0 times faster per element",
            Judge.Decide(Baseline(Two(2048), Two(4096))).Of("a").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_another_environment_are_not_shown_by_the_unit()
    {
        var input = Baseline(Declared(2048), Declared(4096));
        var elsewhere = input.Reference!.Newest with
        {
            Environment = Given.Environment() with { Clock = "events" },
        };
        var judged = Judge.Decide(input with { Reference = Given.Baseline(elsewhere) }).Of("a");

        Assert.Equal((CaseVerdict.ChangedWork, null), (judged.Verdict, judged.ReferenceNs));
        Assert.DoesNotContain(" per element", judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_the_candidate_did_not_time_is_shown_with_the_baselines_time_alone()
    {
        var input = Baseline(Declared(2048), Declared(4096)) with
        {
            Candidate = Given.Measurement(Given.Case("b", 10_000, 0.002, 10, 3)),
            Trial = Given.Trial(Given.Ended("a", CaseStatus.NotTimed) with
            {
                Declaration = Declared(4096), ReferenceDeclaration = Declared(2048),
            }),
        };
        var judged = Judge.Decide(input).Of("a");

        Assert.Equal((CaseVerdict.ChangedWork, null), (judged.Verdict, judged.CandidateNs));
        Assert.InRange(judged.ReferenceNs!.Value, 9_900, 10_100);
        Assert.Equal([10, 0], judged.Runs);
    }

    // The base does not have it, so that nothing is gained by a trial.
    [Fact]
    public void A_case_of_other_work_is_not_tried_where_the_base_does_not_declare_it() =>
        Assert.Empty(Judge.Accused(Baseline(Declared(2048), Declared(4096)) with { BaseCases = [new("a")] }));

    private static MeasuredCase Pair(double ratio, long before, long now) =>
        Given.Pair("a", 10_000, ratio, 0.02, 0.0005, 10, 7) with
        {
            Declaration = Declared(now),
            ReferenceDeclaration = Declared(before),
        };

    private static JudgementInput Baseline(CaseDeclaration? before, CaseDeclaration now) => Given.Input(
        Given.Measurement(Given.Case("a", 10_000, 0.0005, 9, 1, "new") with { Declaration = now }),
        Given.Measurement(Given.Case("a", 10_000, 0.0005, 10, 2) with { Declaration = before }));

    private static CaseDeclaration Declared(long count) =>
        new()
        {
            Buffers = [new("x", "f32", count, "normal(0, 1)"), new("y", "f32", count, "poison")],
            Launches = [new("k", "32", "128", 0, "y, x")],
            Outputs = [new("y", 1e-6)],
            Expected = new()
            {
                Kind = ExpectedKind.Function,
                Name = "f",
                Source = "k.ref.cpp",
                Arguments = "y, x",
                Digest = "d",
            },
        };
}
