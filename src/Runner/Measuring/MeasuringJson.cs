using System.Text.Json.Serialization;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// Serialisers of what passes between the orchestrator and its workers. Never leaves the machine, so it has no schema.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(WorkerJob))]
[JsonSerializable(typeof(WorkerResult))]
internal sealed partial class MeasuringJson : JsonSerializerContext;
