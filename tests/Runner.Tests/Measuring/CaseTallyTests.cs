using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What a case's runs add up to.</summary>
public sealed class CaseTallyTests
{
    private static readonly MeasuredCase Blank = new()
    {
        Name = "a",
        Benchmark = "a",
        Status = CaseStatus.Measured,
    };

    private static readonly CaseResult Result = new()
    {
        Name = "a",
        Status = CaseStatus.Measured,
        Samples = [100, 101, 102, 900],
    };

    [Fact]
    public void The_memory_of_a_case_is_that_of_the_run_that_took_most()
    {
        var tally = new CaseTally(Blank);
        long?[] peaks = [50, null, 80, 60];
        for (var run = 0; run < peaks.Length; run++)
            tally.Keep(run, Result with { PeakMemoryBytes = peaks[run] });

        Assert.Equal(80, tally.ToCase("").PeakMemoryBytes);
        Assert.Null(new CaseTally(Blank).ToCase("").PeakMemoryBytes);
    }

    // Errors often agree to the last digit, because most kernels give the same bytes each time.
    [Fact]
    public void Of_runs_with_the_same_largest_error_the_last_one_s_checks_are_kept_on_both_sides()
    {
        var tally = new CaseTally(Blank);
        for (var run = 0; run < 3; run++)
        {
            OutputCheck check = new("y", run == 2 ? 1e-7 : 1e-6, 1 + run, true);
            tally.Note(Result with { Checks = [check], ReferenceChecks = [check] });
        }

        var measured = tally.ToCase("");
        Assert.Equal((1e-6, 2), (measured.Checks[0].RelativeError, measured.Checks[0].MaximumAbsoluteError));
        Assert.Equal(
            (1e-6, 2), (measured.ReferenceChecks[0].RelativeError, measured.ReferenceChecks[0].MaximumAbsoluteError));
    }

    [Fact]
    public void The_clocks_share_is_the_median_of_the_runs_and_is_taken_off_every_sample_down_to_one()
    {
        var tally = new CaseTally(Blank);
        double?[] shares = [10, 30, 100];
        for (var run = 0; run < shares.Length; run++)
            tally.Keep(run, Result with { ClockShare = shares[run], Samples = [1000, 20] });

        var measured = tally.ToCase("");
        Assert.Equal(30, measured.ClockShare);
        Assert.All(measured.Runs, run => Assert.Equal([970, 1], run.Samples));
    }

    [Fact]
    public void The_launches_of_both_sides_are_kept_without_the_clocks_share()
    {
        var tally = new CaseTally(Blank);
        for (var run = 0; run < 3; run++)
            tally.Keep(
                run,
                Result with
                {
                    LaunchTimes = [1000, 20],
                    ReferenceLaunchTimes = [500, 20, 700],
                    LaunchClockShare = 30,
                }
            );

        var kept = tally.ToCase("").Runs[2];
        Assert.Equal([970, 1], kept.LaunchTimes!.Value);
        Assert.Equal([470, 1, 670], kept.ReferenceLaunchTimes!.Value);
    }

    [Fact]
    public void The_location_of_a_run_is_its_interquartile_mean()
    {
        var tally = new CaseTally(Blank);
        tally.Keep(3, Result);

        Assert.Equal([(3, 101.5)], tally.Locations);
    }

    [Fact]
    public void Runs_at_another_clock_are_discarded_with_the_reason_and_say_nothing_against_the_case()
    {
        var tally = new CaseTally(Blank);
        for (var run = 0; run < 3; run++)
            tally.Keep(run, Result);
        tally.Discard(new Dictionary<int, string> { [1] = "another clock", [7] = "never taken" });

        var measured = tally.ToCase("");
        Assert.Equal([0, 2], measured.Runs.Select(r => r.Run));
        Assert.Equal((1, "another clock"), (measured.Discarded.Single().Run, measured.Discarded.Single().Reason));
        Assert.Equal(CaseStatus.Measured, measured.Status);
    }

    // Of kernels it is known before any run; a command has to be seen running.
    [Theory]
    [InlineData("same", "same")]
    [InlineData("other", null)]
    public void What_a_command_runs_is_known_from_runs_that_were_thrown_away_too(string last, string? hash)
    {
        var tally = new CaseTally(Blank with { Observed = new() { Measured = "kernels k" } });
        var seen = Result with
        {
            Observed = new() { Measured = "kernels k", Records = 10, Modules = 1 },
            CodeHash = "same",
            ReferenceCodeHash = "base",
            Kernels = [new("k", new('0', 64))],
        };
        tally.Discard(0, seen, "its regime shifted", allowed: 1);
        tally.Discard(1, seen with { CodeHash = last }, "its regime shifted", allowed: 1);

        var measured = tally.ToCase("");

        Assert.Equal((CaseStatus.Unstable, 0), (measured.Status, measured.Runs.Length));
        Assert.Equal((hash, "base"), (measured.CodeHash, measured.ReferenceCodeHash));
        Assert.Equal((20, 1), (measured.Observed!.Records, measured.Observed.Modules));
        Assert.Equal("k", measured.Kernels.Single().Name);
    }

    // Three may be thrown away whatever was kept, and beyond that as many as were.
    [Theory]
    [InlineData(0, 3, true)]
    [InlineData(0, 4, false)]
    [InlineData(5, 5, true)]
    [InlineData(5, 6, false)]
    public void A_case_is_unstable_once_more_runs_were_thrown_away_than_allowed_and_kept(
        int kept, int thrown, bool open)
    {
        var tally = new CaseTally(Blank);
        for (var run = 0; run < kept; run++)
            tally.Keep(run, Result);
        for (var run = 0; run < thrown; run++)
            tally.Discard(kept + run, Result, $"shift {run}", allowed: 3);

        Assert.Equal(open, tally.Open);
        Assert.Equal(
            open
                ? kept > 0 ? null : "no time"
                : $"{thrown} runs were thrown away; the last one: shift {thrown - 1}",
            tally.ToCase("no time").Reason);
        Assert.Equal(Enumerable.Range(kept, thrown), tally.ToCase("").Discarded.Select(d => d.Run));
    }

    [Fact]
    public void A_case_without_runs_was_not_run_and_says_why_and_what_ended_it_first_stays()
    {
        var tally = new CaseTally(Blank);
        Assert.Equal((CaseStatus.NotRun, "no time"), (tally.ToCase("no time").Status, tally.ToCase("no time").Reason));

        tally.Close(CaseStatus.Failed, "it died");
        tally.Close(CaseStatus.Incorrect, "it is wrong");

        Assert.Equal((CaseStatus.Failed, "it died"), (tally.ToCase("no time").Status, tally.ToCase("no time").Reason));
    }

    [Fact]
    public void Runs_are_valid_but_for_those_at_another_clock_and_discarded_ones_are_ordered_by_run()
    {
        var tally = new CaseTally(Blank);
        for (var run = 0; run < 4; run++)
            tally.Keep(run, Result);
        var apart = new Dictionary<int, string> { [1] = "slow", [2] = "fast" };

        Assert.Equal((4, 2), (tally.Valid(new Dictionary<int, string>()), tally.Valid(apart)));
        tally.Discard(apart);
        Assert.Equal([(1, "slow"), (2, "fast")], tally.ToCase("").Discarded.Select(d => (d.Run, d.Reason)));
    }

    // One run cannot tell; an output that a run says nothing of did not vary in it.
    [Fact]
    public void An_output_is_deterministic_where_no_run_saw_it_vary()
    {
        var tally = new CaseTally(Blank);
        OutputCheck check = new("y", 1e-6, 1, true);
        var result = Result with { Checks = [check, check with { Buffer = "z" }], Varies = [false, false] };
        tally.Keep(0, result);
        Assert.Equal([null, null], tally.ToCase("").Checks.Select(c => c.Deterministic));

        tally.Keep(1, result with { Varies = [true] });
        Assert.Equal([false, true], tally.ToCase("").Checks.Select(c => c.Deterministic));
    }

    [Fact]
    public void Checks_of_a_larger_error_take_the_place_of_earlier_ones_and_none_takes_no_place()
    {
        var tally = new CaseTally(Blank);
        foreach (var error in new[] { 1e-7, 1e-5, 1e-6 })
        {
            OutputCheck check = new("y", error, 1, true);
            tally.Note(Result with { Checks = [check], ReferenceChecks = [check] });
        }

        tally.Note(Result);

        Assert.Equal(1e-5, Assert.Single(tally.ToCase("").Checks).RelativeError);
        Assert.Equal(1e-5, Assert.Single(tally.ToCase("").ReferenceChecks).RelativeError);
    }

    [Fact]
    public void What_a_command_ran_is_the_last_runs_kernels_all_records_and_the_most_modules()
    {
        var tally = new CaseTally(Blank with { Observed = new() { Measured = "kernels k" } });
        var seen = Result with
        {
            Observed = new() { Measured = "kernels k", Records = 10, Modules = 2, Kernels = 1 },
            Kernels = [new("first", new('0', 64))],
        };
        tally.Keep(0, seen);
        tally.Keep(1, seen with
        {
            Observed = new() { Measured = "kernels k", Records = 5, Modules = 1, Kernels = 1 },
            Kernels = [new("last", new('0', 64))],
            ReferenceKernels = [new("base", new('0', 64))],
        });
        tally.Keep(2, Result with { Kernels = seen.Kernels, Observed = seen.Observed! with { Kernels = 1 } });

        var measured = tally.ToCase("");
        Assert.Equal(
            (25, 2, 1), (measured.Observed!.Records, measured.Observed.Modules, measured.Observed.Kernels!.Value));
        Assert.Equal("first", measured.Kernels.Single().Name);
        Assert.Empty(measured.ReferenceKernels);
        tally.Keep(3, seen with { Observed = seen.Observed! with { Kernels = 2 } });
        Assert.Null(tally.ToCase("").Observed!.Kernels);
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData(0.0, 100)]
    [InlineData(30.0, 70)]
    [InlineData(200.0, 1)]
    public void A_share_of_the_clock_leaves_a_time_of_one_nanosecond_at_least(double? share, double left) =>
        Assert.Equal([left], CaseTally.WithoutClockShare([100], share));

    [Fact]
    public void A_case_with_one_run_is_measured()
    {
        var tally = new CaseTally(Blank);
        tally.Keep(0, Result);

        Assert.Equal((CaseStatus.Measured, null), (tally.ToCase("why none").Status, tally.ToCase("why none").Reason));
        Assert.Equal("why none", new CaseTally(Blank).ToCase("why none").Reason);
    }

    [Fact]
    public void A_command_of_which_no_run_was_taken_says_what_would_have_been_measured()
    {
        var measured = new CaseTally(Blank with { Observed = new() { Measured = "wall time" } }).ToCase("no time left");

        Assert.Equal(
            (CaseStatus.NotRun, "no time left", "wall time", 0),
            (measured.Status, measured.Reason, measured.Observed!.Measured, measured.Observed.Records));
    }

    // Of two outputs the one with the largest error counts.
    [Fact]
    public void The_run_with_the_worst_output_is_the_one_whose_checks_are_kept()
    {
        var tally = new CaseTally(Blank);
        tally.Note(Result with { Checks = [new("x", 1e-9, 1, true), new("y", 1e-3, 1, true)] });
        tally.Note(Result with { Checks = [new("x", 1e-6, 2, true), new("y", 1e-6, 2, true)] });

        Assert.All(tally.ToCase("").Checks, c => Assert.Equal(1, c.MaximumAbsoluteError));
    }
}
