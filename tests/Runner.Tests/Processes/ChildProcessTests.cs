using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Runner.Processes;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Tests.Processes;

/// <summary>No program that perfgate runs can hold it up, fill its memory, or outlive it.</summary>
public sealed class ChildProcessTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-child-").FullName;

    private string Noted => Path.Combine(_folder, "child");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_gives_its_exit_code_and_the_lines_of_both_streams(bool supervised)
    {
        var exit = await RunAsync("echo out; echo err >&2; read x; echo \"[$x] [$MARKED]\"; exit 7", Long, supervised);

        Assert.Equal(7, exit.Code);
        Assert.Equal(["[] [yes]", "err", "out"], exit.Lines.Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_that_takes_too_long_is_ended_with_all_that_it_started(bool supervised)
    {
        var exit = await RunAsync(
            $"setsid sleep 619 & echo $! > {Noted}; echo begun; sleep 600",
            TimeSpan.FromSeconds(5),
            supervised
        );

        Assert.Null(exit.Code);
        Assert.Equal(["begun"], exit.Lines);
        await AssertGoneAsync();
    }

    [Theory]
    [InlineData("(env -i setsid /bin/sleep 619 </dev/null >/dev/null 2>&1 & echo $! > {0}) ;")]
    [InlineData("env -i setsid /bin/sleep 619 & echo $! > {0};")]
    public async Task A_child_that_gave_up_its_session_and_its_environment_is_ended_all_the_same(string leave)
    {
        var exit = await RunAsync(
            string.Format(CultureInfo.InvariantCulture, leave, Noted) + " sleep 0.3; exit 3",
            Long,
            supervised: true
        );

        Assert.Equal(3, exit.Code);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task A_program_that_leaves_a_child_with_its_streams_behind_is_not_waited_for()
    {
        var watch = Stopwatch.StartNew();
        var exit = await RunAsync($"setsid sleep 619 & echo $! > {Noted}; exit 3", Long, supervised: false);

        Assert.Equal(3, exit.Code);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        await AssertGoneAsync();
    }

    // While a process begins a program its environment reads as empty. This one keeps it so for longer.
    [Fact]
    public async Task A_child_whose_environment_cannot_be_seen_yet_is_ended_too()
    {
        var child = $"echo $$ > {Noted}; sleep 0.02; {ProcessTree.Variable}=$0 exec sleep 619";
        var exit = await RunAsync(
            $"setsid env -i /bin/bash -c '{child}' ${ProcessTree.Variable} & "
                + $"while [ ! -s {Noted} ]; do :; done; exit 3",
            Long,
            supervised: false
        );

        Assert.Equal(3, exit.Code);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task A_program_that_is_cancelled_is_ended()
    {
        using var cancel = new CancellationTokenSource();
        var run = ChildProcess.RunAsync(
            Bash($"sleep 619 & echo $! > {Noted}; wait"),
            Long,
            supervised: true,
            cancel.Token
        );
        await UntilNotedAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task What_is_kept_of_the_output_has_a_limit()
    {
        var exit = await RunAsync(
            "head -c 50000000 /dev/zero; echo; seq 1 300000; echo the end",
            Long,
            supervised: false
        );

        Assert.InRange(exit.Lines.Length, 1000, 20_000);
        Assert.InRange(exit.Lines.Max(l => l.Length), 0, 5000);
        Assert.Equal("the end", exit.Lines[^1]);
    }

    [Fact]
    public async Task A_supervised_program_ends_with_whoever_wanted_it()
    {
        var start = OwnProgram.Start(
            Supervision.Command,
            "/bin/bash",
            "-c",
            $"setsid sleep 619 & echo $! > {Noted}; wait; sleep 600"
        );
        start.RedirectStandardInput = true;
        ProcessTree.Mark(start);
        using var supervisor = Process.Start(start)!;
        await UntilNotedAsync();

        // What the system does with the parent's end when the parent is killed.
        supervisor.StandardInput.Close();

        Assert.True(supervisor.WaitForExit(TimeSpan.FromSeconds(30)));
        await AssertGoneAsync();
    }

    [Fact]
    public async Task A_supervisor_that_is_killed_leaves_nothing()
    {
        var running = RunAsync(
            $"echo $PPID > {Noted}.supervisor; setsid sleep 619 & echo $! > {Noted}; wait; sleep 600",
            Long,
            supervised: true
        );
        await UntilNotedAsync();
        using (
            var supervisor = Process.GetProcessById(
                int.Parse(
                    await File.ReadAllTextAsync($"{Noted}.supervisor", TestContext.Current.CancellationToken),
                    CultureInfo.InvariantCulture
                )
            )
        )
            supervisor.Kill();

        Assert.Equal(137, (await running).Code);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task A_base_build_that_takes_too_long_is_ended_and_named()
    {
        var response = Path.Combine(_folder, "base.rsp");
        await File.WriteAllTextAsync(response, "", TestContext.Current.CancellationToken);

        var compiled = await new BaseCompiler(response, DeviceKind.Host, TimeSpan.FromMilliseconds(60)).CompileAsync(
            _folder,
            [],
            [],
            _folder,
            TestContext.Current.CancellationToken
        );

        Assert.Equal("its kernels were not compiled within 0 minutes, and that build was ended", compiled.Failure);
    }

    private static ProcessStartInfo Bash(string script) =>
        new("/bin/bash", ["-c", script]) { Environment = { ["MARKED"] = "yes" } };

    private static Task<ChildExit> RunAsync(string script, TimeSpan limit, bool supervised) =>
        ChildProcess.RunAsync(Bash(script), limit, supervised, TestContext.Current.CancellationToken);

    private async Task UntilNotedAsync()
    {
        while (
            !File.Exists(Noted)
            || (await File.ReadAllTextAsync(Noted, TestContext.Current.CancellationToken)).Length == 0
        )
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private async Task AssertGoneAsync()
    {
        var child = int.Parse(
            await File.ReadAllTextAsync(Noted, TestContext.Current.CancellationToken),
            CultureInfo.InvariantCulture
        );
        for (var i = 0; i < 60 && !ProcessTree.HasEnded(child); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(ProcessTree.HasEnded(child), $"process {child} is still there");
    }
}
