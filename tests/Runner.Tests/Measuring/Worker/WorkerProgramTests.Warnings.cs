using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>What a worker says beside its times.</summary>
public sealed partial class WorkerProgramTests
{
    [Fact]
    public void What_a_device_says_of_its_opening_takes_the_place_of_one_phase()
    {
        using var silent = new ScriptedDevice(_ => []);
        Assert.Contains(Take(silent, null).Phases, p => p.Name == "open device");

        using var device = new ScriptedDevice(_ => []) { OpeningPhases = [new("load driver", 2), new("warm", 3)] };
        var phases = Take(device, null).Phases;

        Assert.DoesNotContain(phases, p => p.Name == "open device");
        Assert.Equal([2, 3], phases.Where(p => p.Name is "load driver" or "warm").Select(p => p.Seconds));
    }

    [Theory]
    [InlineData("Prepare")]
    [InlineData("Measure")]
    public void What_the_device_warns_of_is_handed_on(string mode)
    {
        using var device = new ScriptedDevice(_ => []) { Warnings = ["the driver is old"] };
        var result = Run(
            device,
            Job with
            {
                Mode = Enum.Parse<WorkerMode>(mode), Cases = ["softmax/N=1024"], ExpectedAtOnce = 1,
                Cached = _folder.Root,
            });

        Assert.Equal(["the driver is old"], result.Warnings);
    }
}
