using System.CommandLine;
using System.Text.Json;
using PerfGate.Core.Simulation;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Simulation;

namespace PerfGate.Runner.Tests.Commands;

public class SimulateCommandTests
{
    private static readonly OperatingCharacteristics Tiny =
        OperatingCharacteristics.Simulate(Recording.Load(), new(4, 50, 1, 1, 1), _ => { });

    [Fact]
    public void The_tables_show_every_noise_model_and_every_recorded_kernel()
    {
        using var output = new StringWriter();

        SimulationTables.Write(Tiny, output);

        Assert.All(
            NoiseModel.All.Concat(NoiseModel.Contaminated),
            m => Assert.Contains($"| {m.Name} |", output.ToString(), StringComparison.Ordinal)
        );
        Assert.All(
            Recording.Load(),
            k => Assert.Contains($"| {k.Clock} | {k.Kernel} |", output.ToString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_json_holds_every_part()
    {
        using var document = JsonDocument.Parse(
            JsonSerializer.Serialize(Tiny, SimulationJson.Default.OperatingCharacteristics)
        );

        Assert.Equal(
            ["coverage", "unchanged", "atTolerance", "twiceTolerance", "spread", "power", "recorded", "recordedPower"],
            document.RootElement.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void The_recording_holds_six_kernels_with_five_clocks_and_twelve_processes_each()
    {
        var recording = Recording.Load();

        Assert.Equal(30, recording.Length);
        Assert.All(recording, k => Assert.Equal(12, k.Processes.Length));
    }

    [Fact]
    public void Simulate_is_a_command() =>
        Assert.Empty(CommandLine.Create().Parse(["simulate", "--quick", "--json"]).Errors);
}
