using System.Text.Json;
using System.Text.Json.Nodes;
using PerfGate.Core.Files;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Tuning;

/// <summary>
/// Manifests of variants: the benchmark as it is, with one value for each parameter. Whatever reads manifests takes a
/// variant for a benchmark like any other.
/// </summary>
/// <param name="manifest">The manifest with the benchmark, absolute.</param>
/// <param name="benchmark">The benchmark.</param>
/// <param name="space">Its variants.</param>
internal sealed class VariantManifest(string manifest, string benchmark, TuningSpace space)
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly string _text = InputFile.Text(manifest, FileLimit.Manifest);

    /// <summary>The name of a variant's benchmark.</summary>
    /// <param name="point">The variant.</param>
    public string NameOf(long point) => $"{benchmark}.tune-{point}";

    /// <summary>A manifest of one variant alone, under a name of its own.</summary>
    /// <param name="point">The variant.</param>
    public string Alone(long point)
    {
        var root = Root();
        var ours = root["benchmarks"]!.AsArray().First(b => (string)b!["name"]! == benchmark)!.DeepClone();
        ours["name"] = NameOf(point);
        Pin(ours, point);
        root["benchmarks"] = new JsonArray(ours);
        return root.ToJsonString();
    }

    /// <summary>The whole manifest, with the benchmark as one variant of itself.</summary>
    /// <param name="point">The variant.</param>
    public string Whole(long point)
    {
        var root = Root();
        Pin(root["benchmarks"]!.AsArray().First(b => (string)b!["name"]! == benchmark)!, point);
        return root.ToJsonString();
    }

    // It will lie elsewhere, so that its paths become absolute.
    private JsonNode Root()
    {
        var root = JsonNode.Parse(_text, documentOptions: Lenient)!;
        Absolute(root, "source");
        foreach (var check in root["benchmarks"]!.AsArray().Select(b => b!["check"]).OfType<JsonNode>())
        {
            Absolute(check, "source");
            Absolute(check, "file");
        }

        return root;
    }

    private void Absolute(JsonNode node, string field)
    {
        if (node[field] is { } path)
            node[field] = Path.GetFullPath(((string)path!).Replace('\\', '/'), Path.GetDirectoryName(manifest)!);
    }

    private void Pin(JsonNode node, long point)
    {
        var pinned = new JsonObject();
        foreach (var (parameter, value) in space.Parameters.Zip(space.ValuesOf(point)))
            pinned[parameter.Name] = new JsonArray(value);
        node["tune"] = pinned;
    }
}
