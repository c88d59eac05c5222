using System.Runtime.Intrinsics.X86;
using System.Text;
using Microsoft.Build.Utilities;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;
using PerfGate.Tasks.Compiling.Functions;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Compiles kernels and expected-output functions for the host with g++ or clang++, to a shared library each.
/// </summary>
internal sealed class HostModuleCompiler(
    Compiler compiler, CompilerRuns runs, SourcePaths paths, CompileOptions options, ToolchainProbe probe)
    : ModuleCompiler(compiler, runs, paths, options, probe)
{
    // GNU as lists what it reads. clang++ assembles itself and lists nothing.
    private bool ListsAssembly => Compiler.Name == "g++" && OperatingSystem.IsLinux();

    /// <inheritdoc/>
    public override string Architecture => DeviceKind.Host.Name;

    // Every function and constant in a section of its own, so that each kernel's code can be hashed apart from the
    // others'.
    /// <inheritdoc/>
    public override IReadOnlyList<string> Flags =>
        [
            "-std=c++17",
            "-O3",
            "-fPIC",
            "-ffunction-sections",
            "-fdata-sections",
            "-fvisibility=hidden",
            "-g1",
            "-pthread",
            "-Wno-unknown-pragmas",
            .. Processor,
            .. Options.HostFlags,
        ];

    // The half of the built-ins in hardware, where the processor that will run them has it.
    private static string[] Processor => Avx2.IsSupported && Fma.IsSupported ? ["-march=x86-64-v3"] : [];

    protected override string Extension => ".so";

    /// <inheritdoc/>
    protected override Compilation Compile(PlannedModule module, ModuleOutput output)
    {
        var text = ReadSource(module);
        var functions = FunctionsOf(module, text);
        var unit = UnitPath(output);
        var objectFile = Path.Combine(output.Directory, "unit.o");
        var dependencies = Path.Combine(output.Directory, "unit.d");
        AtomicFile.Write(unit, Encoding.UTF8.GetBytes(Unit(module, text, functions)));

        var assembled = ListsAssembly ? Path.Combine(output.Directory, "unit.s.d") : null;
        var compiled = Runs.Run(
            Compiler.Path,
            CompileArguments(module, unit, objectFile, dependencies, assembled),
            output.Temporary
        );
        var diagnostics = Read(compiled, module);
        if (compiled.ExitCode != 0)
            return Compilation.Failed(HostCodeHint.AddTo(diagnostics, Paths.Relative(module.Source), text));
        var linked = Runs.Run(Compiler.Path, LinkArguments(module, objectFile, output.Binary), output.Temporary);
        diagnostics = [.. diagnostics, .. Read(linked, module)];
        if (linked.ExitCode != 0)
            return Compilation.Failed(diagnostics);

        var code = ElfObject.Read(InputFile.Bytes(objectFile, FileLimit.ObjectFile));
        var prefix = PrefixOf(module.Kind);
        return new(
            [
                .. functions.Select(f => new CompiledKernel
                {
                    Name = f.Name,
                    Symbol = prefix + f.Name,
                    Line = f.Line,
                    CodeHash = KernelCodeHash.Compute(code, prefix + f.Name),
                }),
            ],
            [
                .. Read(dependencies)
                    .Concat(assembled is null ? [] : Read(assembled))
                    .Where(d => Paths.Absolute(d) != unit && File.Exists(Paths.Absolute(d))),
            ],
            diagnostics,
            Assembled: assembled is not null
        );
    }

    /// <inheritdoc/>
    protected override ModuleCommand CommandOf(PlannedModule module, ModuleOutput output)
    {
        var text = ReadSource(module);
        var toolchain = Probe.OfHost(
            Compiler,
            IsScript ? QuestionsOf(module, output) : [Question()],
            Compiler.Name == "g++" ? Preprocess() : null
        );
        return new(
            [
                Unit(module, text, FunctionsOf(module, text)),
                CompileArguments(module, UnitPath(output), "unit.o", "unit.d", null).ToString(),
                LinkArguments(module, "unit.o", output.Binary).ToString(),
            ],
            toolchain with { ForcedIncludes = toolchain.ForcedIncludes.Add(HeaderOf(module)) });
    }

    // A program does the same with all modules, so that it is asked once, for all that it does with one.
    private CommandLineBuilder Question()
    {
        var question = new CommandLineBuilder();
        AppendCommon(question, defines: "");
        AppendAssembled(question, ListsAssembly ? Path.Combine(Options.IntermediateDirectory, "question.s.d") : null);
        AppendLink(question, Path.Combine(Options.IntermediateDirectory, "question.so"));
        question.AppendSwitch("-### -x c++");
        question.AppendFileNameIfNotNull(Probe.EmptySource(".cpp"));
        return question;
    }

    // A script may do one thing with one source and another with the next, and another when it links.
    private CommandLineBuilder[] QuestionsOf(PlannedModule module, ModuleOutput output)
    {
        string At(string name) => Path.Combine(output.Directory, name);
        var compile = CompileArguments(
            module,
            Paths.Absolute(module.Source),
            At("question.o"),
            At("question.d"),
            ListsAssembly ? At("question.s.d") : null
        );
        var link = LinkArguments(module, Probe.EmptySource(".o"), At("question.so"));
        compile.AppendSwitch("-###");
        link.AppendSwitch("-###");
        return [compile, link];
    }

    // g++ says only where it has searched. clang++ has it in its answer.
    private CommandLineBuilder Preprocess()
    {
        var preprocess = new CommandLineBuilder();
        AppendCommon(preprocess, defines: "");
        preprocess.AppendSwitch("-v -E -x c++");
        preprocess.AppendFileNameIfNotNull(Probe.EmptySource(".cpp"));
        return preprocess;
    }

    private static string PrefixOf(ModuleKind kind) =>
        kind switch
        {
            ModuleKind.Kernels => "perfgate_launch_",
            ModuleKind.Reference => "perfgate_reference_",
            ModuleKind.Functions => FunctionUnit.Prefix,
        };

    private static string HeaderOf(PlannedModule module) =>
        module.Kind == ModuleKind.Reference ? "perfgate_reference.h" : "perfgate_host.h";

    private static string UnitPath(ModuleOutput output) => Path.Combine(output.Directory, "unit.cpp");

    private static IReadOnlyList<string> Read(string dependencies) =>
        DependencyFile.Parse(InputFile.Text(dependencies, FileLimit.CompilerNote));

    private IReadOnlyList<KernelDeclaration> FunctionsOf(PlannedModule module, string text)
    {
        if (module.Kind == ModuleKind.Reference)
            return
            [
                .. module.Functions.Select(f => new KernelDeclaration(
                    f,
                    KernelSourceScanner.FindFunction(text, f) ?? 1,
                    0
                )),
            ];
        if (module.Kind == ModuleKind.Functions)
            return [.. FunctionUnit.Planned(module, text, new(Paths.Relative(module.Source)))
                .Select(f => new KernelDeclaration(f.Name, f.Line, f.Parameters.Length, f.Namespace))];
        var kernels = PlannedKernels(module, text);
        var templates = kernels.Where(k => k.IsTemplate).ToList();
        return templates.Count == 0
            ? kernels
            : throw new PerfGateException(
                [
                    .. templates.Select(k =>
                        DiagnosticCatalog.KernelNotUnique(new(Paths.Relative(module.Source), k.Line), k.Name, 0)
                    ),
                ],
                ExitCode.Usage
            );
    }

    private string Unit(PlannedModule module, string text, IReadOnlyList<KernelDeclaration> functions)
    {
        var source = Paths.Absolute(module.Source);
        if (module.Kind == ModuleKind.Reference)
            return WrapperUnit.ForReference(source, functions.Select(f => (f.Name, f.Line)), module.Calls);
        var shared = new SharedArrays(Options.IncludeDirectories).Of(source, text);
        if (module.Kind == ModuleKind.Kernels)
            return WrapperUnit.ForKernels(source, functions, shared);
        var planned = FunctionUnit.Planned(module, text, new(Paths.Relative(module.Source)));
        var included = WrapperUnit.ForKernels(source, [], shared);
        return FunctionUnit.For(included, source, planned, module.Calls, Paths.Absolute);
    }

    private CommandLineBuilder CompileArguments(
        PlannedModule module, string unit, string objectFile, string dependencies, string? assembled)
    {
        var arguments = new CommandLineBuilder();
        AppendCommon(arguments, module.Defines);
        arguments.AppendSwitchIfNotNull("-include ", HeaderOf(module));
        // With the system's headers: a library that is passed by -isystem is updated like any other.
        arguments.AppendSwitch("-MD");
        arguments.AppendSwitchIfNotNull("-MF ", dependencies);
        AppendAssembled(arguments, assembled);
        arguments.AppendSwitch("-x c++");
        arguments.AppendSwitchIfNotNull("-c ", unit);
        arguments.AppendSwitchIfNotNull("-o ", objectFile);
        return arguments;
    }

    private void AppendCommon(CommandLineBuilder arguments, string defines)
    {
        foreach (var flag in Flags)
            arguments.AppendTextUnquoted(" " + flag);
        // A checkout elsewhere must give the same code, __FILE__ included.
        arguments.AppendSwitchIfNotNull("-ffile-prefix-map=", $"{Paths.Root}/=");
        AppendDefinesAndIncludes(arguments, defines);
        arguments.AppendSwitchIfNotNull("-I", Options.HostIncludeDirectory);
        arguments.AppendSwitchIfNotNull("-I", Options.FunctionIncludeDirectory);
    }

    private static void AppendAssembled(CommandLineBuilder arguments, string? assembled) =>
        arguments.AppendSwitchIfNotNull("-Xassembler --MD -Xassembler ", assembled);

    private static CommandLineBuilder LinkArguments(PlannedModule module, string objectFile, string binary)
    {
        var arguments = new CommandLineBuilder();
        AppendLink(arguments, binary);
        arguments.AppendFileNameIfNotNull(objectFile);
        foreach (var library in module.Libraries)
            arguments.AppendSwitchIfNotNull("-l", library);
        return arguments;
    }

    private static void AppendLink(CommandLineBuilder arguments, string binary)
    {
        arguments.AppendSwitch("-shared");
        arguments.AppendSwitch("-pthread");
        // A missing function is an error now, with its name, rather than when a worker loads the library.
        if (OperatingSystem.IsLinux())
            arguments.AppendSwitch("-Wl,--no-undefined");
        arguments.AppendSwitchIfNotNull("-o ", binary);
    }
}
