using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>What the host compiler is given for a module.</summary>
/// <param name="Unit">The translation unit.</param>
/// <param name="Functions">What it exports, in the plan's order.</param>
/// <param name="Texts">The source, first, and the files that it includes, as far as they are read here.</param>
/// <param name="Copies">The copies that are compiled; null if there are none.</param>
internal sealed record HostUnit(
    string Unit,
    IReadOnlyList<HostFunction> Functions,
    IReadOnlyList<SourceText> Texts,
    HostCopies? Copies
)
{
    /// <summary>The unit of a module of expected-output functions.</summary>
    /// <param name="module">The module.</param>
    /// <param name="source">Its source, absolute.</param>
    /// <param name="text">The source's text.</param>
    public static HostUnit OfExpected(PlannedModule module, string source, string text)
    {
        var functions = module
            .Functions.Select(f => new HostFunction(
                f,
                "perfgate_expected_" + f,
                null,
                KernelSourceScanner.FindFunction(text, f) ?? 1
            ))
            .ToList();
        return new(
            WrapperUnit.ForExpected(source, functions.Select(f => (f.Name, f.Line)), module.Calls),
            functions,
            [new(source, text, [])],
            null
        );
    }
}

/// <summary>An exported function.</summary>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Symbol">The export.</param>
/// <param name="File">The file that defines it, as <c>kernels.json</c> has it; null for the source.</param>
/// <param name="Line">The line there, counted from 1.</param>
internal sealed record HostFunction(string Name, string Symbol, string? File, int Line);
