using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tests.References;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>The last measurement may become the baseline only where it is one of the kernels of the tree.</summary>
public sealed class MeasuredKernelsTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_kernels_have_no_changes() => Assert.Empty(Changes(Measured()));

    [Fact]
    public void Other_machine_code_is_named_by_its_cases() =>
        Assert.Equal(
            ["softmax/N=256 has changed", "softmax/N=512 has changed"],
            Changes(Measured(), codeHash: new('f', 64))
        );

    [Fact]
    public void Another_launch_of_the_same_code_is_a_change()
    {
        var measured = Measured();
        _folder.Change("\"M\": 64", "\"M\": 65");

        Assert.Equal(["softmax/N=256 has changed", "softmax/N=512 has changed"], Changes(measured));
    }

    [Fact]
    public void Cases_that_came_and_went_are_named()
    {
        var measured = Measured();
        _folder.Change("[256, 512]", "[512, 1024]");

        Assert.Equal(["softmax/N=1024 is new", "softmax/N=256 is gone"], Changes(measured));
    }

    private string Manifest => Path.Combine(_folder.Root, ManifestFolder.Manifest);

    private Measurement Measured()
    {
        var catalog = Catalog(new('0', 64));
        var suite = _folder.Load();
        return BaselineText.Measurement(100) with
        {
            Cases = [.. suite.Cases.Select(c => CasesBeforeMeasuring.Of(c, catalog, null, _folder.Root))],
        };
    }

    private IReadOnlyList<string> Changes(Measurement measurement, string? codeHash = null) =>
        MeasuredKernels.Changes(measurement, Catalog(codeHash ?? new('0', 64)), [Manifest], _folder.Root);

    private KernelCatalog Catalog(string codeHash)
    {
        var path = Path.Combine(_folder.Root, "kernels.json");
        var defines = _folder.Load().Cases.Select(c => c.Defines).Distinct();
        JsonFile.Write(
            path,
            new CompiledKernels
            {
                Device = DeviceKind.Host,
                Compiler = new("g++", "12.2.0", ""),
                Modules = [.. defines.Select(d => Module(d, codeHash))],
            },
            PerfGateJson.Default.CompiledKernels
        );
        return KernelCatalog.Read(path);
    }

    private static CompiledModule Module(string defines, string codeHash) =>
        new()
        {
            Source = "kernels/softmax.cu",
            Kind = ModuleKind.Kernels,
            Defines = defines,
            Architecture = "host",
            Binary = "softmax.so",
            Kernels = ImmutableArray.Create(
                new CompiledKernel
                {
                    Name = "softmax_rows",
                    Symbol = "perfgate_launch_softmax_rows",
                    Line = 2,
                    CodeHash = codeHash,
                }
            ),
        };
}
