using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Baselines;

/// <summary>In which fields two environments differ, and which of them forbid a comparison: the schema marks those.</summary>
public static class EnvironmentComparison
{
    private const string Mark = "x-perfgate-incomparable";
    private const string Part = "x-perfgate-compared";

    /// <summary>Compares two fingerprints, field by field; the commit is no part of the environment.</summary>
    /// <param name="reference">The reference's.</param>
    /// <param name="candidate">The candidate's.</param>
    /// <returns>The fields that differ, ordered by path; the incomparable ones first.</returns>
    public static ImmutableArray<EnvironmentDifference> Differences(
        MeasurementEnvironment reference, MeasurementEnvironment candidate)
    {
        SortedDictionary<string, string> left = Fields(reference), right = Fields(candidate);
        var marks = Marks();
        return
        [
            .. left.Keys.Union(right.Keys, StringComparer.Ordinal)
                .Select(field => (field, l: left.GetValueOrDefault(field), r: right.GetValueOrDefault(field)))
                .Where(x => x.l != x.r)
                .Select(x => new EnvironmentDifference(x.field, x.l, x.r, Forbids(marks, x.field, x.l, x.r)))
                .OrderByDescending(d => d.Incomparable)
                .ThenBy(d => d.Field, StringComparer.Ordinal),
        ];
    }

    private static bool Forbids(Dictionary<string, bool> marks, string field, string? left, string? right) =>
        marks.TryGetValue(field, out var firstPartOnly)
        && (!firstPartOnly || left?.Split('.')[0] != right?.Split('.')[0]);

    private static SortedDictionary<string, string> Fields(MeasurementEnvironment environment)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var node = JsonSerializer.SerializeToNode(
            environment with { Git = null }, PerfGateJson.Default.MeasurementEnvironment);
        Flatten(node, "", fields);
        return fields;
    }

    private static void Flatten(JsonNode? node, string path, SortedDictionary<string, string> fields)
    {
        if (node is JsonObject branch)
        {
            foreach (var (name, child) in branch)
                Flatten(child, path.Length == 0 ? name : $"{path}.{name}", fields);
        }
        else if (node is not null)
        {
            fields[path] = node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node.ToJsonString();
        }
    }

    // Field path to whether only the part before its first dot counts, for every field that the schema marks.
    private static Dictionary<string, bool> Marks()
    {
        var definitions = JsonNode.Parse(JsonSchemas.Text("measurement.schema.json"))!["definitions"]!.AsObject();
        var marks = new Dictionary<string, bool>(StringComparer.Ordinal);
        Collect("environment", "");
        return marks;

        void Collect(string definition, string prefix)
        {
            foreach (var (name, property) in definitions[definition]!["properties"]!.AsObject())
            {
                if (property!["$ref"] is { } reference)
                    Collect(reference.GetValue<string>().Split('/')[^1], $"{prefix}{name}.");
                else if (property[Mark]?.GetValue<bool>() == true)
                    marks[prefix + name] = property[Part]?.GetValue<string>() == "beforeFirstDot";
            }
        }
    }
}
