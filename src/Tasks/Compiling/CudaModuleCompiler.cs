using System.Text;
using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Tasks.Compiling;

/// <summary>Compiles kernels with nvcc to a cubin for one architecture.</summary>
internal sealed class CudaModuleCompiler(Compiler nvcc, string architecture, CompilerSetup setup)
    : NvccCompiler(nvcc, architecture, setup)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Flags =>
        ["-std=c++17", "-O3", "-Xptxas=-v", "-Wno-deprecated-gpu-targets", .. Options.NvccFlags];

    protected override string Extension => ".cubin";

    /// <inheritdoc/>
    protected override Compilation Compile(PlannedModule module, ModuleOutput output)
    {
        var kernels = PlannedKernels(module, ReadTree(module));
        var dependencies = Path.Combine(output.Directory, "cubin.d");
        var unit = UnitPath(output);
        var instances = WrapperUnit.ForInstances(kernels);
        if (instances is not null)
            AtomicFile.Write(unit, Encoding.UTF8.GetBytes(instances));
        var input = InputOf(module, output, instances);
        var compiled = Runs.Run(
            Compiler.Path, Arguments(module, output.Binary, dependencies, input), output.Temporary);
        var diagnostics = Read(compiled, module);
        if (compiled.ExitCode != 0 || diagnostics.Any(d => d.Severity == Severity.Error))
            return Compilation.Failed(diagnostics);

        var cubin = ElfObject.Read(InputFile.Bytes(output.Binary, FileLimit.ObjectFile));
        var resources = PtxasReport.Parse(compiled.Lines);
        var names = new SymbolNames(Runs, Compiler.Path, output.Temporary);
        var symbols = kernels.Select(k => (Kernel: k, Symbols: names.Find(cubin, k, kernels))).ToList();
        var unclear = symbols
            .Where(s => s.Symbols.Count != 1)
            .Select(s =>
                DiagnosticCatalog.KernelNotUnique(
                    PlaceOf(s.Kernel), s.Kernel.Name.Written, names.Known(cubin, s.Kernel)))
            .ToList();
        return unclear.Count > 0
            ? Compilation.Failed([.. diagnostics, .. unclear])
            : Compiled(
                [
                    .. symbols.Select(s =>
                        Describe(module, s.Kernel, s.Symbols[0], cubin, resources.GetValueOrDefault(s.Symbols[0]))
                    ),
                ],
                diagnostics,
                unit,
                dependencies,
                DryRun(module, input, output.Directory)
            );
    }

    /// <inheritdoc/>
    protected override ModuleCommand CommandOf(PlannedModule module, ModuleOutput output)
    {
        var instances = WrapperUnit.ForInstances(PlannedKernels(module, ReadTree(module)));
        var input = InputOf(module, output, instances);
        // A program answers for all modules alike; a script is asked for each.
        var question = IsScript
            ? DryRun(module, input, output.Directory)
            : DryRun(
                module with { Defines = "" }, new(Probe.EmptySource(".cu"), null), Options.IntermediateDirectory);
        return new(
            [Arguments(module, output.Binary, "cubin.d", input).ToString(), instances ?? ""],
            Probe.OfNvcc(Compiler, question));
    }

    // The source, or a unit of instances that is compiled behind it. Relative to the root, where nvcc runs, so that a
    // checkout elsewhere gives the same code, __FILE__ included.
    private Input InputOf(PlannedModule module, ModuleOutput output, string? instances) =>
        instances is null
            ? new(Paths.Relative(module.Source), null)
            : new(Paths.Relative(UnitPath(output)), Paths.Relative(module.Source));

    private static string UnitPath(ModuleOutput output) => Path.Combine(output.Directory, "instances.cu");

    private CommandLineBuilder DryRun(PlannedModule module, Input input, string place) =>
        DryRun(Arguments(module, Path.Combine(place, "question.cubin"), Path.Combine(place, "question.d"), input));

    private CompiledKernel Describe(
        PlannedModule module,
        PlannedKernel kernel,
        string symbol,
        ElfObject cubin,
        PtxasReport? resources
    ) =>
        new()
        {
            Name = kernel.Name.Written,
            Symbol = symbol,
            File = FileOf(module, kernel),
            Line = kernel.Line,
            CodeHash = KernelCodeHash.Compute(cubin, symbol),
            Registers = resources?.Registers,
            SharedBytes = resources?.SharedBytes,
            LocalBytes = resources?.LocalBytes,
            SpillStoreBytes = resources?.SpillStoreBytes,
            SpillLoadBytes = resources?.SpillLoadBytes,
        };

    private CommandLineBuilder Arguments(PlannedModule module, string binary, string dependencies, Input input)
    {
        var arguments = Begin("-cubin");
        AppendDefinesAndIncludes(arguments, module.Defines);
        // The source may have benchmark functions too.
        arguments.AppendSwitchIfNotNull("-I", Options.FunctionIncludeDirectory);
        arguments.AppendSwitch("-MD");
        arguments.AppendSwitchIfNotNull("-MF ", dependencies);
        arguments.AppendSwitchIfNotNull("-o ", binary);
        arguments.AppendSwitchIfNotNull("-include ", input.Before);
        arguments.AppendFileNameIfNotNull(input.Source);
        return arguments;
    }

    private sealed record Input(string Source, string? Before);
}
