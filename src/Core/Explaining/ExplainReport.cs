using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Explaining;

/// <summary>Why cases are slower or faster: <c>explain.json</c>.</summary>
public sealed record ExplainReport : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Its name in the output folder.</summary>
    public const string FileName = "explain.json";

    /// <summary>The name of its schema.</summary>
    public const string SchemaName = "explain.schema.json";

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = SchemaName;

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>What the candidate was compared with, in one sentence.</summary>
    public required string Reference { get; init; }

    /// <summary>The profiler that counted; null if nothing was counted.</summary>
    public string? Profiler { get; init; }

    /// <summary>Why there are no counters, in one sentence; null if there are.</summary>
    public string? NoCounters { get; init; }

    /// <summary>The cases, in the order in which they were asked for.</summary>
    public required ImmutableArray<ExplainedCase> Cases { get; init; }

    /// <summary>What was found of a case against another one; null if nothing was.</summary>
    /// <param name="name">The case.</param>
    /// <param name="against">The other case.</param>
    public ExplainedCase? Of(string name, string against) =>
        Cases.FirstOrDefault(c => c.Name == name && c.Against == against);
}

/// <summary>Why one case is slower or faster.</summary>
public sealed record ExplainedCase
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The case that it was compared with, where that has another name; null if it is the reference's of the same
    /// name.
    /// </summary>
    public string? Against { get; init; }

    /// <summary>The <c>__global__</c> line of its first kernel; null if nothing was compiled.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>The paragraph, sentence by sentence.</summary>
    public required ImmutableArray<ExplainedSentence> Sentences { get; init; }

    /// <summary>Whether anything was counted.</summary>
    [JsonIgnore]
    public bool HasCounters => Kernels.Any(k => !k.Counters.IsEmpty);

    /// <summary>Whether a counter says what bounds the candidate.</summary>
    public bool Bounded { get; init; }

    /// <summary>The kernels in which something differs, the one with the largest share first.</summary>
    public ImmutableArray<ExplainedKernel> Kernels { get; init; } = [];
}

/// <summary>One sentence, and the numbers that it rests on.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Counters">The counters, by ncu's names or the compiler's; empty if it states a plain fact.</param>
public sealed record ExplainedSentence(string Text, ImmutableArray<string> Counters);

/// <summary>What is known of one kernel on both sides.</summary>
public sealed record ExplainedKernel
{
    /// <summary>Its name in the source.</summary>
    public required string Name { get; init; }

    /// <summary>The reference's kernel with the compiler's figures; null if the reference has none.</summary>
    public LaunchedKernel? Reference { get; init; }

    /// <summary>The candidate's kernel; null if it launches it no more.</summary>
    public LaunchedKernel? Candidate { get; init; }

    /// <summary>What was counted, by name; empty if nothing was.</summary>
    public ImmutableArray<CounterPair> Counters { get; init; } = [];

    /// <summary>How the machine code differs; null if it could not be compared.</summary>
    public CodeDifference? Code { get; init; }

    /// <summary>Why the machine code could not be compared; null if it was.</summary>
    public string? NoCode { get; init; }
}

/// <summary>One counter on both sides.</summary>
/// <param name="Name">ncu's name of the metric.</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Reference">The reference's value; null if it has none.</param>
/// <param name="Candidate">The candidate's value; null if it has none.</param>
public sealed record CounterPair(string Name, string Unit, double? Reference, double? Candidate)
{
    /// <summary>The counters of a kernel on both sides, by name.</summary>
    /// <param name="reference">The reference's; null for none.</param>
    /// <param name="candidate">The candidate's; null for none.</param>
    public static ImmutableArray<CounterPair> Of(KernelCounters? reference, KernelCounters? candidate) =>
        [
            .. (reference?.Values.Keys ?? [])
                .Union(candidate?.Values.Keys ?? [])
                .Order(StringComparer.Ordinal)
                .Select(n => new CounterPair(
                    n,
                    (Value(candidate, n) ?? Value(reference, n))?.Unit ?? "",
                    Value(reference, n)?.Value,
                    Value(candidate, n)?.Value
                )),
        ];

    private static NcuValue? Value(KernelCounters? counters, string name) =>
        counters is not null && counters.Values.TryGetValue(name, out var value) ? value : null;
}
