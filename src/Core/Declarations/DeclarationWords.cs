using PerfGate.Core.Measurements;
using PerfGate.Core.Text;

namespace PerfGate.Core.Declarations;

/// <summary>Parts of a declaration in words.</summary>
internal static class DeclarationWords
{
    /// <summary>
    /// Kernels, grids, blocks and shared memory, in the order of the launches; functions with parentheses.
    /// </summary>
    public static string Configuration(CaseDeclaration declaration) =>
        string.Join(
            " then ",
            declaration.Launches.Select(l =>
                l.Grid.Length == 0
                    ? $"{l.Kernel}()"
                    : $"{l.Kernel}<<<{l.Grid}, {l.Block}{(l.SharedMemory == 0 ? "" : $", {l.SharedMemory}")}>>>"
            )
        );

    /// <summary>Count and type of the elements.</summary>
    public static string Held(DeclaredBuffer buffer) => $"{Numbers.Count(buffer.Count)} {buffer.Type}";

    /// <summary>Where expected outputs come from.</summary>
    public static string Named(ExpectedSource source) => source.Kind switch
    {
        ExpectedKind.Function => $"{source.Name} in {source.Source}",
        ExpectedKind.Benchmark => $"the outputs of {source.Name}",
        ExpectedKind.File => $"the values in {source.Name}",
        ExpectedKind.Nothing => "nowhere, they are not checked",
    };
}
