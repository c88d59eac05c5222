using System.Text.Json.Serialization;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>One line of the checklist that <c>perfgate env</c> prints.</summary>
/// <param name="Group">
/// What it belongs to: <c>device</c>, <c>compiler</c>, <c>clock</c>, <c>locked in workers</c>, <c>gpu clocks</c> or
/// <c>gpu now</c>.
/// </param>
/// <param name="Name">What was checked.</param>
/// <param name="State">Its state.</param>
/// <param name="Detail">What was found, or what to do about it.</param>
internal sealed record EnvironmentCheck(string Group, string Name, CheckState State, string Detail);

/// <summary>The state of a line of the checklist.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    /// <summary>There, and as it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Will be locked while measuring.</summary>
    [JsonStringEnumMemberName("lock")]
    Lock,

    /// <summary>Is watched and recorded, not changed.</summary>
    [JsonStringEnumMemberName("watch")]
    Watch,

    /// <summary>Works, and could be better.</summary>
    [JsonStringEnumMemberName("warn")]
    Warn,

    /// <summary>Not there.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,
}

/// <summary>The checklist as a whole, as <c>--json</c> prints it.</summary>
/// <param name="Device"><c>cuda</c> or <c>host</c>; null if the one asked for cannot be had.</param>
/// <param name="Checks">The lines, in order.</param>
internal sealed record EnvironmentChecklist(string? Device, IReadOnlyList<EnvironmentCheck> Checks);

/// <summary>The serialiser of <see cref="EnvironmentChecklist"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(EnvironmentChecklist))]
internal sealed partial class EnvironmentJson : JsonSerializerContext;
