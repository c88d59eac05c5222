namespace PerfGate.Gate.Tests;

/// <summary>What a kernel does to its process costs its own case, and nothing else.</summary>
[Collection("processes")]
public sealed class FaultyKernelTests(FaultyKernels gate) : IClassFixture<FaultyKernels>
{
    [Theory]
    [InlineData("plain")]
    [InlineData("prints_half_a_line")]
    [InlineData("prints_an_endless_line")]
    [InlineData("leaves_a_child")]
    [InlineData("leaves_forty_daemons")]
    [InlineData("leaves_a_program")]
    [InlineData("reads_standard_input")]
    [InlineData("leaves_no_descriptors_folder_and_mask")]
    [InlineData("deletes_the_files_of_the_runs")]
    [InlineData("cuts_what_is_kept")]
    [InlineData("prints_what_a_log_obeys")]
    public void A_kernel_that_is_right_is_measured_whatever_it_and_others_print_and_leave_behind(string name)
    {
        Assert.Equal("Measured", (string)gate[name]["status"]!, ignoreCase: true);
        Assert.Equal(2, gate[name]["runs"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(
        "prints_a_case_that_is_none_and_dies",
        "failed",
        "crashed (SIGSEGV) at prints_a_case_that_is_none_and_dies"
    )]
    [InlineData("prints_another_case_everywhere_and_dies", "failed", "at prints_another_case_everywhere_and_dies")]
    [InlineData("prints_a_diagnostic_and_dies", "failed", "aborted (SIGABRT) at prints_a_diagnostic_and_dies")]
    [InlineData("calls_exit", "failed", "called exit() at calls_exit")]
    [InlineData("calls_exit_on_another_thread", "failed", "called exit() at calls_exit_on_another_thread")]
    [InlineData("calls_underscore_exit", "failed", "exited with 0 at calls_underscore_exit")]
    [InlineData(
        "is_killed",
        "notRun",
        "was killed (SIGKILL), by hand, by a limit of this machine, or because memory ran out at is_killed"
    )]
    [InlineData("throws", "failed", "no plan fits")]
    [InlineData("overflows_its_stack", "failed", "Stack overflow")]
    [InlineData("wants_more_memory_than_there_is", "failed", "at wants_more_memory_than_there_is")]
    public void A_kernel_that_ends_its_process_is_told_for_what_it_did(string name, string status, string reason)
    {
        Assert.Equal(status, (string)gate[name]["status"]!, ignoreCase: true);
        Assert.Contains(reason, (string)gate[name]["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_prints_a_diagnostic_gives_none_and_the_flow_goes_on_to_its_report()
    {
        // The lines that quote it begin with other words.
        Assert.DoesNotContain(gate.Build.Errors, e => e.StartsWith("x.cu(3)", StringComparison.Ordinal));
        Assert.Contains(
            gate.Build.Errors,
            e => e.Contains("error PG3002: prints_a_diagnostic_and_dies is incorrect", StringComparison.Ordinal)
        );
        Assert.DoesNotContain('\u001b', gate.Build.Output);
        Assert.DoesNotContain('\a', gate.Build.Output);
        Assert.True(gate.Has("artifacts/perfgate/report.html"));
    }

    [Fact]
    public void What_a_right_kernel_prints_is_in_no_log_and_no_result()
    {
        Assert.DoesNotContain("obeyed", gate.Build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("obeyed", gate.Text("artifacts/perfgate/measurement.json"), StringComparison.Ordinal);
        Assert.DoesNotContain(gate.Build.Output, c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
    }

    // Where the tests run as root, it could read them all the same.
    [Fact]
    public void The_results_can_be_read_whatever_mask_a_kernel_leaves()
    {
        var modes = gate.ModesOfResults.ToList();

        Assert.NotEmpty(modes);
        Assert.All(modes, m => Assert.True(m.HasFlag(UnixFileMode.UserRead | UnixFileMode.UserWrite), m.ToString()));
    }

    [Fact]
    public void A_case_whose_worker_was_killed_is_not_called_incorrect()
    {
        var verdict = gate.Verdict["cases"]!.AsArray().Single(c => (string)c!["name"]! == "is_killed")!;

        Assert.Equal("notRun", (string)verdict["verdict"]!);
        Assert.Contains(
            gate.Build.Errors,
            e => e.Contains("error PG2040: is_killed could not be run", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Nothing_that_a_kernel_started_is_left_and_nobody_waited_for_it()
    {
        Assert.InRange(gate.Took, TimeSpan.Zero, TimeSpan.FromSeconds(600));
        Assert.Equal([], gate.Left.Select(p => p.Command));
    }
}
