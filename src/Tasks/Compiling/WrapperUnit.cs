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
    private const string Named = "perfgate_named_";

    /// <summary>The unit of a module of kernels.</summary>
    /// <param name="source">The <c>.cu</c> file or its copy, absolute.</param>
    /// <param name="defines">The macros that the manifest defines, <c>NAME=VALUE</c> joined by <c>;</c>.</param>
    /// <param name="kernels">The kernels to export.</param>
    /// <param name="shared">The arrays of dynamic shared memory to define, with the files that declare them.</param>
    public static string ForKernels(
        string source,
        string defines,
        IEnumerable<PlannedKernel> kernels,
        IEnumerable<(DynamicSharedArray Array, string Path)> shared
    )
    {
        var unit = Define(defines).Append(Begin(source));
        foreach (var (array, path) in shared)
        {
            Place(unit, array.Line, path);
            var defined = array.Bounds.Length == 0
                ? $"PERFGATE_DYNAMIC_SHARED({array.Type}, {array.Name})"
                : $"using perfgate_row_{array.Name} = {array.Type}{array.Bounds}; "
                    + $"PERFGATE_DYNAMIC_SHARED(perfgate_row_{array.Name}, {array.Name})";
            unit.Append(InNamespace(array.Namespace, defined)).Append('\n');
        }

        foreach (var kernel in kernels)
        {
            var expression = kernel.Name.Expression(kernel.Declared);
            if (kernel.Name.IsPlain)
            {
                Place(unit, kernel.Line, kernel.Path);
                if (expression != kernel.Name.Name)
                    unit.Append(CultureInfo.InvariantCulture, $"using {expression}; ");
                unit.Append(CultureInfo.InvariantCulture, $"PERFGATE_EXPORT_KERNEL({kernel.Name.Name})\n");
                continue;
            }

            var pointer = kernel.Name.Parameters is { } parameters
                ? $"static_cast<void (*)({parameters})>(&{expression})"
                : $"&{expression}";
            if (kernel.NamedAt is { } named)
            {
                // The arguments of a template are the manifest's: what is wrong with them is wrong there.
                Place(unit, named.Line, named.File);
                unit.Append(
                    CultureInfo.InvariantCulture, $"static constexpr auto {Named}{kernel.Name.Export} = {pointer};\n");
                pointer = Named + kernel.Name.Export;
            }

            Place(unit, kernel.Line, kernel.Path);
            unit.Append(
                CultureInfo.InvariantCulture,
                $"PERFGATE_EXPORT_KERNEL_AS({kernel.Name.Export}, \"{Quoted(kernel.Name.Written)}\", {pointer})\n"
            );
        }

        return unit.ToString();
    }

    /// <summary>
    /// The unit that makes nvcc compile instances of templates: it is compiled behind the source, and takes the address
    /// of each.
    /// </summary>
    /// <param name="kernels">The kernels.</param>
    /// <returns>The unit; null if no kernel is an instance.</returns>
    public static string? ForInstances(IReadOnlyList<PlannedKernel> kernels)
    {
        var instances = kernels.Where(k => k.Name.TemplateArguments is not null).ToList();
        if (instances.Count == 0)
            return null;
        var unit = new StringBuilder("template <class... P> inline void perfgate_instance(void (*)(P...)) {}\n");
        unit.Append("void perfgate_instances()\n{\n");
        foreach (var kernel in instances)
        {
            Place(unit, kernel.NamedAt?.Line ?? kernel.Line, kernel.NamedAt?.File ?? kernel.Path);
            unit.Append(
                CultureInfo.InvariantCulture,
                $"perfgate_instance(&{kernel.Name.Expression(kernel.Declared)});\n"
            );
        }

        return unit.Append("}\n").ToString();
    }

    /// <summary>
    /// The macros of a manifest as directives: behind the host device's own headers, which a macro called
    /// <c>vector</c> would change otherwise. Those that these headers read themselves are the command line's.
    /// </summary>
    private static StringBuilder Define(string defines)
    {
        var unit = new StringBuilder();
        foreach (var define in InUnit(defines))
        {
            var sign = define.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = sign < 0 ? (define, "1") : (define[..sign], define[(sign + 1)..]);
            unit.Append("#line 1 \"<defines>\"\n#define ").Append(name).Append(' ')
                .Append(value.ReplaceLineEndings(" ")).Append('\n');
        }

        return unit;
    }

    /// <summary>The macros of a manifest that the unit defines.</summary>
    public static IEnumerable<string> InUnit(string defines) => All(defines).Where(d => !IsOwn(d));

    /// <summary>The macros of a manifest that the command line defines, as the manifest has them.</summary>
    public static string OnCommandLine(string defines) => string.Join(';', All(defines).Where(IsOwn));

    private static string[] All(string defines) => defines.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsOwn(string define) => define.StartsWith("PERFGATE_", StringComparison.Ordinal);

    /// <summary>The unit of a module of expected-output functions.</summary>
    /// <param name="source">The C++ file, absolute.</param>
    /// <param name="functions">The functions to export, with their lines.</param>
    /// <param name="calls">What manifests pass to them.</param>
    public static string ForExpected(
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
            unit.Append(CultureInfo.InvariantCulture, $"PERFGATE_EXPORT_EXPECTED({name})\n");
        }

        return unit.ToString();
    }

    private static StringBuilder Begin(string source) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"#include \"{Quoted(source)}\"\n");

    private static void Place(StringBuilder unit, int line, string source) =>
        unit.Append(CultureInfo.InvariantCulture, $"#line {Math.Max(line, 1)} \"{Quoted(source)}\"\n");

    private static string InNamespace(string ns, string text) => ns.Length == 0 ? text : $"namespace {ns} {{ {text} }}";

    internal static string Quoted(string path) =>
        path.Replace('\\', '/').Replace("\"", "\\\"", StringComparison.Ordinal);
}
