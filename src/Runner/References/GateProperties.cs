using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PerfGate.Core.Text;

namespace PerfGate.Runner.References;

/// <summary>
/// The gate's own properties in the text of a build file or a workflow, as far as they can be read without running it.
/// </summary>
internal static partial class GateProperties
{
    private const int ShownValue = 80;

    /// <summary>
    /// The properties that two versions of a file set differently: <c>PerfGateReference is 'none' and was not set</c>.
    /// </summary>
    /// <param name="before">The older text; null if there was no file.</param>
    /// <param name="after">The newer text; null if there is none.</param>
    public static ImmutableArray<string> Changes(string? before, string? after)
    {
        var (old, now) = (Of(before), Of(after));
        return
        [
            .. from name in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
               let was = old.GetValueOrDefault(name)
               let @is = now.GetValueOrDefault(name)
               where was != @is
               select $"{name} is {Shown(@is)} and was {Shown(was)}",
        ];
    }

    private static Dictionary<string, string> Of(string? text) => Setting().Matches(text ?? "")
        .GroupBy(m => m.Groups["name"].Value, m => m.Groups["value"].Value.Trim(), StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => string.Join(" | ", g), StringComparer.Ordinal);

    private static string Shown(string? value) =>
        value is null ? "not set" : $"'{PlainText.LogLine(value, ShownValue)}'";

    // <PerfGateReference Condition="...">none</PerfGateReference>, or -p:PerfGateReference=none in a workflow or a
    // response file.
    [GeneratedRegex(
        @"<(?<name>(?:Use)?PerfGate\w*)(?:\s[^<>]*)?>(?<value>[^<]*)</|"
            + @"[-/]p(?:roperty)?:(?<name>(?:Use)?PerfGate\w*)=(?<value>""[^""\n]*""|[^\s]*)",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex Setting();
}
