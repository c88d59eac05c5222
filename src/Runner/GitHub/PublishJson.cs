using System.Text.Json.Serialization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub;

/// <summary>Serialisers of what <c>perfgate publish</c> prints: one line each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(JsonStringEnumConverter<Outcome>), typeof(JsonStringEnumConverter<Severity>)])]
[JsonSerializable(typeof(RecordedRequest))]
[JsonSerializable(typeof(PublishResult))]
internal sealed partial class PublishJson : JsonSerializerContext;
