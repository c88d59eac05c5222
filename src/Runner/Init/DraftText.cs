using System.Text;

namespace PerfGate.Runner.Init;

/// <summary>Writes drafts down: the manifest, and the functions of expected outputs.</summary>
internal static class DraftText
{
    /// <summary>The manifest.</summary>
    /// <param name="source">The name of the <c>.cu</c> file.</param>
    /// <param name="expected">The name of the file of expected outputs.</param>
    /// <param name="schema">Where the schema is, for editors; null for nowhere.</param>
    /// <param name="drafts">The benchmarks.</param>
    public static string Manifest(string source, string expected, string? schema, IReadOnlyCollection<Draft> drafts) =>
        "{\n"
        + (schema is null ? "" : $"  \"$schema\": \"{schema}\",\n")
        + "  \"schemaVersion\": 1,\n"
        + $"  \"source\": \"{source}\",\n"
        + "  \"benchmarks\": [\n"
        + string.Join(",\n", drafts.Select(d => Benchmark(d, expected)))
        + "\n  ]\n}\n";

    /// <summary>The file of expected outputs, which does not compile before its author has filled it in.</summary>
    /// <param name="drafts">The benchmarks.</param>
    public static string Expected(IEnumerable<Draft> drafts)
    {
        var text = new StringBuilder("#include <cmath>\n#include <cstdint>\n");
        foreach (var draft in drafts)
        {
            text.Append("\n// What ")
                .Append(draft.Kernel.Name)
                .Append(" must compute, in double precision.\n")
                .Append("extern \"C\" void ")
                .Append(draft.Function)
                .Append("(\n    ")
                .AppendJoin(",\n    ", draft.ExpectedParameters)
                .Append(")\n{\n#error \"Write what ")
                .Append(draft.Kernel.Name)
                .Append(" must compute here, and delete this line.\"\n}\n");
        }

        return text.ToString();
    }

    private static string Benchmark(Draft draft, string expected)
    {
        var fields = new List<string> { $"\"name\": \"{draft.Kernel.Name}\"" };
        if (!draft.Axes.IsEmpty)
            fields.Add($"\"axes\": {Object(draft.Axes.Select(a => $"\"{a.Name}\": [{string.Join(", ", a.Values)}]"))}");
        if (!draft.Constants.IsEmpty)
            fields.Add($"\"constants\": {Object(draft.Constants.Select(c => $"\"{c.Name}\": {c.Value}"))}");
        fields.AddRange(Host(draft));
        fields.Add($"\"buffers\": {Lines(draft.Buffers.Select(b => b.Json))}");
        fields.Add($"\"launches\": {Lines([Launch(draft)])}");
        fields.Add(
            $$"""
            "check": {
                    "source": "{{expected}}",
                    "function": "{{draft.Function}}",
                    "arguments": [{{string.Join(", ", draft.ExpectedArguments)}}],
                    "outputs": {{Object(draft.Outputs.Select(o => $"\"{o.Name}\": {o.Bound}"))}}
                  }
            """
        );
        return "    {\n      " + string.Join(",\n      ", fields) + "\n    }";
    }

    private static IEnumerable<string> Host(Draft draft)
    {
        var parts = new List<string>();
        if (!draft.Axes.IsEmpty)
            parts.Add(
                $"\"axes\": {Object(draft.Axes.Select(a => $"\"{a.Name}\": [{string.Join(", ", a.HostValues)}]"))}"
            );
        if (!draft.Constants.IsEmpty)
            parts.Add($"\"constants\": {Object(draft.Constants.Select(c => $"\"{c.Name}\": {c.HostValue}"))}");
        if (parts.Count > 0)
            yield return $"\"host\": {Object(parts)}";
    }

    private static string Launch(Draft draft) =>
        $"{{ \"kernel\": \"{draft.Kernel.Name}{draft.Kernel.Instance}\", \"grid\": {Array(draft.Grid)}"
        + $", \"block\": {Array(draft.Block)}"
        + (draft.SharedMemory is { } bytes ? $", \"sharedMemory\": {DraftBuffer.Expression(bytes)}" : "")
        + $", \"arguments\": [{string.Join(", ", draft.Arguments)}] }}";

    private static string Array(IEnumerable<string> expressions) =>
        $"[{string.Join(", ", expressions.Select(DraftBuffer.Expression))}]";

    private static string Object(IEnumerable<string> fields) => $"{{ {string.Join(", ", fields)} }}";

    private static string Lines(IEnumerable<string> items) =>
        "[\n        " + string.Join(",\n        ", items) + "\n      ]";
}
