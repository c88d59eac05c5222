using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PerfGate.Fuzz.Mutators;

/// <summary>
/// Edits the tree of a JSON text, so that what comes out is mostly JSON still, and often fits its schema.
/// </summary>
internal static class JsonMutator
{
    private const string RawPrefix = "@raw@";
    private const int Largest = 1 << 18;
    private const int MostCopies = 1 << 10;

    private static readonly JsonDocumentOptions Reading = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 200,
    };

    private static readonly JsonSerializerOptions Writing = new()
    {
        MaxDepth = 10_000,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A changed copy of a good input.</summary>
    /// <param name="pool">The good inputs.</param>
    /// <param name="random">What is random.</param>
    public static byte[] Mutate(Pool pool, Random random)
    {
        if (random.Next(6) == 0 || Tree(pool.Any(random)) is not { } root)
            return ByteMutator.Mutate(pool, random);
        try
        {
            return Edited(root, pool, random);
        }
        catch (InvalidOperationException)
        {
            // The library reads texts late, and some readers accept bytes that are no text.
            return ByteMutator.Mutate(pool, random);
        }
    }

    private static byte[] Edited(JsonNode root, Pool pool, Random random)
    {
        for (var n = 1 + random.Next(3); n > 0; n--)
            Edit(root, pool, random);
        var text = Encoding.UTF8.GetBytes(Unraw(root.ToJsonString(Writing)));
        return text.Length > Largest ? text[..Largest]
            : random.Next(12) == 0 ? ByteMutator.Once(text, pool, random)
            : text;
    }

    private static JsonNode? Tree(byte[] text)
    {
        try
        {
            return JsonNode.Parse(text, null, Reading);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, a field twice, or half of a surrogate pair in a name.
            return null;
        }
    }

    private static void Edit(JsonNode root, Pool pool, Random random)
    {
        var containers = Containers(root).ToList();
        if (containers.Count == 0)
            return;
        switch (containers[random.Next(containers.Count)])
        {
            case JsonObject fields when fields.Count > 0:
                EditObject(fields, pool, random);
                break;
            case JsonArray { Count: > 0 } items:
                EditArray(items, pool, random);
                break;
        }
    }

    private static void EditObject(JsonObject fields, Pool pool, Random random)
    {
        var name = fields.ElementAt(random.Next(fields.Count)).Key;
        switch (random.Next(7))
        {
            case 0:
                fields.Remove(name);
                break;
            case 1:
                // The same field twice.
                fields[RawPrefix + name] = Changed(fields[name], random);
                break;
            case 2:
                fields[Limits.Text(random)] = Changed(fields[name], random);
                break;
            case 3:
                fields[name] = Foreign(pool, random);
                break;
            default:
                fields[name] = Changed(fields[name], random);
                break;
        }
    }

    private static void EditArray(JsonArray items, Pool pool, Random random)
    {
        var at = random.Next(items.Count);
        switch (random.Next(7))
        {
            case 0:
                items.RemoveAt(at);
                break;
            case 1:
                items.Clear();
                break;
            case 2:
                var size = items[at]?.ToJsonString(Writing).Length ?? 4;
                var copies = Math.Min(1 << random.Next(1, 11), Math.Min(MostCopies, Largest / Math.Max(1, size)));
                for (var n = 0; n < copies; n++)
                    items.Add(items[at]?.DeepClone());
                break;
            case 3:
                items.Insert(at, Foreign(pool, random));
                break;
            case 4:
                items.Insert(random.Next(items.Count), items[at]?.DeepClone());
                break;
            default:
                items[at] = Changed(items[at], random);
                break;
        }
    }

    // Half of the time of the same kind, so that it may still fit.
    private static JsonNode? Changed(JsonNode? old, Random random)
    {
        var kind = random.Next(2) == 0 ? old?.GetValueKind() ?? JsonValueKind.Null : (JsonValueKind)random.Next(1, 8);
        return kind switch
        {
            JsonValueKind.String => JsonValue.Create(Limits.Text(random)),
            JsonValueKind.Number => JsonValue.Create(
                RawPrefix + (random.Next(4) == 0 ? Limits.Raw(random) : Limits.Number(random))
            ),
            JsonValueKind.True => JsonValue.Create(false),
            JsonValueKind.False => JsonValue.Create(true),
            JsonValueKind.Array => Nested(old?.DeepClone(), random, n => new JsonArray(n)),
            JsonValueKind.Object => Nested(old?.DeepClone(), random, n => new JsonObject { ["x"] = n }),
            _ => null,
        };
    }

    private static JsonNode? Nested(JsonNode? inner, Random random, Func<JsonNode?, JsonNode> around)
    {
        for (var n = random.Next(10) == 0 ? random.Next(100) : 1; n > 0; n--)
            inner = around(inner);
        return inner;
    }

    private static JsonNode? Foreign(Pool pool, Random random)
    {
        var nodes = Tree(pool.Any(random)) is { } other ? Containers(other).ToList() : [];
        return nodes.Count == 0 ? null : nodes[random.Next(nodes.Count)].DeepClone();
    }

    private static IEnumerable<JsonNode> Containers(JsonNode node)
    {
        var children = node switch
        {
            JsonObject fields => fields.Select(f => f.Value),
            JsonArray items => items,
            _ => null,
        };
        if (children is null)
            yield break;
        yield return node;
        foreach (var inner in children.OfType<JsonNode>().SelectMany(Containers))
            yield return inner;
    }

    // Numbers that no double holds, and fields that stand twice, cannot stand in a tree: they are texts until here.
    private static string Unraw(string json)
    {
        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            var mark = "\"" + RawPrefix;
            if (json[i] != '"' || string.CompareOrdinal(json, i, mark, 0, mark.Length) != 0)
            {
                text.Append(json[i]);
                continue;
            }

            var end = i + 1;
            while (end < json.Length && json[end] != '"')
                end += json[end] == '\\' ? 2 : 1;
            var inner = json[(i + mark.Length)..Math.Min(end, json.Length)];
            var isName = end + 1 < json.Length && json[end + 1] == ':';
            text.Append(isName ? $"\"{inner}\"" : JsonSerializer.Deserialize<string>($"\"{inner}\""));
            i = end;
        }

        return text.ToString();
    }
}
