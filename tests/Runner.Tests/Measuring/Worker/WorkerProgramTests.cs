using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class WorkerProgramTests : IDisposable
{
    private readonly ManifestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("unknown")]
    [InlineData("the device")]
    [InlineData("another device")]
    public void The_cases_are_those_of_the_device_that_was_opened_whichever_one_was_expected(string expected)
    {
        using var device = new ScriptedDevice(_ => []);
        var result = Run(device, expected switch
        {
            "the device" => device.Description.Facts(),
            "another device" => ManifestFolder.Host,
            _ => null,
        });

        // That of the host device has no such case; without a compiled kernel the case itself fails.
        var only = Assert.Single(result.Cases);
        Assert.Equal(("softmax/N=1024", CaseStatus.Failed), (only.Name, only.Status));
    }

    [Fact]
    public void The_phases_go_from_the_start_of_the_process_to_the_end_of_the_device()
    {
        using var device = new ScriptedDevice(_ => []);
        var phases = Run(device, null).Phases.Select(p => p.Name).ToArray();
        Assert.Equal(("start process", "close device"), (phases[0], phases[^1]));
    }

    private WorkerResult Run(ScriptedDevice device, DeviceFacts? facts)
    {
        var kernels = Path.Combine(folder.Root, "kernels.json");
        JsonFile.Write(kernels, new CompiledKernels { Device = "cuda", Compiler = new("nvcc", "13", ""), Modules = [] }, PerfGateJson.Default.CompiledKernels);
        return new WorkerProgram(
            Jobs.Any with
            {
                Device = "cuda",
                Root = folder.Root,
                Manifests = [Path.Combine(folder.Root, ManifestFolder.Manifest)],
                Kernels = kernels,
                Cases = ["softmax/N=1024"],
                Facts = facts,
                Cached = folder.Root,
            },
            _ => device,
            _ => { }).Run();
    }
}
