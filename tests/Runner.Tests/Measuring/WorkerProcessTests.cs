using System.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Every way in which a worker process can end, with a shell script in the worker's place.</summary>
public sealed class WorkerProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("perfgate-worker-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_worker_that_writes_its_result_has_completed()
    {
        var exit = await RunAsync(
            """echo '{"deviceName":"d","deviceSlug":"d","deviceMemoryBytes":1,"clock":"host"}' > "$RESULT" """);

        Assert.Equal(WorkerOutcome.Completed, exit.Outcome);
        Assert.Equal("d", exit.Result?.DeviceSlug);
    }

    [Fact]
    public async Task A_worker_that_dies_is_reported_with_its_case_and_its_last_words()
    {
        var exit = await RunAsync("echo 'case softmax/N=64'; echo 'illegal address' >&2; sleep 0.1; kill -SEGV $$");

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
        Assert.Equal("softmax/N=64", exit.LastCase);
        Assert.Contains("SIGSEGV", exit.Reason, StringComparison.Ordinal);
        Assert.Contains("illegal address", exit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_killed_is_reported_as_killed()
    {
        var exit = await RunAsync("kill -KILL $$");

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
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
            Path.Combine(folder, "result.json"),
            """{"deviceName":"old","deviceSlug":"old","deviceMemoryBytes":1,"clock":"host"}""",
            TestContext.Current.CancellationToken);

        var exit = await RunAsync("true");

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
    }

    [Fact]
    public async Task A_worker_that_gives_no_sign_of_life_is_killed_with_its_children()
    {
        var exit = await RunAsync("echo 'case slow'; sleep 600 & echo $! > \"$RESULT.child\"; wait", timeout: TimeSpan.FromSeconds(1));

        Assert.Equal(WorkerOutcome.Hung, exit.Outcome);
        Assert.Contains("at slow", exit.Reason, StringComparison.Ordinal);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task A_worker_that_keeps_beginning_cases_is_not_hung()
    {
        var exit = await RunAsync(
            "for i in 1 2 3 4 5 6; do echo \"case $i\"; sleep 0.5; done; exit 7", timeout: TimeSpan.FromSeconds(2));

        Assert.Equal(WorkerOutcome.Crashed, exit.Outcome);
        Assert.Equal("6", exit.LastCase);
    }

    [Fact]
    public async Task A_cancelled_worker_is_killed_with_its_children()
    {
        using var cancel = new CancellationTokenSource();
        var exit = await RunAsync(
            "sleep 600 & echo $! > \"$RESULT.child\"; echo 'case a'; wait", atCase: _ => cancel.Cancel(), cancel: cancel);

        Assert.Equal(WorkerOutcome.Cancelled, exit.Outcome);
        await AssertGoneAsync();
    }

    private async Task AssertGoneAsync()
    {
        var child = int.Parse(
            await File.ReadAllTextAsync(Path.Combine(folder, "result.json.child"), TestContext.Current.CancellationToken),
            System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < 100 && Alive(child); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(Alive(child), $"process {child} is still there");
    }

    private static bool Alive(int id)
    {
        try
        {
            // A zombie that nobody waited for is dead all the same.
            return !Process.GetProcessById(id).HasExited && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }

    private async Task<WorkerExit> RunAsync(
        string script, TimeSpan? timeout = null, Action<string>? atCase = null, CancellationTokenSource? cancel = null)
    {
        var result = Path.Combine(folder, "result.json");
        var launcher = new WorkerProcess(
            ["/bin/bash", "-c", script, "worker"],
            start => start.Environment["RESULT"] = result,
            timeout ?? TimeSpan.FromMinutes(1));
        return await launcher.RunAsync(Jobs.Any with { Result = result }, atCase ?? (_ => { }), cancel?.Token ?? TestContext.Current.CancellationToken);
    }
}
