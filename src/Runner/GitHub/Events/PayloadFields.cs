using System.Text.Json;

namespace PerfGate.Runner.GitHub.Events;

/// <summary>Reads fields of a payload that may have any shape.</summary>
internal static class PayloadFields
{
    /// <summary>An object's member that is an object; null for none.</summary>
    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var child)
        && child.ValueKind == JsonValueKind.Object
            ? child
            : null;

    /// <summary>An object's member that is a text; null for none.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var child)
        && child.ValueKind == JsonValueKind.String
            ? child.GetString()
            : null;

    /// <summary>An object's member that is a whole number; null for none.</summary>
    public static long? Number(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var child)
        && child.ValueKind == JsonValueKind.Number
        && child.TryGetInt64(out var number)
            ? number
            : null;
}
