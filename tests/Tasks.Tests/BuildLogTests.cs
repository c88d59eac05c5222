using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;
using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests;

public sealed class BuildLogTests
{
    private readonly RecordingEngine _engine = new();

    [Fact]
    public void What_a_task_throws_becomes_an_error_with_a_code_and_the_trace_stays_in_the_detailed_log()
    {
        var succeeded = BuildLog.Guard(
            Log(),
            () => throw new AggregateException(new KeyNotFoundException("no such key"))
        );

        Assert.False(succeeded);
        Assert.StartsWith(
            "perfgate(0,0): PG9000: an error inside PerfGate: KeyNotFoundException: no such key. This is a bug.",
            Assert.Single(_engine.Errors),
            StringComparison.Ordinal
        );
        Assert.Contains(_engine.Messages, m => m.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_expected_failure_is_logged_as_itself_and_a_cancelled_task_says_nothing()
    {
        Assert.False(
            BuildLog.Guard(Log(), () => throw new PerfGateException(DiagnosticCatalog.NoManifests(), ExitCode.Usage))
        );
        Assert.False(BuildLog.Guard(Log(), () => throw new OperationCanceledException()));

        Assert.Contains("PG9119", Assert.Single(_engine.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_compile_step_without_a_readable_plan_fails_by_a_code()
    {
        var task = new CompileKernels
        {
            BuildEngine = _engine,
            Plan = "a\0b",
            Output = "x",
            IntermediateDirectory = "x",
            RepositoryRoot = Path.GetTempPath(),
            HostIncludeDirectory = "x",
        };

        Assert.False(task.Execute());
        Assert.Matches("PG9", Assert.Single(_engine.Errors));
    }

    [Fact]
    public void Of_very_many_lines_of_a_tool_the_first_and_the_last_are_kept()
    {
        var lines = new ToolLines();
        for (var i = 0; i < 100_000; i++)
            lines.Add($"line {i}");
        lines.Add(new string('x', 10_000_000));

        Assert.Equal("line 0", lines.All[0]);
        Assert.Equal("line 99999", lines.All[^2]);
        Assert.InRange(lines.All.Sum(l => (long)l.Length), 1, 40_000_000);
    }

    [Fact]
    public void A_number_beyond_any_register_file_breaks_no_report() =>
        Assert.Equal(
            int.MaxValue,
            PtxasReport.Parse(["Compiling entry function 'k' for 'sm_90'", "Used 99999999999 registers"])["k"].Registers
        );

    [Fact]
    public void A_nul_character_in_what_a_compiler_prints_breaks_nothing()
    {
        Assert.Single(new CompilerOutput(new("/root")).Parse(["a\0b.cu(3): error: x"], new("k.cu")));
        _ = new DriverCommands(["#$ a\0/b -x", "#$ X=\0"], new("/root")).Commands;
    }

    [Fact]
    public void A_variable_that_doubles_with_every_line_of_a_dry_run_stays_small()
    {
        var lines = Enumerable.Repeat("#$ A=$A$A", 60).Prepend("#$ A=xxxxxxxx").Append("#$ /bin/sh $A");

        Assert.All(
            new DriverCommands(lines, new("/root")).Commands.SelectMany(c => c.Words),
            w => Assert.InRange(w.Length, 0, 1 << 17)
        );
    }

    [Fact]
    public void An_answer_that_searches_very_many_folders_for_very_many_programs_is_cut_off_and_said_so()
    {
        var path = string.Join(':', Enumerable.Range(0, 10_000).Select(i => $"/nowhere/{i}"));
        var tooManyFolders = Enumerable.Range(0, 100_000).Select(i => $"#$ program{i} -E").Prepend($"#$ PATH={path}");
        var tooManyCommands = Enumerable.Repeat("#$ sh -E", 2_000);

        Assert.True(new DriverCommands(tooManyFolders, new("/root")).IsTooLong);
        var cut = new DriverCommands(tooManyCommands, new("/root"));
        Assert.True(cut.IsTooLong);
        Assert.Equal(1_000, cut.Commands.Count);
        Assert.False(new DriverCommands(tooManyCommands.Take(1_000), new("/root")).IsTooLong);
        Assert.True(new DriverCommands(Enumerable.Repeat("#$ A=xxxxxxxx$A", 20_000), new("/root")).IsTooLong);
    }

    [Fact]
    public void A_path_that_grows_by_itself_with_every_line_is_searched_once_a_folder()
    {
        var lines = Enumerable.Repeat("#$ PATH=/bin:$PATH", 1_000).Append("#$ sh -c x");

        var read = new DriverCommands(lines, new("/root"));

        Assert.False(read.IsTooLong);
        Assert.EndsWith("/sh", Assert.Single(read.Commands).Program, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_is_taken_from_the_path_that_the_compiler_sets_before_the_path_of_the_process()
    {
        using var folder = new TemporaryFolder();
        var own = folder.Write("sh", "#!/bin/sh\n");
        File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var read = new DriverCommands([$"#$ PATH={folder.Root}:$PATH", "#$ sh -c x"], new("/root"));

        Assert.Equal(own, Assert.Single(read.Commands).Program);
    }

    private TaskLoggingHelper Log() => new(_engine, "Test");
}
