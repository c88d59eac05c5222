using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Sanitizing;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tests.Measuring.Worker;

namespace PerfGate.Runner.Tests.Sanitizing;

/// <summary>A case as a sanitizer sees it.</summary>
public sealed class BareCaseTests : IDisposable
{
    private readonly ManifestFolder _folder = new();
    private readonly string _kept = Directory.CreateTempSubdirectory("perfgate-bare-").FullName;

    public void Dispose()
    {
        Directory.Delete(_kept, recursive: true);
        _folder.Dispose();
    }

    [Fact]
    public void Inputs_are_written_and_what_is_poisoned_when_measured_is_left_alone()
    {
        var benchmark = _folder.Load(ManifestFolder.Cuda).Cases[0];
        var (x, y) = (benchmark.Buffers[0], benchmark.Buffers[1]);
        using var device = new ScriptedDevice(count => new double[count]);
        using var modules = new LoadedModules(device, Catalog(benchmark));
        using var kept = new KeptFiles(_kept);
        var inputs = new InputStore(kept);

        using var bare = new BareCase(device, benchmark, modules, inputs);

        Assert.Equal(inputs.BytesOf(x), bare.Read(x.Name));
        var poison = BitConverter.GetBytes(Poison.Word(y.Type)).ToArray();
        Assert.NotEqual(poison, bare.Read(y.Name)[..poison.Length]);
        // Each an allocation of its own, so that its end is where the tool looks for it, and none at a place out of an
        // arena.
        Assert.Equal((benchmark.Buffers.Length, 0), (device.Allocations, device.LayoutsTaken.Count));
    }

    [Fact]
    public void A_launch_is_bare_or_placed()
    {
        var parsed = CommandLine.Create().Parse(
            ["launch", "--kernels", "k.json", "--case", "c", "--bare", "--placed", "m.bench.json"]);

        Assert.Contains("Give one of them", Assert.Single(parsed.Errors).Message, StringComparison.Ordinal);
    }

    private KernelCatalog Catalog(BenchmarkCase benchmark)
    {
        var path = Path.Combine(_kept, "kernels.json");
        JsonFile.Write(
            path,
            new()
            {
                Device = DeviceKind.Cuda,
                Compiler = new("nvcc", "13.0", ""),
                Modules =
                [
                    new()
                    {
                        // The scripted device has no compute capability.
                        Source = benchmark.Source,
                        Kind = ModuleKind.Kernels,
                        Defines = benchmark.Defines,
                        Architecture = "host",
                        Binary = "x",
                        Kernels =
                        [
                            .. benchmark.Launches.Select(l => new CompiledKernel
                            {
                                Name = l.Kernel,
                                Symbol = l.Kernel,
                                Line = 1,
                                CodeHash = new('0', 64),
                            }),
                        ],
                    },
                ],
            },
            PerfGateJson.Default.CompiledKernels
        );
        return KernelCatalog.Read(path);
    }
}
