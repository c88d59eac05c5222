using System.Globalization;
using System.Text;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// The translation unit that the host compiler is given: the user's file, then the exports. Errors in an export are
/// reported at the line of the function that it exports.
/// </summary>
internal static class WrapperUnit
{
    /// <summary>The unit of a module of kernels.</summary>
    /// <param name="source">The <c>.cu</c> file, absolute.</param>
    /// <param name="kernels">The kernels to export.</param>
    /// <param name="shared">The arrays of dynamic shared memory to define.</param>
    public static string ForKernels(
        string source,
        IEnumerable<KernelDeclaration> kernels,
        IEnumerable<DynamicSharedArray> shared
    )
    {
        var unit = Begin(source);
        foreach (var array in shared)
        {
            Place(unit, array.Line, source);
            unit.Append(InNamespace(array.Namespace, $"PERFGATE_DYNAMIC_SHARED({array.Type}, {array.Name})"))
                .Append('\n');
        }

        foreach (var kernel in kernels)
        {
            Place(unit, kernel.Line, source);
            if (kernel.Namespace is { Length: > 0 } ns && !ns.Contains("(anonymous)", StringComparison.Ordinal))
                unit.Append(CultureInfo.InvariantCulture, $"using {ns}::{kernel.Name}; ");
            unit.Append(CultureInfo.InvariantCulture, $"PERFGATE_EXPORT_KERNEL({kernel.Name})\n");
        }

        return unit.ToString();
    }

    /// <summary>The unit of a module of expected-output functions.</summary>
    /// <param name="source">The C++ file, absolute.</param>
    /// <param name="functions">The functions to export, with their lines.</param>
    /// <param name="calls">What manifests pass to them.</param>
    public static string ForReference(
        string source,
        IEnumerable<(string Name, int Line)> functions,
        IReadOnlyCollection<PlannedCall> calls
    )
    {
        var unit = Begin(source);
        foreach (var (name, line) in functions)
        {
            foreach (var assertion in calls.Where(c => c.Function == name).SelectMany(ExpectedParameters.Assertions))
            {
                Place(unit, line, source);
                unit.Append(assertion).Append('\n');
            }

            Place(unit, line, source);
            unit.Append(CultureInfo.InvariantCulture, $"PERFGATE_EXPORT_REFERENCE({name})\n");
        }

        return unit.ToString();
    }

    private static StringBuilder Begin(string source) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"#include \"{Quoted(source)}\"\n");

    private static void Place(StringBuilder unit, int line, string source) =>
        unit.Append(CultureInfo.InvariantCulture, $"#line {Math.Max(line, 1)} \"{Quoted(source)}\"\n");

    private static string InNamespace(string ns, string text) => ns.Length == 0 ? text : $"namespace {ns} {{ {text} }}";

    private static string Quoted(string path) =>
        path.Replace('\\', '/').Replace("\"", "\\\"", StringComparison.Ordinal);
}
