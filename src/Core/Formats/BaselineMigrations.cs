using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;

namespace PerfGate.Core.Formats;

/// <summary>Lifts the text of a baseline of an older schema version to the current one, a version at a time.</summary>
internal static class BaselineMigrations
{
    // Step i lifts version i to version i + 1.
    private static readonly Func<JsonObject, JsonObject>[] Steps = [OneMeasurementToMany];

    /// <summary>
    /// Brings a text to the current version. One of that or a newer version, or without one, is returned unchanged.
    /// </summary>
    /// <param name="json">A text that is known to be JSON.</param>
    public static string Lift(string json)
    {
        var found = JsonText.RootNumber(Encoding.UTF8.GetBytes(json), "schemaVersion");
        if (found is not var (version, _) || version < 0 || version >= Baseline.CurrentSchemaVersion)
            return json;
        var node = JsonNode.Parse(json, documentOptions: PerfGateJsonDocuments.Options)!.AsObject();
        foreach (var step in Steps[version..])
            node = step(node);
        return node.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" });
    }

    // Version 0 held one measurement, its fields beside the device's.
    private static JsonObject OneMeasurementToMany(JsonObject old)
    {
        var measurement = new JsonObject { ["$schema"] = "measurement.schema.json", ["schemaVersion"] = 1 };
        var lifted = new JsonObject { ["$schema"] = "schema/baseline.schema.json", ["schemaVersion"] = 1 };
        foreach (var (name, value) in old.ToArray())
        {
            if (name is "$schema" or "schemaVersion")
                continue;
            old.Remove(name);
            (name == "device" ? lifted : measurement)[name] = value;
        }

        lifted["measurements"] = new JsonArray(measurement);
        return lifted;
    }
}
