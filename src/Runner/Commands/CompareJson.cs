using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Judgement;

namespace PerfGate.Runner.Commands;

/// <summary>The JSON of <c>perfgate compare --json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    Converters = [typeof(VerdictWord)])]
[JsonSerializable(typeof(SampleComparison))]
internal sealed partial class CompareJson : JsonSerializerContext;

/// <summary>Verdicts in lower case.</summary>
internal sealed class VerdictWord()
    : JsonStringEnumConverter<CaseVerdict>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
