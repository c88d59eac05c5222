using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Tasks.Compiling.Functions;

/// <summary>
/// Compiles benchmark functions with nvcc to a shared library for one architecture. The machine code of the GPU is read
/// from a cubin of the same unit.
/// </summary>
internal sealed class CudaFunctionCompiler(Compiler nvcc, string architecture, CompilerSetup setup)
    : NvccCompiler(nvcc, architecture, setup)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Flags =>
        ["-std=c++17", "-O3", "-Wno-deprecated-gpu-targets", .. Options.NvccFlags];

    protected override string Extension => ".so";

    /// <inheritdoc/>
    protected override Compilation Compile(PlannedModule module, ModuleOutput output)
    {
        var functions = FunctionsOf(module, ReadSource(module));
        var (unit, dependencies) = (At(output, "unit.cu"), At(output, "unit.d"));
        var (objectFile, cubin) = (At(output, "unit.o"), At(output, "unit.cubin"));
        AtomicFile.Write(unit, Encoding.UTF8.GetBytes(Unit(module, functions)));

        var diagnostics = new List<Diagnostic>();
        foreach (
            var arguments in (CommandLineBuilder[])
                [
                    Arguments("-c", module, unit, objectFile, dependencies),
                    Arguments("-cubin", module, unit, cubin, null),
                    LinkArguments(module, objectFile, output.Binary),
                ]
        )
        {
            var result = Runs.Run(Compiler.Path, arguments, output.Temporary);
            diagnostics.AddRange(Read(result, module).Except(diagnostics));
            if (result.ExitCode != 0)
                return Compilation.Failed(diagnostics);
        }

        return Compiled(
            Describe(functions, objectFile, cubin),
            diagnostics,
            unit,
            dependencies,
            DryRun(module, unit, output.Directory));
    }

    /// <inheritdoc/>
    protected override ModuleCommand CommandOf(PlannedModule module, ModuleOutput output)
    {
        var question = IsScript
            ? DryRun(module, Paths.Relative(module.Source), output.Directory)
            : DryRun(module with { Defines = "" }, Probe.EmptySource(".cu"), Options.IntermediateDirectory);
        return new(
            [
                Unit(module, FunctionsOf(module, ReadSource(module))),
                Arguments("-c", module, "unit.cu", "unit.o", "unit.d").ToString(),
                LinkArguments(module, "unit.o", output.Binary).ToString(),
            ],
            Probe.OfNvcc(Compiler, question)
        );
    }

    private static string At(ModuleOutput output, string name) => Path.Combine(output.Directory, name);

    private IReadOnlyList<BenchmarkFunction> FunctionsOf(PlannedModule module, string text) =>
        FunctionUnit.Planned(module, text, new(Paths.Relative(module.Source)));

    // Names relative to the root, where nvcc runs, so that a checkout elsewhere gives the same code, __FILE__ included.
    private string Unit(PlannedModule module, IReadOnlyList<BenchmarkFunction> functions)
    {
        var source = Paths.Relative(module.Source);
        return FunctionUnit.For($"#include \"{source}\"\n", source, functions, module.Calls, m => m);
    }

    // What runs is the code of the host that the function reaches, and any kernel of the unit: which of them, the code
    // does not tell.
    private static ImmutableArray<CompiledKernel> Describe(
        IReadOnlyList<BenchmarkFunction> functions,
        string objectFile,
        string cubin
    )
    {
        var host = ElfObject.Read(InputFile.Bytes(objectFile, FileLimit.ObjectFile));
        var device = ElfObject.Read(InputFile.Bytes(cubin, FileLimit.ObjectFile));
        var kernels = device
            .Symbols.Where(s => s.IsCudaEntry)
            .Select(s => KernelCodeHash.Compute(device, s.Name))
            .Order(StringComparer.Ordinal)
            .ToList();
        return
        [
            .. functions.Select(f => new CompiledKernel
            {
                Name = f.Name,
                Symbol = FunctionUnit.Prefix + f.Name,
                Line = f.Line,
                CodeHash = Digest([KernelCodeHash.Compute(host, FunctionUnit.Prefix + f.Name), .. kernels]),
            }),
        ];
    }

    private static string Digest(IEnumerable<string> hashes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes))));

    private CommandLineBuilder DryRun(PlannedModule module, string source, string place) =>
        DryRun(Arguments(
            "-c", module, source, Path.Combine(place, "question.o"), Path.Combine(place, "question.d")));

    private CommandLineBuilder Arguments(
        string step,
        PlannedModule module,
        string unit,
        string result,
        string? dependencies
    )
    {
        var arguments = Begin(step);
        // Each function in a section of its own, so that its code is hashed apart; no symbol is shared with the library
        // of the other side of a trial.
        arguments.AppendSwitchIfNotNull(
            "-Xcompiler=",
            // nvcc hands this to a shell.
            "-fPIC,-fvisibility=hidden,-ffunction-sections,-fdata-sections,-fno-gnu-unique,"
                + $"-ffile-prefix-map=\"{Paths.Root}\"/="
        );
        AppendDefinesAndIncludes(arguments, module.Defines);
        arguments.AppendSwitchIfNotNull("-I", ".");
        arguments.AppendSwitchIfNotNull("-I", Options.FunctionIncludeDirectory);
        if (dependencies is not null)
        {
            arguments.AppendSwitch("-MD");
            arguments.AppendSwitchIfNotNull("-MF ", dependencies);
        }

        arguments.AppendSwitchIfNotNull("-o ", result);
        arguments.AppendFileNameIfNotNull(unit);
        return arguments;
    }

    private CommandLineBuilder LinkArguments(PlannedModule module, string objectFile, string binary)
    {
        var arguments = Begin("-shared");
        // Host code of a source that no benchmark needs is left out, and what it calls need not be there.
        if (OperatingSystem.IsLinux())
            arguments.AppendSwitch("-Xlinker=--gc-sections");
        arguments.AppendSwitchIfNotNull("-o ", binary);
        arguments.AppendFileNameIfNotNull(objectFile);
        foreach (var library in module.Libraries)
            arguments.AppendSwitchIfNotNull("-l", library);
        return arguments;
    }
}
