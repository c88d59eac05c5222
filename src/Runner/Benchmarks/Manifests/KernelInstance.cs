using System.Text;
using System.Text.RegularExpressions;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Puts values into the template arguments of a kernel's name: <c>scale&lt;N, float&gt;</c> at N=16 is
/// <c>scale&lt;16, float&gt;</c>.
/// </summary>
internal static partial class KernelInstance
{
    /// <summary>The kernel at a point of the axes.</summary>
    /// <param name="written">The name in the manifest.</param>
    /// <param name="evaluate">Knows the axes, constants and parameters.</param>
    public static KernelName At(string written, PointEvaluator evaluate)
    {
        var name = KernelName.Parse(written);
        if (name.TemplateArguments is not { } arguments)
            return name;
        var at = written.IndexOf('<', StringComparison.Ordinal) + 1;
        var values = string.Join(", ", Split(arguments).Select(a => Value(a.Trim(), evaluate)));
        return KernelName.Parse(
            $"{written[..at]}{values}{written[(at + arguments.Length + Blanks(written, at, arguments))..].TrimStart()}"
        );
    }

    // An expression of known names has a value. In anything else, such as Tile<N, M>, each known name has one.
    private static string Value(string argument, PointEvaluator evaluate) =>
        evaluate.ValueOf(argument) is { } value
            ? PointEvaluator.Text(value)
            : Name()
                .Replace(argument, m => evaluate.ValueOf(m.Value) is { } known ? PointEvaluator.Text(known) : m.Value);

    // The blanks that a parsed list has lost on both sides.
    private static int Blanks(string written, int at, string arguments) =>
        written.IndexOf(arguments, at, StringComparison.Ordinal) - at;

    private static IEnumerable<string> Split(string arguments)
    {
        var item = new StringBuilder();
        var depth = 0;
        foreach (var c in arguments)
        {
            depth +=
                c is '<' or '(' or '{' ? 1
                : c is '>' or ')' or '}' ? -1
                : 0;
            if (c == ',' && depth == 0)
            {
                yield return item.ToString();
                item.Clear();
            }
            else
                item.Append(c);
        }

        yield return item.ToString();
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9_:.])[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_]|\s*(?:::|<|\())")]
    private static partial Regex Name();
}
