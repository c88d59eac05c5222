using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>Whatever a command does, it ends, and an error says why it was not measured.</summary>
public sealed class CommandExecutionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_command_runs_in_its_folder_with_its_variables_and_without_input()
    {
        Run(
            Shell("read x; echo \"$PWD|$A|$B|$x|$CUDA_MODULE_LOADING\" > out") with
            {
                Environment = ImmutableSortedDictionary<string, string>.Empty.Add("A", "1"),
            }
        );

        Assert.Equal($"{_folder.Root}|1|2||", File.ReadAllText(_folder.PathOf("out")).Trim());
    }

    [Fact]
    public void An_unknown_program_is_named_with_where_it_was_looked_for()
    {
        Assert.Contains(
            "there is no program no-such-program on the PATH",
            Refused(Command("no-such-program")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"there is no program ./none in {_folder.Root}; build it first",
            Refused(Command("./none")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "there is no folder",
            Refused(Command("true") with { Folder = _folder.PathOf("no") }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_program_lies_in_the_commands_folder_and_not_beside_perfgate()
    {
        _folder.Write("tool", "#!/bin/sh\ntouch ran\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.PathOf("tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Run(Command("./tool"));

        Assert.True(File.Exists(_folder.PathOf("ran")));
    }

    [Fact]
    public void A_failure_says_the_exit_code_the_last_words_and_how_to_run_it_by_hand()
    {
        var said = Refused(Shell("echo out; echo why >&2; exit 3"));

        Assert.StartsWith("it exited with 3; it said: ", said, StringComparison.Ordinal);
        Assert.Contains("why", said, StringComparison.Ordinal);
        Assert.Contains($"run it by hand: cd '{_folder.Root}' && /bin/sh -c", said, StringComparison.Ordinal);
        Assert.Contains("it crashed (SIGSEGV)", Refused(Shell("kill -SEGV $$")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_command_needs_says_its_last_line_that_is_not_blank()
    {
        var shell = Shell("printf 'first\\nversion 2\\n \\033[0m\\n\\n'");

        Assert.Equal(
            new CommandNeed(null, "version 2"), CommandExecution.Need(Command("none") with { Needs = shell.Words }));
    }

    [Fact]
    public void One_that_hangs_is_killed_with_all_that_it_started()
    {
        var said = Refused(Shell("setsid sleep 617 & echo $! > child; sleep 600") with { TimeoutSeconds = 1 });

        Assert.Contains("it did not end within 1 s and was killed", said, StringComparison.Ordinal);
        Assert.Contains("raise timeout in its command", said, StringComparison.Ordinal);
        AssertGone();
    }

    [Fact]
    public void What_it_leaves_running_ends_with_it()
    {
        Run(Shell("setsid sleep 617 > /dev/null 2>&1 & echo $! > child"));

        AssertGone();
    }

    [Fact]
    public void One_that_prints_without_end_is_ended()
    {
        Assert.Contains("it printed more than 64 MiB", Refused(Command("yes")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_locked_for_workers_alone_is_taken_back()
    {
        var start = new ProcessStartInfo();
        LockedEnvironment.ForCuda("GPU-1", [0]).ApplyTo(start);
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "0";

        LockedEnvironment.Release(start);

        Assert.Equal("GPU-1", start.Environment["CUDA_VISIBLE_DEVICES"]);
        Assert.Equal("C", start.Environment["LC_ALL"]);
        Assert.All(
            ["CUDA_MODULE_LOADING", "NVIDIA_TF32_OVERRIDE", "DOTNET_TC_QuickJitForLoops", LockedEnvironment.Processors],
            name => Assert.False(start.Environment.ContainsKey(name), name)
        );
    }

    private static void Run(CommandSpec command) =>
        CommandExecution.Run(command, new Dictionary<string, string> { ["B"] = "2" }, () => { });

    private static string Refused(CommandSpec command) =>
        Assert.Throws<ObservationException>(() => Run(command)).Message;

    private CommandSpec Shell(string script) => Command("/bin/sh", "-c", script);

    private CommandSpec Command(params string[] words) =>
        new(
            [.. words],
            _folder.Root,
            ".",
            ImmutableSortedDictionary<string, string>.Empty,
            new() { Work = MeasuredWork.WallTime }
        );

    private void AssertGone()
    {
        var child = int.Parse(File.ReadAllText(_folder.PathOf("child")), CultureInfo.InvariantCulture);
        Assert.True(Runner.Processes.ProcessTree.HasEnded(child));
    }
}
