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
}
