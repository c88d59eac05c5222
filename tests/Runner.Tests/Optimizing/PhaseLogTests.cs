using PerfGate.Core.Claims;
using PerfGate.Core.Policy;
using PerfGate.Runner.Optimizing;

namespace PerfGate.Runner.Tests.Optimizing;

public sealed class PhaseLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _worked;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_phase_whose_inputs_and_results_are_the_same_is_left_out_and_says_so()
    {
        var first = await RunAsync("a");
        var second = await RunAsync("a");

        Assert.Equal(1, _worked);
        Assert.Contains("[2/6] baseline", first, StringComparison.Ordinal);
        Assert.Contains("the naive one", first, StringComparison.Ordinal);
        Assert.Contains("skipped: its inputs have not changed since", second, StringComparison.Ordinal);
        Assert.Contains("the naive one", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_inputs_run_it_again()
    {
        await RunAsync("a");
        await RunAsync("b");

        Assert.Equal(2, _worked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_was_changed_or_removed_runs_it_again(bool removed)
    {
        await RunAsync("a");
        if (removed)
            File.Delete(Path.Combine(_folder.Root, "result.json"));
        else
            File.WriteAllText(Path.Combine(_folder.Root, "result.json"), "changed");

        var again = await RunAsync("a");

        Assert.Equal(2, _worked);
        Assert.Contains("its results were changed or are gone", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phase_that_failed_runs_again()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Log(TextWriter.Null).RunAsync(OptimizePhase.Baseline, "a", () => throw new InvalidOperationException())
        );

        await RunAsync("a");

        Assert.Equal(1, _worked);
    }

    [Fact]
    public async Task A_phase_that_cannot_run_says_not_available_and_is_never_taken_for_done()
    {
        var said = new StringWriter();
        for (var i = 0; i < 2; i++)
            await Log(said)
                .RunAsync(
                    OptimizePhase.Profile,
                    "a",
                    () =>
                    {
                        _worked++;
                        return Task.FromResult(PhaseEnd.NotAvailable("there is no profiler"));
                    }
                );

        Assert.Equal(2, _worked);
        Assert.Contains("not available: there is no profiler", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("took", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_left_is_that_of_the_last_time_and_not_known_before()
    {
        var said = new StringWriter();
        Assert.Contains(
            "time left: not known, because baseline has not run yet",
            await RunAsync("a"),
            StringComparison.Ordinal
        );
        foreach (var phase in Enum.GetValues<OptimizePhase>())
            await Log(said).RunAsync(phase, null, () => Task.FromResult(new PhaseEnd(PhaseOutcome.Done, "")));

        Assert.Contains("left, by the last time", await RunAsync("b"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cost_is_said_where_the_device_has_a_price()
    {
        var said = new StringWriter();
        await new PhaseLog(_folder.Root, new GatePolicy { DevicePricePerHour = 3600, Currency = "EUR" }, said).RunAsync(
            OptimizePhase.Report,
            null,
            () => Task.FromResult(new PhaseEnd(PhaseOutcome.Done, ""))
        );

        Assert.Matches(@"took \d+ s, \d+\.\d{3} EUR so far", said.ToString());
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_runs_everything()
    {
        await RunAsync("a");
        File.WriteAllText(Path.Combine(_folder.Root, PhaseLog.FileName), "{");

        await RunAsync("a");

        Assert.Equal(2, _worked);
    }

    private PhaseLog Log(TextWriter said) => new(_folder.Root, new GatePolicy(), said);

    private async Task<string> RunAsync(string inputs)
    {
        var said = new StringWriter();
        await Log(said)
            .RunAsync(
                OptimizePhase.Baseline,
                inputs,
                () =>
                {
                    _worked++;
                    File.WriteAllText(Path.Combine(_folder.Root, "result.json"), "result");
                    return Task.FromResult(new PhaseEnd(PhaseOutcome.Done, "the naive one", "result.json"));
                }
            );
        return said.ToString();
    }
}
