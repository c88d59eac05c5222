using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Tasks.Compiling;

/// <summary>Compiles kernels with nvcc to a cubin for one architecture.</summary>
internal sealed class CudaModuleCompiler(
    Compiler compiler,
    string architecture,
    CompilerRuns runs,
    SourcePaths paths,
    CompileOptions options,
    ToolchainProbe probe,
    string? hostCompiler
) : ModuleCompiler(compiler, runs, paths, options, probe)
{
    /// <inheritdoc/>
    public override string Architecture => architecture;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Flags =>
        ["-std=c++17", "-O3", "-Xptxas=-v", "-Wno-deprecated-gpu-targets", .. Options.NvccFlags];

    protected override string Extension => ".cubin";

    /// <inheritdoc/>
    protected override Compilation Compile(PlannedModule module, ModuleOutput output)
    {
        var kernels = PlannedKernels(module, ReadSource(module));
        var dependencies = Path.Combine(output.Directory, "cubin.d");
        var compiled = Runs.Run(
            Compiler.Path,
            Arguments(module, output.Binary, dependencies, Paths.Relative(module.Source)),
            output.Temporary
        );
        var diagnostics = Read(compiled, module);
        if (compiled.ExitCode != 0)
            return Compilation.Failed(diagnostics);

        // nvcc lists what one of its passes reads. The others are asked one by one, after it said that the source
        // compiles.
        var passes = Probe.ReadByPasses(
            Compiler,
            DryRun(module, Paths.Relative(module.Source), output.Directory),
            Path.Combine(output.Directory, "pass.d")
        );
        var cubin = ElfObject.Read(InputFile.Bytes(output.Binary, FileLimit.ObjectFile));
        var resources = PtxasReport.Parse(compiled.Lines);
        var symbols = kernels.Select(k => (Kernel: k, Symbols: KernelSymbols.Find(cubin, k))).ToList();
        var unclear = symbols
            .Where(s => s.Symbols.Count != 1)
            .Select(s =>
                DiagnosticCatalog.KernelNotUnique(
                    new(Paths.Relative(module.Source), s.Kernel.Line),
                    s.Kernel.Name,
                    s.Symbols.Count
                )
            )
            .ToList();
        return unclear.Count > 0
            ? Compilation.Failed([.. diagnostics, .. unclear])
            : new(
                [
                    .. symbols.Select(s =>
                        Describe(s.Kernel, s.Symbols[0], cubin, resources.GetValueOrDefault(s.Symbols[0]))
                    ),
                ],
                [.. DependencyFile.Parse(InputFile.Text(dependencies, FileLimit.CompilerNote)), .. passes ?? []],
                diagnostics,
                Assembled: true
            )
            {
                Untraceable = passes is null ? $"{Compiler.Path} does not say with --dryrun how it preprocesses" : null,
            };
    }

    /// <inheritdoc/>
    protected override ModuleCommand CommandOf(PlannedModule module, ModuleOutput output)
    {
        // A program answers for all modules alike; a script is asked for each.
        var question = IsScript
            ? DryRun(module, Paths.Relative(module.Source), output.Directory)
            : DryRun(module with { Defines = "" }, Probe.EmptySource(".cu"), Options.IntermediateDirectory);
        return new(
            [Arguments(module, output.Binary, "cubin.d", Paths.Relative(module.Source)).ToString()],
            Probe.OfNvcc(Compiler, question));
    }

    private CommandLineBuilder DryRun(PlannedModule module, string source, string place)
    {
        var arguments = Arguments(
            module,
            Path.Combine(place, "question.cubin"),
            Path.Combine(place, "question.d"),
            source
        );
        arguments.AppendSwitch("--dryrun");
        return arguments;
    }

    private static CompiledKernel Describe(
        KernelDeclaration kernel,
        string symbol,
        ElfObject cubin,
        PtxasReport? resources
    ) =>
        new()
        {
            Name = kernel.Name,
            Symbol = symbol,
            Line = kernel.Line,
            CodeHash = KernelCodeHash.Compute(cubin, symbol),
            Registers = resources?.Registers,
            SharedBytes = resources?.SharedBytes,
            LocalBytes = resources?.LocalBytes,
            SpillStoreBytes = resources?.SpillStoreBytes,
            SpillLoadBytes = resources?.SpillLoadBytes,
        };

    private CommandLineBuilder Arguments(PlannedModule module, string binary, string dependencies, string source)
    {
        var arguments = new CommandLineBuilder();
        arguments.AppendSwitch("-cubin");
        arguments.AppendSwitchIfNotNull("-arch=", architecture);
        foreach (var flag in Flags)
            arguments.AppendTextUnquoted(" " + flag);
        if (!string.IsNullOrEmpty(hostCompiler))
            arguments.AppendSwitchIfNotNull("-ccbin ", hostCompiler);
        AppendDefinesAndIncludes(arguments, module.Defines);
        arguments.AppendSwitch("-MD");
        arguments.AppendSwitchIfNotNull("-MF ", dependencies);
        arguments.AppendSwitchIfNotNull("-o ", binary);
        // Relative to the root, where nvcc runs, so that a checkout elsewhere gives the same code, __FILE__ included.
        arguments.AppendFileNameIfNotNull(source);
        return arguments;
    }
}
