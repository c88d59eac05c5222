using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Which cases and which sides are compared.</summary>
public sealed class ComparisonsTests
{
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.0005, 10, 1);
    private static readonly MeasuredCase Now = Given.Case("a", 10_000, 0.0005, 10, 2, "new");

    [Fact]
    public void Sides_whose_machine_code_nobody_knows_are_not_the_same()
    {
        var pair = Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7) with { CodeHash = null, ReferenceCodeHash = null };

        Assert.Equal(CaseVerdict.Regression, Judge.Decide(Given.Input(Given.Trial(pair), null)).Of("a").Verdict);
    }

    [Fact]
    public void A_trials_sides_of_the_same_code_or_of_other_work_are_no_family()
    {
        var same = Given.Pair("b", 10_000, 1.1, 0.02, 0.002, 10, 8, code: "old");
        var other = Given.Pair("c", 10_000, 1.1, 0.02, 0.002, 10, 9) with
        {
            Declaration = Declared(4096), ReferenceDeclaration = Declared(2048),
        };
        var slower = Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7);
        var alone = Judge.Decide(Given.Input(Given.Trial(slower), null)).Of("a").P;

        Assert.Equal(alone, Judge.Decide(Given.Input(Given.Trial(slower, same, other), null)).Of("a").P);
    }

    [Fact]
    public void A_case_that_was_tried_took_no_other_ones_name()
    {
        var renamed = Now with { Name = "b", CodeHash = "old" };
        var pair = Given.Pair("b", 10_000, 1.1, 0.02, 0.002, 10, 7);
        var input = Given.Input(Given.Measurement(renamed), Given.Measurement(Before));

        Assert.Equal(CaseVerdict.Unchanged, Judge.Decide(input).Of("b").Verdict);
        Assert.Equal(
            CaseVerdict.Regression, Judge.Decide(input with { Trial = Given.Trial(pair) }).Of("b").Verdict);
    }

    [Fact]
    public void A_case_that_the_trial_still_has_gave_no_other_one_its_name()
    {
        var renamed = Now with { Name = "b", CodeHash = "old" };
        var input = Given.Input(Given.Measurement(renamed), Given.Measurement(Before)) with
        {
            Trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7)),
        };

        Assert.Equal(CaseVerdict.New, Judge.Decide(input).Of("b").Verdict);
    }

    [Fact]
    public void A_case_that_the_base_declares_took_no_other_ones_name()
    {
        var renamed = Now with { Name = "b", CodeHash = "old" };
        var input = Given.Input(Given.Measurement(renamed), Given.Measurement(Before));

        Assert.Equal(CaseVerdict.New, Judge.Decide(input with { BaseCases = [new("b")] }).Of("b").Verdict);
    }

    [Fact]
    public void A_case_that_failed_took_no_other_ones_name()
    {
        var failed = Given.Ended("b", CaseStatus.Skipped, "needs a GPU", "old");

        Assert.Equal(
            CaseVerdict.Missing,
            Judge.Decide(Given.Input(Given.Measurement(failed), Given.Measurement(Before))).Of("a").Verdict);
    }

    // At the end of the budget a case that is decided needs no trial, however far off a run of its reference.
    [Fact]
    public void A_decided_case_is_not_tried_for_a_far_run_of_its_reference()
    {
        var far = Before with
        {
            Runs = Before.Runs.SetItem(
                3, Before.Runs[3] with { Samples = [.. Before.Runs[3].Samples.Select(s => s * 1.02)] }),
        };
        var input = Given.Input(Given.Measurement(Now), Given.Measurement(far)) with { AtEndOfBudget = true };

        var judged = Judge.Decide(input).Of("a");
        Assert.Equal(CaseVerdict.Pass, judged.Verdict);
        Assert.Contains("run 4 of the reference took", judged.Reason, StringComparison.Ordinal);
        Assert.Empty(Judge.Accused(input));
    }

    // What the baseline says of its own work counts before what the base commit declares.
    [Theory]
    [InlineData(2048, 4096)]
    [InlineData(null, 2048)]
    public void A_case_of_other_work_than_the_baselines_is_not_in_its_family(int? baseline, int atBase)
    {
        var input = Given.Input(
            Given.Measurement(Now with { Declaration = Declared(4096) }),
            Given.Measurement(Before with { Declaration = baseline is { } count ? Declared(count) : null })) with
        {
            BaseCases = [new("a") { Declaration = Declared(atBase) }],
        };

        Assert.Empty(Comparisons.Open(input).AgainstBaseline!.Findings);
    }

    [Fact]
    public void A_trial_beside_a_baseline_is_compared_with_the_base_alone()
    {
        var trial = Given.Trial(Given.Pair("a", 10_000, 1, 0.02, 0.0005, 10, 7));

        Assert.Null(Comparisons.Open(Given.Input(trial, Given.Measurement(Before))).AgainstBaseline);
    }

    [Fact]
    public void Imported_times_of_both_sides_are_said_to_be_measured_in_turns()
    {
        var trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.02, 0.0005, 10, 7));
        var imported = trial with { Environment = trial.Environment with { Clock = "google-benchmark" } };

        Assert.Contains(
            "against the base's files, measured in turns",
            Judge.Decide(Given.Input(imported, null)).Of("a").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_with_the_code_of_both_the_base_and_the_baseline_is_said_to_have_the_references()
    {
        var same = Given.Pair("a", 10_000, 1, 0.02, 0.0005, 10, 7, code: "old");
        var input = Given.Input(Given.Measurement(Now with { CodeHash = "old" }), Given.Measurement(Before)) with
        {
            Trial = Given.Trial(same),
        };

        Assert.Equal("the machine code is byte-identical to the reference's", Judge.Decide(input).Of("a").Reason);
    }

    // A command leaves the caches as it likes.
    [Fact]
    public void The_cache_state_of_a_command_is_no_condition_of_its_times()
    {
        MeasuredCase Command(MeasuredCase measured, string cache) =>
            measured with { Observed = new() { Measured = "wall time" }, Cache = cache };

        Assert.DoesNotContain(
            "other conditions",
            Judge.Decide(Given.Input(
                Given.Measurement(Command(Now, "hot")), Given.Measurement(Command(Before, "cold")))).Of("a").Reason,
            StringComparison.Ordinal);
    }

    private static CaseDeclaration Declared(long count) => new()
    {
        Buffers = [new("y", "f32", count, "poison")],
        Launches = [new("k", "32", "128", 0, "y")],
        Outputs = [new("y", 1e-6)],
        Expected = new() { Kind = ExpectedKind.Function, Name = "f", Source = "f.cpp", Arguments = "y" },
    };

    // The newest measurement could not run it.
    [Fact]
    public void A_case_is_accused_by_the_newest_times_that_the_baseline_has_of_it()
    {
        var slower = Given.Case("a", 11_000, 0.0005, 10, 2, "new");
        var input = Given.Input(Given.Measurement(slower), null) with
        {
            Reference = Given.Baseline(
                Given.Measurement(Before), Given.Measurement(Given.Ended("a", CaseStatus.Failed, "x", "old"))),
        };

        Assert.Equal(["a"], Judge.Accused(input));
    }

    [Fact]
    public void A_case_whose_newest_times_are_of_another_cache_state_is_in_no_family()
    {
        var input = Given.Input(Given.Measurement(Now with { Cache = "cold" }), null) with
        {
            Reference = Given.Baseline(
                Given.Measurement(Before with { Cache = "cold" }), Given.Measurement(Before with { Cache = "hot" })),
        };

        Assert.Empty(Comparisons.Open(input).AgainstBaseline!.Findings);
    }

    [Fact]
    public void Without_controls_the_machine_has_not_moved() => Assert.Equal(0, Controls.Within([], 0).Median);
}
