using System.Text.Json;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the compile-time macros of a case.</summary>
internal sealed partial class DefineResolver(CaseContext context)
{
    /// <summary><c>NAME=VALUE</c> joined by <c>;</c> and sorted; empty for none.</summary>
    public string Resolve() =>
        string.Join(
            ';',
            (context.Benchmark["defines"]?.Fields ?? []).Select(Define).OfType<string>().Order(StringComparer.Ordinal)
        );

    private string? Define(PlacedField define)
    {
        if (!Macro().IsMatch(define.Name))
        {
            context.Errors.Add(
                DiagnosticCatalog.BadName(
                    define.At,
                    define.Name,
                    "a macro is letters, digits and _, a letter first; names with two underscores in front belong to "
                        + "the compiler"
                )
            );
            return null;
        }

        var value = define.Value;
        if (value.Kind == JsonValueKind.Number || context.Evaluate.Knows(value.Text))
            return context.Evaluate.Number(value, define.Name) is { } number
                ? $"{define.Name}={PointEvaluator.Text(number)}"
                : null;
        if (!value.Text.Any(c => c is ';' or '"' or '\\' || char.IsControl(c)))
            return $"{define.Name}={value.Text}";
        context.Evaluate.Refuse(value, define.Name, "a macro's text cannot hold ; \" \\ or line breaks");
        return null;
    }

    [GeneratedRegex("^(?!__)[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Macro();
}
