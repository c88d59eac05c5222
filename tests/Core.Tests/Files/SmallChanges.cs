using System.Text.Json.Nodes;

namespace PerfGate.Core.Tests.Files;

/// <summary>A JSON text with one thing changed at a time.</summary>
internal static class SmallChanges
{
    private static readonly string[] Replacements =
    [
        "null",
        "true",
        "0",
        "-1",
        "1",
        "7",
        "0.5",
        "1.5",
        "1e40",
        "\"\"",
        "\"x\"",
        "\"cuda\"",
        "\"2026-01-01\"",
        "[]",
        "[1]",
        "[\"x\"]",
        "{}",
        "{\"x\": 1}",
    ];

    /// <summary>
    /// Each value replaced by each of many others, each field taken out, and an unknown one put into each object.
    /// </summary>
    public static IEnumerable<string> Of(JsonNode root)
    {
        foreach (var node in Nodes(root).ToArray())
        {
            if (node is JsonObject o)
            {
                foreach (var name in o.Select(p => p.Key).ToArray())
                {
                    var kept = o[name];
                    o.Remove(name);
                    yield return root.ToJsonString();
                    o[name] = kept;
                }

                o["unknown"] = 1;
                yield return root.ToJsonString();
                o.Remove("unknown");
            }

            if (node.Parent is null)
                continue;
            foreach (var text in Replacements)
            {
                var replacement = JsonNode.Parse(text);
                var parent = node.Parent;
                if (parent is JsonObject owner)
                {
                    var name = node.GetPropertyName();
                    owner[name] = replacement;
                    yield return root.ToJsonString();
                    owner[name] = node;
                }
                else if (parent is JsonArray array)
                {
                    var index = node.GetElementIndex();
                    array[index] = replacement;
                    yield return root.ToJsonString();
                    array[index] = node;
                }
            }
        }
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) =>
        node switch
        {
            JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => Nodes(p.Value!)).Prepend(node),
            JsonArray a => a.Where(n => n is not null).SelectMany(n => Nodes(n!)).Prepend(node),
            _ => [node],
        };
}
