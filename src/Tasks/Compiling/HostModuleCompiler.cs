using System.Runtime.CompilerServices;
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
internal sealed class HostModuleCompiler(Compiler compiler, CompilerSetup setup) : ModuleCompiler(compiler, setup)
{
    private readonly ConditionalWeakTable<PlannedModule, HostUnit> _units = [];

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
            // nvcc warns of int a[] = { 0.0 }, which is an error of this compiler's.
            "-Wno-narrowing",
            // A template's own thread_local array would be asked for an initialisation that nobody defines. And a
            // variable that the source makes visible would be one for all modules, which nobody could put back.
            .. Compiler.Name == "g++" ? ["-fno-extern-tls-init", "-fno-gnu-unique"] : (string[])[],
            .. Processor,
            .. Options.HostFlags,
        ];

    // The half of the built-ins in hardware, where the processor that will run them has it.
    private static string[] Processor => Avx2.IsSupported && Fma.IsSupported ? ["-march=x86-64-v3"] : [];

    protected override string Extension => ".so";

    /// <inheritdoc/>
    protected override Compilation Compile(PlannedModule module, ModuleOutput output)
    {
        var source = SourceOf(module, output);
        var unit = UnitPath(output);
        var objectFile = Path.Combine(output.Directory, "unit.o");
        var dependencies = Path.Combine(output.Directory, "unit.d");
        source.Copies?.Write();
        AtomicFile.Write(unit, Encoding.UTF8.GetBytes(source.Unit));

        var assembled = ListsAssembly ? Path.Combine(output.Directory, "unit.s.d") : null;
        var compiled = Runs.Run(
            Compiler.Path,
            CompileArguments(module, unit, objectFile, dependencies, assembled),
            output.Temporary
        );
        var diagnostics = Read(compiled, module);
        if (compiled.ExitCode != 0 || diagnostics.Any(d => d.Severity == Severity.Error))
            return Compilation.Failed(Hinted(diagnostics, module, source, output));
        var linked = Runs.Run(Compiler.Path, LinkArguments(module, objectFile, output.Binary), output.Temporary);
        diagnostics = [.. diagnostics, .. Read(linked, module)];
        if (linked.ExitCode != 0)
            return Compilation.Failed(Hinted(diagnostics, module, source, output));

        var code = ElfObject.Read(InputFile.Bytes(objectFile, FileLimit.ObjectFile));
        return new(
            [
                .. source.Functions.Select(f => new CompiledKernel
                {
                    Name = f.Name,
                    Symbol = f.Symbol,
                    File = f.File,
                    Line = f.Line,
                    CodeHash = KernelCodeHash.Compute(code, f.Symbol),
                }),
            ],
            [
                .. Read(dependencies)
                    .Concat(assembled is null ? [] : Read(assembled))
                    .Select(d => source.Copies?.OriginalOf(Paths.Absolute(d)) ?? d)
                    .Where(d => Paths.Absolute(d) != unit && File.Exists(Paths.Absolute(d)))
                    .Distinct(),
            ],
            diagnostics,
            Assembled: assembled is not null
        );
    }

    // Functions of expected outputs are plain C++, for which the host device lacks nothing.
    private IReadOnlyList<Diagnostic> Hinted(
        IReadOnlyList<Diagnostic> diagnostics, PlannedModule module, HostUnit source, ModuleOutput output) =>
        module.Kind == ModuleKind.Expected
            ? diagnostics
            : new HostCodeHint(source.Texts, Paths, !module.Guard.IsEmpty, () => MissingHeaders(module, output))
                .AddTo(diagnostics);

    // A compiler stops at the first. Listing what it depends on, it takes a missing file for one that is made later.
    private IEnumerable<string> MissingHeaders(PlannedModule module, ModuleOutput output)
    {
        var arguments = new CommandLineBuilder();
        AppendCommon(arguments, WrapperUnit.OnCommandLine(module.Defines));
        arguments.AppendSwitchIfNotNull("-include ", HeaderOf(module));
        arguments.AppendSwitch("-M -MG -x c++");
        arguments.AppendFileNameIfNotNull(UnitPath(output));
        var listed = Runs.Run(Compiler.Path, arguments, output.Temporary).Lines;
        return DependencyFile.Parse(string.Join('\n', listed)).Where(d => !File.Exists(Paths.Absolute(d))).Distinct();
    }

    /// <inheritdoc/>
    protected override ModuleCommand CommandOf(PlannedModule module, ModuleOutput output)
    {
        var source = SourceOf(module, output);
        var toolchain = Probe.OfHost(
            Compiler,
            IsScript ? QuestionsOf(module, output) : [Question(module.Libraries)],
            Compiler.Name == "g++" ? Preprocess() : null
        );
        return new(
            [
                source.Unit,
                string.Join(';', module.Guard),
                string.Join(';', module.Omit),
                CompileArguments(module, UnitPath(output), "unit.o", "unit.d", null).ToString(),
                LinkArguments(module, "unit.o", output.Binary).ToString(),
            ],
            toolchain with { ForcedIncludes = toolchain.ForcedIncludes.Add(HeaderOf(module)) });
    }

    // A program does the same with all modules of the same libraries, so that it is asked once, for all that it does
    // with one.
    private CommandLineBuilder Question(IEnumerable<string> libraries)
    {
        var question = new CommandLineBuilder();
        AppendCommon(question, defines: "");
        AppendAssembled(question, ListsAssembly ? Path.Combine(Options.IntermediateDirectory, "question.s.d") : null);
        AppendLink(question, Path.Combine(Options.IntermediateDirectory, "question.so"));
        question.AppendSwitch("-### -x c++");
        question.AppendFileNameIfNotNull(Probe.EmptySource(".cpp"));
        AppendLibraries(question, libraries);
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

    private static string HeaderOf(PlannedModule module) =>
        module.Kind == ModuleKind.Expected ? "perfgate_expected.h" : "perfgate_host.h";

    private static string UnitPath(ModuleOutput output) => Path.Combine(output.Directory, "unit.cpp");

    private static IReadOnlyList<string> Read(string dependencies) =>
        DependencyFile.Parse(InputFile.Text(dependencies, FileLimit.CompilerNote));

    // The cache asks for it first, and the compiler after that.
    private HostUnit SourceOf(PlannedModule module, ModuleOutput output) =>
        _units.GetValue(module, m => m.Kind switch
        {
            ModuleKind.Expected => HostUnit.OfExpected(m, Paths.Absolute(m.Source), ReadSource(m)),
            ModuleKind.Kernels => OfKernels(m, output),
            ModuleKind.Functions => OfFunctions(m, output),
        });

    private HostUnit OfFunctions(PlannedModule module, ModuleOutput output)
    {
        var tree = ReadTree(module);
        var functions = FunctionUnit.Planned(module, tree.Files[0].Text, new(Paths.Relative(module.Source)));
        var copies = new HostCopies(tree, Path.Combine(output.Directory, "copies"), module.Guard, module.Omit);
        var source = copies.PathOf(tree.Files[0].Path);
        var included = WrapperUnit.ForKernels(source, module.Defines, [], SharedArrays.Of(tree));
        return new(
            FunctionUnit.For(included, Paths.Absolute(module.Source), functions, module.Calls, Paths.Absolute),
            [.. functions.Select(f => new HostFunction(f.Name, FunctionUnit.Prefix + f.Name, null, f.Line))],
            tree.Files,
            copies);
    }

    private HostUnit OfKernels(PlannedModule module, ModuleOutput output)
    {
        var tree = ReadTree(module);
        var kernels = PlannedKernels(module, tree);
        var unclear = kernels
            .Where(k => k.IsAmbiguous || k.Declared is { IsTemplate: true } && k.Name.TemplateArguments is null)
            .Select(k => DiagnosticCatalog.KernelNotUnique(PlaceOf(k), k.Name.Written, Overloads(k, tree)))
            .ToList();
        if (unclear.Count > 0)
            throw new PerfGateException([.. unclear], ExitCode.Usage);
        var copies = new HostCopies(tree, Path.Combine(output.Directory, "copies"), module.Guard, module.Omit);
        return new(
            WrapperUnit.ForKernels(copies.PathOf(tree.Files[0].Path), module.Defines, kernels, SharedArrays.Of(tree)),
            [
                .. kernels.Select(k => new HostFunction(
                    k.Name.Written, "perfgate_launch_" + k.Name.Export, FileOf(module, k), k.Line)),
            ],
            tree.Files,
            copies);
    }

    private static IEnumerable<string> Overloads(PlannedKernel kernel, SourceTree tree) =>
        kernel.IsAmbiguous
            ? tree
                .Kernels.Where(kernel.Name.Fits)
                .Select(k => $"{k.Name}({string.Join(", ", k.Parameters.Select(p => p.Text))})")
            : [];

    private CommandLineBuilder CompileArguments(
        PlannedModule module, string unit, string objectFile, string dependencies, string? assembled)
    {
        var arguments = new CommandLineBuilder();
        AppendCommon(arguments, WrapperUnit.OnCommandLine(module.Defines));
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

    private CommandLineBuilder LinkArguments(PlannedModule module, string objectFile, string binary)
    {
        var arguments = new CommandLineBuilder();
        AppendLink(arguments, binary);
        arguments.AppendFileNameIfNotNull(objectFile);
        foreach (var flag in LinkFlags.Of(Options.HostFlags))
            arguments.AppendTextUnquoted(" " + flag);
        AppendLibraries(arguments, module.Libraries);
        return arguments;
    }

    private static void AppendLibraries(CommandLineBuilder arguments, IEnumerable<string> libraries)
    {
        foreach (var library in libraries)
            arguments.AppendSwitchIfNotNull("-l", library);
    }

    private static void AppendLink(CommandLineBuilder arguments, string binary)
    {
        arguments.AppendSwitch("-shared");
        arguments.AppendSwitch("-pthread");
        // A missing function is an error now, with its name, rather than when a worker loads the library. Host code
        // of a source that no kernel needs is left out first, and what it calls with it.
        if (OperatingSystem.IsLinux())
            arguments.AppendSwitch("-Wl,--gc-sections -Wl,--no-undefined");
        arguments.AppendSwitchIfNotNull("-o ", binary);
    }
}
