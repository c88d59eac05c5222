using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>What was compiled, by the cases that need it.</summary>
public sealed class KernelCatalogTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kernels_with_other_macros_and_of_other_sources_are_not_what_a_case_needs()
    {
        var one = _folder.Load(ManifestFolder.Cuda).Cases[0];
        var own = Module(one.Source, one.Defines, ModuleKind.Kernels);
        var expected = Module("kernels/softmax.ref.cpp", "", ModuleKind.Expected);
        var catalog = Catalog(
            own,
            own with
            {
                Architecture = "sm_80",
            },
            // The same source with other tuned values.
            Module(one.Source, one.Defines + ";TILE=64", ModuleKind.Kernels),
            Module("kernels/saxpy.cu", one.Defines, ModuleKind.Kernels),
            expected
        );

        Assert.Equal(
            [(own.Source, "sm_90"), (own.Source, "sm_80"), (expected.Source, "sm_90")],
            catalog.ModulesFor([one]).Select(m => (m.Source, m.Architecture))
        );
        Assert.Equal([expected.Source], catalog.ModulesFor([]).Select(m => m.Source));
    }

    [Fact]
    public void A_module_that_another_build_has_changed_or_removed_is_not_run()
    {
        var binary = Path.Combine(_folder.Root, "module.bin");
        File.WriteAllText(binary, "as compiled");
        var catalog = Catalog(
            Module("kernels/saxpy.cu", "", ModuleKind.Kernels) with { BinaryHash = FileDigest.Of(binary) });

        Assert.Single(KernelCatalog.ReadWithModules(catalog.Path).Compiled.Modules);

        foreach (var change in new Action[]
        {
            () => File.WriteAllText(binary, "of another build"),
            () => File.WriteAllText(binary, ""),
            () => File.Delete(binary),
        })
        {
            change();
            var error = Assert.Single(
                Assert.Throws<PerfGateException>(() => KernelCatalog.ReadWithModules(catalog.Path)).Diagnostics);
            Assert.Equal(("PG2003", binary), (error.Code, error.Location!.File));
            Assert.Contains(catalog.Path, error.Message, StringComparison.Ordinal);
        }
    }

    private static CompiledModule Module(string source, string defines, ModuleKind kind) =>
        new()
        {
            Source = source,
            Kind = kind,
            Defines = defines,
            Architecture = "sm_90",
            Binary = "module.bin",
            Kernels =
            [
                new()
                {
                    Name = "softmax_rows",
                    Symbol = "softmax_rows",
                    Line = 2,
                    CodeHash = new('0', 64),
                },
            ],
        };

    private KernelCatalog Catalog(params CompiledModule[] modules)
    {
        var path = Path.Combine(_folder.Root, "kernels.json");
        JsonFile.Write(
            path,
            new CompiledKernels
            {
                Device = DeviceKind.Cuda,
                Compiler = new("nvcc", "13.0", ""),
                Modules = [.. modules],
            },
            PerfGateJson.Default.CompiledKernels
        );
        return KernelCatalog.Read(path);
    }
}
