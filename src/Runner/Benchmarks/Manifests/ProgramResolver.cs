using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Resolves a program of a manifest: a list, a text that is split at blanks and quotes, or an object with more.
/// </summary>
internal sealed partial class ProgramResolver(CaseContext context)
{
    /// <summary>The program; null if it has an error.</summary>
    /// <param name="node">The program.</param>
    /// <param name="field">The field's name, for errors.</param>
    /// <param name="timeout">Seconds that it may take where it states none.</param>
    /// <param name="folder">
    /// The folder that it runs in where it states none, absolute; null for the manifest's.
    /// </param>
    public ProgramSpec? Resolve(PlacedJson node, string field, double timeout, string? folder = null)
    {
        var words = Words(node, field);
        var environment = (node["environment"]?.Fields ?? [])
            .Select(f => (f.Name, Value: Text(f.Value, field)))
            .ToImmutableSortedDictionary(f => f.Name, f => f.Value ?? "", StringComparer.Ordinal);
        var stated = Text(node["folder"], field);
        var runsIn = stated is null && folder is not null ? folder : context.File.Resolve(stated ?? ".");
        return words is not { IsEmpty: false } run
            ? null
            : new(run, runsIn, context.File.Display(runsIn), environment)
            {
                TimeoutSeconds = node["timeout"]?.Number ?? timeout,
            };
    }

    /// <summary>
    /// A text with the values of axes and constants: <c>{N}</c> is one, <c>{{</c> and <c>}}</c> are braces. Other
    /// braces, as in JSON, stay.
    /// </summary>
    /// <param name="node">The text; null for none.</param>
    /// <param name="field">The field's name, for errors.</param>
    /// <returns>The text; null if there is none, or it names what is not there.</returns>
    public string? Text(PlacedJson? node, string field)
    {
        if (node is null)
            return null;
        var unknown = false;
        var text = Placeholder()
            .Replace(
                node.Text,
                match =>
                {
                    if (!match.Groups[1].Success)
                        return match.Value[..1];
                    if (context.Evaluate.ValueOf(match.Groups[1].Value) is { } value)
                        return PointEvaluator.Text(value);
                    unknown = true;
                    context.Evaluate.Refuse(
                        node,
                        field,
                        $"{match.Value} is no axis and no constant of this benchmark; write {{{match.Value}}} for the "
                            + $"text {match.Value}"
                    );
                    return match.Value;
                }
            );
        return unknown ? null : text;
    }

    private ImmutableArray<string>? Words(PlacedJson node, string field)
    {
        var run = node.Kind == JsonValueKind.Object ? node["run"]! : node;
        var shell = node["shell"]?.Kind == JsonValueKind.True;
        if (run.Kind == JsonValueKind.Array)
        {
            if (shell)
                return Refuse(node["shell"]!, "shell", "a shell runs a text, and run is a list; write it as a text");
            var words = run.Items.Select(i => Text(i, field)).ToImmutableArray();
            return words.Contains(null) ? null
                : words[0]!.Length == 0 ? Refuse(run.Items[0], field, "the name of the program is empty")
                : [.. words.Select(w => w!)];
        }

        if (Text(run, field) is not { } text)
            return null;
        if (shell)
            return OperatingSystem.IsWindows() ? ["cmd.exe", "/c", text] : ["/bin/sh", "-c", text];
        if (CommandText.Split(text) is not { } split)
            return Refuse(run, field, "a quote is not closed");
        return split.IsEmpty || split[0].Length == 0 ? Refuse(run, field, "it names no program") : split;
    }

    private ImmutableArray<string>? Refuse(PlacedJson at, string field, string why)
    {
        context.Evaluate.Refuse(at, field, why);
        return null;
    }

    [GeneratedRegex(@"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}
