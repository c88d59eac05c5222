using System.Text.Json;

namespace PerfGate.Core.Importing;

/// <summary>Fields of elements that fit their schema, where the schema lets them be absent.</summary>
internal static class SuiteJson
{
    extension(JsonElement element)
    {
        /// <summary>A text; null if it is absent or null.</summary>
        public string? Text(string field) =>
            element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;

        /// <summary>A whole number; null if it is absent, null or too large.</summary>
        public int? Whole(string field) =>
            element.TryGetProperty(field, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
                ? number
                : null;

        /// <summary>Whether a flag is set.</summary>
        public bool Flag(string field) =>
            element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

        /// <summary>The items of an array; none where it is absent or null.</summary>
        public IEnumerable<JsonElement> Items(string field) =>
            element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray()
                : [];
    }
}
