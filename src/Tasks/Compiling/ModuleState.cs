using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>What is remembered of a compiled module, beside its binary, to know when it must be compiled again.</summary>
/// <param name="Key">Hash over the compiler, the flags, the macros and the functions.</param>
/// <param name="Dependencies">Hash of the content of the source and of every included file, by written path.</param>
/// <param name="BinaryHash">Hash of the binary's content.</param>
/// <param name="Kernels">The functions in it.</param>
internal sealed record ModuleState(
    string Key, ImmutableSortedDictionary<string, string> Dependencies, string BinaryHash, ImmutableArray<CompiledKernel> Kernels);

/// <summary>The serialiser of <see cref="ModuleState"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModuleState))]
internal sealed partial class ModuleStateJson : JsonSerializerContext;
