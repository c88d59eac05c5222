using System.Text.Json.Serialization;
using PerfGate.Core.Simulation;

namespace PerfGate.Runner.Simulation;

/// <summary>The JSON of <c>perfgate simulate --json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(OperatingCharacteristics))]
internal sealed partial class SimulationJson : JsonSerializerContext;
