using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Campaigns;

/// <summary>
/// A manifest whose launches pass the delay of each case as one more argument. A benchmark of several launches waits in
/// the last one.
/// </summary>
/// <param name="path">The manifest, absolute; it has been loaded without errors.</param>
/// <param name="kernels">The unqualified names of the kernels that have a delay.</param>
internal sealed class DelayedManifest(string path, ImmutableHashSet<string> kernels)
{
    private static readonly JsonDocumentOptions _lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    // Axes are numbers, and two values of one are further apart than a millionth.
    private const string Sharpness = "1000000";

    private const string Negative = "0 - 1";

    private readonly string _text = InputFile.Text(path, FileLimit.Manifest);

    /// <summary>The manifest with delays.</summary>
    /// <param name="delays">The delay of each case, by name; the others wait for nothing.</param>
    public string With(ImmutableDictionary<string, PlannedDelay> delays) =>
        With(name => Expression(name, delays), "0");

    /// <summary>The manifest in which no launch waits, and none counts its blocks.</summary>
    public string WithoutCounting() => With(_ => Negative, Negative);

    private string With(Func<string, string> ofLast, string ofOthers)
    {
        var root = JsonNode.Parse(_text, documentOptions: _lenient)!;
        foreach (var benchmark in root["benchmarks"]!.AsArray())
        {
            JsonNode[] launches =
            [
                .. (benchmark!["launches"]?.AsArray() ?? []).Where(l => IsDelayed(l!)).Select(l => l!),
            ];
            foreach (var launch in launches)
                Pass(launch, launch == launches[^1] ? ofLast((string)benchmark["name"]!) : ofOthers);
        }

        return root.ToJsonString();
    }

    /// <summary>An expression of the axes that is the delay of each case.</summary>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="delays">The delay of each case, by name.</param>
    public static string Expression(string benchmark, ImmutableDictionary<string, PlannedDelay> delays)
    {
        string[] terms =
        [
            .. delays
                .Where(d => d.Key == benchmark || d.Key.StartsWith(benchmark + "/", StringComparison.Ordinal))
                .OrderBy(d => d.Key, StringComparer.Ordinal)
                .Select(d =>
                    string.Create(CultureInfo.InvariantCulture, $"{d.Value.Cycles}{OnlyAt(d.Key, benchmark)}")
                ),
        ];
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }

    // Expressions have no conditions: each factor is 1 at the value of an axis and 0 at all others.
    private static string OnlyAt(string name, string benchmark) =>
        name == benchmark
            ? ""
            : string.Concat(
                name[(benchmark.Length + 1)..]
                    .Split(',')
                    .Select(axis => axis.Split('=', 2))
                    .Select(axis => $" * max(0, 1 - {Sharpness} * abs({axis[0]} - {Number(axis[1])}))")
            );

    private static string Number(string value) => value.StartsWith('-') ? $"(0 - {value[1..]})" : value;

    private bool IsDelayed(JsonNode launch) =>
        (string?)launch["kernel"] is { } name && kernels.Contains(KernelName.Parse(name).Name);

    private static void Pass(JsonNode launch, string delay)
    {
        var name = (string)launch["kernel"]!;
        if (KernelName.Parse(name).Parameters is { } parameters)
            launch["kernel"] = $"{name[..name.LastIndexOf('(')]}({(parameters.Length == 0 ? "" : parameters + ", ")}"
                + "long long)";
        if (launch["arguments"] is not JsonArray arguments)
            launch["arguments"] = arguments = new JsonArray();
        arguments.Add(new JsonObject { ["i64"] = delay });
    }
}
