using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Baselines;
using PerfGate.Core.Claims;
using PerfGate.Core.Declarations;
using PerfGate.Core.Devices;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Sanitizing;
using PerfGate.Core.Tuning;

namespace PerfGate.Core.Formats;

/// <summary>
/// The serialisers of PerfGate's files: camel case, indented, absent rather than null, arrays of numbers on one line.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [
        typeof(CompactNumbers),
        typeof(CamelCaseEnum<CaseVerdict>),
        typeof(CamelCaseEnum<InconclusiveCause>),
        typeof(CamelCaseEnum<Outcome>),
        typeof(CamelCaseEnum<ReferenceKind>),
        typeof(CamelCaseEnum<CacheState>),
        typeof(CamelCaseEnum<ClockPolicy>),
        typeof(CamelCaseEnum<PolicyAction>),
        typeof(CamelCaseEnum<ResourceAction>),
        typeof(CamelCaseEnum<ResourceKind>),
        typeof(CamelCaseEnum<ExplainPolicy>),
        typeof(CamelCaseEnum<CaseRole>),
        typeof(CamelCaseEnum<CaseStatus>),
        typeof(CamelCaseEnum<ExpectedKind>),
        typeof(CamelCaseEnum<CheckEditKind>),
        typeof(CamelCaseEnum<WorkerOutcome>),
        typeof(CamelCaseEnum<DeviceKind>),
        typeof(CamelCaseEnum<ModuleKind>),
        typeof(CamelCaseEnum<SanitizerTool>),
        typeof(CamelCaseEnum<ToolStatus>),
        typeof(CamelCaseEnum<FindingLevel>),
        typeof(CamelCaseEnum<Tier>),
        typeof(CamelCaseEnum<OptimizePhase>),
        typeof(CamelCaseEnum<PhaseOutcome>),
    ]
)]
[JsonSerializable(typeof(CompilePlan))]
[JsonSerializable(typeof(CompiledKernels))]
[JsonSerializable(typeof(Measurement))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(ProjectsVerdict))]
[JsonSerializable(typeof(GatePolicy))]
[JsonSerializable(typeof(GateInputs))]
[JsonSerializable(typeof(Baseline))]
[JsonSerializable(typeof(SharedBaseline))]
[JsonSerializable(typeof(SanitizeReport))]
[JsonSerializable(typeof(PrecheckReport))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(TunedFile))]
[JsonSerializable(typeof(TuneReport))]
[JsonSerializable(typeof(SpeedClaims))]
[JsonSerializable(typeof(ReproducedClaims))]
[JsonSerializable(typeof(ArtifactContents))]
[JsonSerializable(typeof(OptimizeLog))]
public sealed partial class PerfGateJson : JsonSerializerContext;
