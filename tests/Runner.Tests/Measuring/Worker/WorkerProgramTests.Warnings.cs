using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>What a worker says beside its times.</summary>
public sealed partial class WorkerProgramTests
{
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
