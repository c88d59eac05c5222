using System.CommandLine;
using System.Text.Json;
using PerfGate.Core.Simulation;
using PerfGate.Runner.Simulation;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate simulate</c>: how the statistics behave where the truth is known.</summary>
internal static class SimulateCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Option<bool> quick = new("--quick")
        {
            Description =
                "Take a minute. Without it the tables of docs/results/simulation.md are made, in tens of minutes.",
        };
        var json = SharedOptions.Json();
        var command = new Command(
            "simulate",
            "Shows coverage, false regressions, power and undecided cases over simulated noise and recorded processes."
        )
        {
            quick,
            json,
        };
        command.SetAction(parsed =>
        {
            var effort = parsed.GetValue(quick) ? SimulationEffort.Quick : SimulationEffort.Full;
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var found = OperatingCharacteristics.Simulate(
                Recording.Load(),
                effort,
                part => error.WriteLine($"simulating {part}")
            );
            if (parsed.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(found, SimulationJson.Default.OperatingCharacteristics));
            else
                SimulationTables.Write(found, output);
            return 0;
        });
        return command;
    }
}
