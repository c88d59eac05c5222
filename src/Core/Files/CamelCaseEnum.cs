using System.Text.Json;
using System.Text.Json.Serialization;

namespace PerfGate.Core.Files;

/// <summary>Writes an enumeration's names in camel case and refuses numbers for them.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class CamelCaseEnum<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
