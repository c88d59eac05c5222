using System.Globalization;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling.Functions;

/// <summary>
/// The translation unit of a module of benchmark functions: the user's file, then the exports. What a manifest passes
/// to a function is compared with its parameters at the manifest's line.
/// </summary>
internal static class FunctionUnit
{
    /// <summary>What the symbol of an exported function begins with.</summary>
    public const string Prefix = "perfgate_call_";

    /// <summary>A benchmark function's name in C++.</summary>
    public static string NameOf(string function) => "perfgate_benchmark_" + function;

    /// <summary>The planned functions as their source declares them, in the plan's order.</summary>
    /// <param name="module">The module.</param>
    /// <param name="text">The source's text.</param>
    /// <param name="at">Where errors are put.</param>
    /// <exception cref="PerfGateException">PG1020: the source lacks one.</exception>
    public static IReadOnlyList<BenchmarkFunction> Planned(PlannedModule module, string text, SourceLocation at)
    {
        var declared = BenchmarkFunction.Scan(text);
        var missing = module
            .Functions.Where(f => declared.All(d => d.Name != f))
            .Select(f => DiagnosticCatalog.FunctionNotInSource(at, f, declared.Select(d => d.Name).Distinct()))
            .ToList();
        return missing.Count > 0
            ? throw new PerfGateException(missing, ExitCode.Usage)
            : [.. module.Functions.Select(f => declared.First(d => d.Name == f))];
    }

    /// <summary>The unit.</summary>
    /// <param name="included">Lines that include the file, and what has to follow it at once.</param>
    /// <param name="source">The file, absolute.</param>
    /// <param name="functions">The functions to export.</param>
    /// <param name="calls">What manifests pass to them.</param>
    /// <param name="absolute">Makes the path of a manifest absolute.</param>
    public static string For(
        string included,
        string source,
        IReadOnlyList<BenchmarkFunction> functions,
        IReadOnlyCollection<PlannedCall> calls,
        Func<string, string> absolute
    )
    {
        var unit = new StringBuilder(included).Append("#include <perfgate/benchmark_export.h>\n");
        foreach (var function in functions)
        {
            Place(unit, function.Line, source);
            if (IsNamed(function.Namespace))
                unit.Append(CultureInfo.InvariantCulture, $"using {function.Namespace}::{NameOf(function.Name)};\n");
            Assert(
                unit,
                function.Line,
                source,
                $"perfgate::is_benchmark(&{NameOf(function.Name)})",
                $"the first parameter of {function.Name} must be perfgate::Call&"
            );
            foreach (var call in calls.Where(c => c.Function == function.Name))
            {
                foreach (var assertion in FunctionParameters.Assertions(call))
                {
                    Place(unit, call.Line, absolute(call.Manifest));
                    unit.Append(assertion).Append('\n');
                }
            }

            AppendExport(unit, function, source);
        }

        return unit.ToString();
    }

    private static void AppendExport(StringBuilder unit, BenchmarkFunction function, string source)
    {
        var (call, setUp) = (NameOf(function.Name), $"perfgate_setup_{function.Name}");
        if (function.SetUpLine is not { } line)
        {
            Place(unit, function.Line, source);
            unit.Append(CultureInfo.InvariantCulture, $"PERFGATE_EXPORT_FUNCTION({function.Name}, &{call})\n");
            return;
        }

        if (IsNamed(function.Namespace))
        {
            Place(unit, line, source);
            unit.Append(CultureInfo.InvariantCulture, $"using {function.Namespace}::{setUp};\n");
        }

        Assert(
            unit,
            line,
            source,
            $"perfgate::is_set_up(&{setUp}, &{call})",
            $"the set-up of {function.Name} must have the parameter perfgate::SetUp&, and then those of "
                + $"{function.Name} itself"
        );
        Place(unit, line, source);
        unit.Append(CultureInfo.InvariantCulture, $"PERFGATE_EXPORT_FUNCTION({function.Name}, &{call}, &{setUp})\n");
    }

    private static void Assert(StringBuilder unit, int line, string source, string condition, string message)
    {
        Place(unit, line, source);
        unit.Append(CultureInfo.InvariantCulture, $"static_assert({condition}, \"{message}\");\n");
    }

    private static bool IsNamed(string ns) => ns.Length > 0 && !ns.Contains("(anonymous)", StringComparison.Ordinal);

    private static void Place(StringBuilder unit, int line, string file) =>
        unit.Append(CultureInfo.InvariantCulture, $"#line {Math.Max(line, 1)} \"{Quoted(file)}\"\n");

    private static string Quoted(string path) =>
        path.Replace('\\', '/').Replace("\"", "\\\"", StringComparison.Ordinal);
}
