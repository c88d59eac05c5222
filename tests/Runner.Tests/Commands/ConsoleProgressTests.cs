using PerfGate.Core.Measurements;
using PerfGate.Runner.Commands;
using Spectre.Console;

namespace PerfGate.Runner.Tests.Commands;

/// <summary>What a measurement says of the time that is left.</summary>
public sealed class ConsoleProgressTests : IDisposable
{
    private readonly StringWriter _said = new();

    public void Dispose() => _said.Dispose();

    [Fact]
    public void What_a_run_takes_is_known_after_the_first_at_the_latest()
    {
        var progress = Progress(most: 20);

        progress.RunBegins(0, 17, 5);
        progress.WorkerEnded(Run(0, 4));
        progress.RunBegins(1, 17, 4);

        Assert.Equal(["run 1: 17 cases", "run 2: 17 cases, about 16 s left (76 s where cases stay undecided)"], Lines);
    }

    [Fact]
    public void What_the_baselines_runs_took_is_told_from_the_start()
    {
        var progress = Progress(most: 20);

        progress.Expect(3);
        progress.RunBegins(0, 1, 5);

        Assert.Equal(["run 1: 1 case, about 15 s left (60 s where cases stay undecided)"], Lines);
    }

    [Fact]
    public void Where_nothing_can_stay_undecided_there_is_one_time()
    {
        var progress = Progress(most: 5);

        progress.Expect(3);
        progress.RunBegins(2, 2, 3);

        Assert.Equal(["run 3: 2 cases, about 9 s left"], Lines);
    }

    [Fact]
    public void With_a_price_the_cost_so_far_stands_beside_the_likely_one()
    {
        var progress = Progress(most: 5, price: 3600);

        progress.Expect(10);
        progress.RunBegins(0, 2, 5);

        Assert.Matches(
            @"^run 1: 2 cases, about 50 s left, [0-9.]+ EUR so far of about 5\d\.[0-9]+$",
            Assert.Single(Lines)
        );
    }

    [Fact]
    public void One_of_several_devices_is_named_in_each_line()
    {
        var progress = Progress(most: 5, device: "GPU 1");

        progress.Say("Reference: the test says so");
        progress.RunBegins(0, 2, 5);

        Assert.Equal(["GPU 1: Reference: the test says so", "GPU 1: run 1: 2 cases"], Lines);
    }

    private string[] Lines => _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private ConsoleProgress Progress(int most, double? price = null, string? device = null) =>
        new(
            AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(_said), Ansi = AnsiSupport.No }),
            price,
            "EUR",
            most,
            device
        );

    private static WorkerRecord Run(int run, double seconds) =>
        new()
        {
            Run = run,
            Attempt = 0,
            Seed = 1,
            Outcome = WorkerOutcome.Completed,
            WallSeconds = seconds,
        };
}
