using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Every way in which a worker process can end, with a shell script in the worker's place.</summary>
// A held lock is lent to children by a variable, and a worker that waits has the variables of its start.
[Collection("variables of this process")]
public sealed partial class WorkerProcessTests : IDisposable
{
    // What a result has to say again.
    private const string Nonce =
        """nonce=$(sed -n 's/.*"nonce": *"\([0-9a-f]*\)".*/\1/p' "${RESULT%.json}.job.json"); """;

    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-worker-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_worker_that_writes_its_result_has_completed()
    {
        var exit = await RunAsync(
            Nonce
                + """
                echo '{"nonce":"'$nonce'","deviceName":"d","deviceSlug":"d","deviceMemoryBytes":1,"clock":"host"}' > "$RESULT"
                """
        );

        Assert.Equal(WorkerOutcome.Completed, exit.Outcome);
        Assert.Equal("d", exit.Result?.DeviceSlug);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"nonce\":\"0123456789abcdef0123456789abcdef\",")]
    public async Task A_result_that_another_worker_wrote_meanwhile_is_not_taken_for_this_ones(string other)
    {
        var exit = await RunAsync(
            $$"""echo '{{{other}}""" + """ "deviceName":"d","""
                + """ "deviceSlug":"d","deviceMemoryBytes":1,"clock":"host"}' > "$RESULT" """
        );

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
        Assert.Null(exit.Result);
        Assert.Contains("the result of another worker", exit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_dies_is_reported_with_its_case_and_its_last_words()
    {
        var exit = await RunAsync("say softmax/N=64; echo 'illegal address' >&2; sleep 0.1; kill -SEGV $$");

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
        Assert.Equal("softmax/N=64", exit.LastCase);
        Assert.Contains("SIGSEGV", exit.Reason, StringComparison.Ordinal);
        Assert.Contains("illegal address", exit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_killed_is_reported_as_killed()
    {
        var exit = await RunAsync("kill -KILL $$");

        Assert.Equal(WorkerOutcome.Killed, exit.Outcome);
        Assert.Contains("SIGKILL", exit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_exits_with_an_error_has_crashed()
    {
        var exit = await RunAsync("exit 3");

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
        Assert.Contains("exited with 3", exit.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""echo '{"deviceName":"d","devi' > "$RESULT" """)]
    [InlineData("""true""")]
    public async Task A_worker_that_leaves_half_a_result_or_none_has_crashed(string script)
    {
        var exit = await RunAsync(script);

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
        Assert.Contains("no usable result", exit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_result_of_an_earlier_worker_is_not_taken_for_this_ones()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "result.json"),
            """{"deviceName":"old","deviceSlug":"old","deviceMemoryBytes":1,"clock":"host"}""",
            TestContext.Current.CancellationToken);

        var exit = await RunAsync("true");

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
    }

    [Fact]
    public async Task A_worker_that_gives_no_sign_of_life_is_killed_with_its_children()
    {
        var exit = await RunAsync(
            "say slow; sleep 600 & echo $! > \"$RESULT.child\"; wait",
            timeout: TimeSpan.FromSeconds(1)
        );

        Assert.Equal(WorkerOutcome.Hung, exit.Outcome);
        Assert.Contains("at slow", exit.Reason, StringComparison.Ordinal);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task A_worker_that_is_stopped_is_hung_and_gone_afterwards()
    {
        var exit = await RunAsync(
            "echo $$ > \"$RESULT.child\"; say stopped; kill -STOP $$; say later", timeout: TimeSpan.FromSeconds(1));

        Assert.Equal(WorkerOutcome.Hung, exit.Outcome);
        Assert.Contains("no sign of life for 1 s at stopped", exit.Reason, StringComparison.Ordinal);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task A_worker_that_keeps_beginning_cases_is_not_hung()
    {
        var exit = await RunAsync(
            "for i in 1 2 3 4 5 6; do say $i; sleep 0.5; done; exit 7", timeout: TimeSpan.FromSeconds(2));

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
        Assert.Equal("6", exit.LastCase);
    }

    [Fact]
    public async Task A_cancelled_worker_is_killed_with_its_children()
    {
        using var cancel = new CancellationTokenSource();
        var exit = await RunAsync(
            "sleep 600 & echo $! > \"$RESULT.child\"; say a; wait", atCase: _ => cancel.Cancel(), cancel: cancel);

        Assert.Equal(WorkerOutcome.Cancelled, exit.Outcome);
        await AssertGoneAsync();
    }

    [Theory]
    [InlineData("echo 'case other'")]
    [InlineData("echo \"$token case \"")]
    [InlineData("say unheard-of")]
    [InlineData("printf '%s' 'half a line'; echo; echo ' case other'")]
    [InlineData("head -c 200000 /dev/zero | tr '\\0' x; echo")]
    public async Task A_kernel_that_prints_case_lines_moves_no_accusation(string printed)
    {
        var exit = await RunAsync($"say bad; {printed}; kill -SEGV $$", cases: ["bad", "other"]);

        Assert.Equal("bad", exit.LastCase);
    }

    [Fact]
    public async Task The_last_words_of_a_worker_are_few_and_inert()
    {
        var exit = await RunAsync(
            "printf '\\033]0;title\\007x.cu(3): error\\033[31m PG3001\\n' >&2; for i in {1..500}; do printf "
                + "'%0200d\\n' $i >&2; done; exit 7"
        );

        Assert.InRange(exit.Reason!.Length, 300, 1000);
        Assert.DoesNotContain(exit.Reason, char.IsControl);
        Assert.EndsWith("500", exit.Reason, StringComparison.Ordinal);
    }

    // What .NET prints when a stack overflows is that, and then dozens of this program's own functions.
    [Fact]
    public async Task The_last_words_of_a_worker_are_what_happened_and_not_where_in_this_program()
    {
        var exit = await RunAsync(
            "say deep; echo 'Stack overflow.' >&2; for i in {1..60}; do echo '   at PerfGate.Program.Run()' >&2; done; "
                + "kill -ABRT $$"
        );

        Assert.Equal("the worker aborted (SIGABRT) at deep: Stack overflow.", exit.Reason);
    }

    [Theory]
    [InlineData("sleep 623 &")]
    [InlineData("setsid sleep 623 &")]
    [InlineData("(setsid sleep 623 </dev/null >/dev/null 2>&1 &);")]
    public async Task A_child_that_a_kernel_leaves_behind_is_waited_for_by_nobody_and_ended(string leave)
    {
        var exit = await RunAsync(
            Nonce
                + $"{leave} sleep 0.2; pgrep -n -f 'sleep 623' > \"$RESULT.child\"; "
                + """echo '{"nonce":"'$nonce'","deviceName":"d",""" + """ "deviceSlug":"d","deviceMemoryBytes":1,"""
                + """ "clock":"host"}' > "$RESULT" """
        );

        Assert.Equal(WorkerOutcome.Completed, exit.Outcome);
        Assert.InRange(exit.WallSeconds, 0, 60);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task Forty_children_in_sessions_of_their_own_end_with_the_worker_that_is_killed()
    {
        var exit = await RunAsync(
            "say a; for i in {1..40}; do (setsid sleep 611 </dev/null >/dev/null 2>&1 &); done; sleep 600",
            timeout: TimeSpan.FromSeconds(3), cases: ["a"]);

        Assert.Equal(WorkerOutcome.Hung, exit.Outcome);
        using var left = Process.Start(
            new ProcessStartInfo("pgrep", ["-f", "sleep 611"]) { RedirectStandardOutput = true }
        )!;
        Assert.Equal("", await left.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_worker_that_cannot_be_started_is_an_answer_and_no_exception()
    {
        using var launcher = new WorkerProcess([Path.Combine(_folder, "nothing")], _ => { }, TimeSpan.FromMinutes(1));
        var exit = await launcher.RunAsync(
            Jobs.Any with
            {
                Result = Path.Combine(_folder, "result.json"),
            },
            _ => { },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(WorkerOutcome.Killed, exit.Outcome);
        Assert.Contains("could not be started", exit.Reason, StringComparison.Ordinal);
    }

    private async Task AssertGoneAsync() =>
        await AssertGoneAsync(
            int.Parse(
                await File.ReadAllTextAsync(
                    Path.Combine(_folder, "result.json.child"),
                    TestContext.Current.CancellationToken
                ),
                CultureInfo.InvariantCulture
            )
        );

    private static async Task AssertGoneAsync(int child)
    {
        for (var i = 0; i < 100 && Alive(child); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(Alive(child), $"process {child} is still there");
    }

    private static bool Alive(int id)
    {
        try
        {
            // A zombie that nobody waited for is dead all the same.
            return !Process.GetProcessById(id).HasExited
                && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }

    // What a worker does first: it learns its token and its job.
    internal const string Prelude = """
        read word token job
        say() { echo "$token case $1"; }

        """;

    private async Task<WorkerExit> RunAsync(
        string script,
        TimeSpan? timeout = null,
        Action<string>? atCase = null,
        CancellationTokenSource? cancel = null,
        params ImmutableArray<string> cases
    )
    {
        var result = Path.Combine(_folder, "result.json");
        using var launcher = new WorkerProcess(
            ["/bin/bash", "-c", Prelude + script, "worker"],
            start => start.Environment["RESULT"] = result,
            timeout ?? TimeSpan.FromMinutes(1)
        );
        return await launcher.RunAsync(
            Jobs.Any with
            {
                Result = result,
                Cases = cases,
            },
            atCase ?? (_ => { }),
            cancel?.Token ?? TestContext.Current.CancellationToken
        );
    }
}
