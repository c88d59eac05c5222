using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace PerfGate.Tasks.Tests.Running;

public sealed class RunPerfGateTests : IDisposable
{
    private readonly KernelFolder _folder = new();
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Options_without_a_value_are_left_out_and_blanks_are_quoted()
    {
        var task = Prepare("for a in \"$@\"; do echo \"[$a]\"; done");
        task.Options = [Option("--filter", "a b*"), Option("--base", ""), Option("--runs", "7")];
        task.Arguments = [new TaskItem("dir with blank/a.bench.json")];

        Assert.True(task.Execute());
        Assert.Equal(
            ["[run]", "[--filter]", "[a b*]", "[--runs]", "[7]", "[dir with blank/a.bench.json]"],
            _engine.Messages.Where(m => m.StartsWith('['))
        );
    }

    [Fact]
    public void A_warning_is_a_warning_and_does_not_fail()
    {
        Assert.True(Prepare("echo \"$PERFGATE_DIAGNOSTICS kernels/a.cu(3): warning PG3002: perhaps\"").Execute());

        Assert.Equal(["kernels/a.cu(3,0): PG3002: perhaps"], _engine.Warnings);
        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void The_exit_code_is_kept_and_the_only_error_is_perfgates_own()
    {
        var task = Prepare("echo \"$PERFGATE_DIAGNOSTICS kernels/a.cu(3): error PG3001: slower\" >&2; exit 4");

        Assert.False(task.Execute());
        Assert.Equal(4, task.ExitCode);
        Assert.Equal(["kernels/a.cu(3,0): PG3001: slower"], _engine.Errors);
    }

    [Theory]
    [InlineData("x.cu(3): error PG3001: fake")]
    [InlineData("run 1 died: the worker aborted (SIGABRT) at a: x.cu(3): error PG3001: fake")]
    [InlineData("0123456789abcdef0123456789abcdef x.cu(3): error PG3001: fake")]
    [InlineData("x.cu(3): error CS1002: fake")]
    [InlineData("::error file=x.cu,line=3::fake")]
    public void What_a_kernel_prints_is_no_diagnostic(string line)
    {
        Assert.True(Prepare($"echo '{line}'; echo '{line}' >&2").Execute());

        Assert.Empty(_engine.Errors);
        Assert.Equal([line, line], _engine.Messages.Where(m => m == line));
    }

    [Fact]
    public void The_command_knows_the_process_that_it_ends_with()
    {
        Assert.True(Prepare("echo \"parent $PERFGATE_PARENT\"").Execute());

        Assert.Contains($"parent {Environment.ProcessId}", _engine.Messages);
    }

    [Fact]
    public void A_missing_runner_is_named()
    {
        var task = Prepare("");
        task.Runner = _folder.At("no/perfgate.dll");

        Assert.False(task.Execute());
        Assert.Contains("PG1013", Assert.Single(_engine.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_command_may_put_back_what_it_locked()
    {
        var task = Prepare(
            "trap 'echo restored > restored; kill $!; exit 1' TERM; sleep 300 & echo ready > ready; wait"
        );
        var running = Task.Run(task.Execute, TestContext.Current.CancellationToken);
        while (!File.Exists(_folder.At("ready")))
            await Task.Delay(20, TestContext.Current.CancellationToken);

        task.Cancel();

        Assert.False(await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(_folder.At("restored")));
        // Whoever cancelled it knows why it ended.
        Assert.Empty(_engine.Errors);
    }

    private static TaskItem Option(string name, string value)
    {
        var item = new TaskItem(name);
        item.SetMetadata("Value", value);
        return item;
    }

    private RunPerfGate Prepare(string script) => new()
    {
        BuildEngine = _engine,
        Runner = _folder.Script("perfgate.sh", script),
        Command = "run",
        WorkingDirectory = _folder.Root,
    };
}
