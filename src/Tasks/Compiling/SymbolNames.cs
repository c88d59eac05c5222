using Microsoft.Build.Utilities;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Tasks.Compiling;

/// <summary>Finds the symbols of instances and overloads in a cubin, by their demangled names.</summary>
/// <param name="runs">Runs the demangler.</param>
/// <param name="nvcc">nvcc, beside which the toolkit's demangler lies.</param>
/// <param name="temporary">Where the demangler may put temporary files.</param>
internal sealed class SymbolNames(CompilerRuns runs, string nvcc, string temporary)
{
    /// <summary>The symbols that are a kernel: one, unless its name fits several or none.</summary>
    /// <param name="cubin">The cubin.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="all">All kernels of the module.</param>
    public IReadOnlyList<string> Find(ElfObject cubin, PlannedKernel kernel, IEnumerable<PlannedKernel> all)
    {
        var symbols = KernelSymbols.Find(cubin, kernel.Name, kernel.Declared);
        // A name alone means the only function that has it: the only instance of a template, for example.
        if (symbols.Count == 0 || kernel.Name is { TemplateArguments: null, Parameters: null })
            return symbols;
        return KernelSymbols.Choose(kernel.Name, all.Select(k => k.Name), symbols.Zip(Demangle(symbols)));
    }

    /// <summary>The names, as a manifest may write them, of all functions that a kernel's name may mean.</summary>
    /// <param name="cubin">The cubin.</param>
    /// <param name="kernel">The kernel.</param>
    public IEnumerable<string> Known(ElfObject cubin, PlannedKernel kernel) =>
        Demangle(KernelSymbols.Find(cubin, kernel.Name, kernel.Declared))
            .Select(n => n.StartsWith("void ", StringComparison.Ordinal) ? n["void ".Length..] : n);

    // The toolkit's own, or that of the linker that g++ came with. Without one, symbols stay as they are.
    private IReadOnlyList<string> Demangle(IReadOnlyList<string> symbols)
    {
        var program = ToolSearch.In([Path.GetDirectoryName(nvcc)!], "cu++filt") ?? ToolSearch.Find("c++filt");
        if (program is null || symbols.Count == 0)
            return symbols;
        var arguments = new CommandLineBuilder();
        foreach (var symbol in symbols)
            arguments.AppendFileNameIfNotNull(symbol);
        var result = runs.Run(program, arguments, temporary);
        return result.ExitCode == 0 && result.Lines.Count >= symbols.Count
            ? [.. result.Lines.Take(symbols.Count)]
            : symbols;
    }
}
