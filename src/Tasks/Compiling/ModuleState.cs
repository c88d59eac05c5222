using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// What is remembered of a compiled module, beside its binary, to know when it must be compiled again.
/// </summary>
/// <param name="Key">Hash over what it is compiled from, by which programs, and in which environment.</param>
/// <param name="Inputs">What the compiler read, and where it found nothing.</param>
/// <param name="BinaryHash">Hash of the binary's content.</param>
/// <param name="Kernels">The functions in it.</param>
internal sealed record ModuleState(
    string Key,
    ModuleInputs Inputs,
    string BinaryHash,
    ImmutableArray<CompiledKernel> Kernels
);

/// <summary>The serialiser of <see cref="ModuleState"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModuleState))]
internal sealed partial class ModuleStateJson : JsonSerializerContext;
