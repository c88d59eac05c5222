using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;

namespace PerfGate.Core.Tuning;

/// <summary>What a tuning found: <c>tune.json</c>.</summary>
public sealed record TuneReport : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "tune.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device's model.</summary>
    public required string Device { get; init; }

    /// <summary>The benchmarks, in the order in which they were tuned.</summary>
    public required ImmutableArray<TunedReport> Benchmarks { get; init; }
}

/// <summary>What the tuning of one benchmark found.</summary>
public sealed record TunedReport
{
    /// <summary>The benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Variants before constraints.</summary>
    public required long Variants { get; init; }

    /// <summary>The strategy: <c>local</c>, <c>random</c> or <c>bruteForce</c>.</summary>
    public required string Strategy { get; init; }

    /// <summary>Seed of the strategy.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The values in use when it began.</summary>
    public required string InUse { get; init; }

    /// <summary>The values that replaced them; null if they stayed.</summary>
    public string? Adopted { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Variants that were tried.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Of these, those whose machine code had been timed already.</summary>
    public required int SameCode { get; init; }

    /// <summary>Variants that failed, by what became of them.</summary>
    public required ImmutableArray<TuneFailure> Failures { get; init; }

    /// <summary>Each evaluation that was better than all before it.</summary>
    public required ImmutableArray<TuneStep> BestSoFar { get; init; }

    /// <summary>What each value of each parameter does.</summary>
    public required ImmutableArray<ParameterEffect> Effects { get; init; }

    /// <summary>The last variants, timed side by side, the best first.</summary>
    public required ImmutableArray<TuneFinalist> Finalists { get; init; }

    /// <summary>The verdicts of the confirming trial.</summary>
    public required ImmutableArray<TunedCase> Confirmed { get; init; }
}

/// <summary>Variants that failed for one kind of reason.</summary>
/// <param name="Outcome">What became of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Of all that were tried, a fraction.</param>
/// <param name="Example">The values of one of them.</param>
/// <param name="Why">Why that one failed.</param>
public sealed record TuneFailure(string Outcome, int Count, double Share, string Example, string Why);

/// <summary>An evaluation that was better than all before it.</summary>
/// <param name="Evaluation">Its number, from 1.</param>
/// <param name="Values">Its values.</param>
/// <param name="Speedup">Time of the values in use over its time.</param>
public sealed record TuneStep(int Evaluation, string Values, double Speedup);

/// <summary>What one value of a parameter does, over all timed variants that have it.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">The value.</param>
/// <param name="Variants">Timed variants with it.</param>
/// <param name="Mean">Geometric mean of their speed-ups over the values in use.</param>
/// <param name="Best">The largest of them.</param>
public sealed record ParameterEffect(string Parameter, double Value, int Variants, double Mean, double Best);

/// <summary>One of the last variants.</summary>
/// <param name="Values">Its values.</param>
/// <param name="Speedup">Geometric mean over the shapes of its speed-up over the values in use.</param>
/// <param name="WorstRegret">
/// By how much it is slower than the best finalist of a shape, at the shape where that is most; a fraction.
/// </param>
/// <param name="Shapes">Its times.</param>
public sealed record TuneFinalist(
    string Values,
    double Speedup,
    double WorstRegret,
    ImmutableArray<ShapeSpeedup> Shapes
);

/// <summary>A finalist in one shape.</summary>
/// <param name="Shape">The shape; empty if the benchmark has no axes.</param>
/// <param name="Nanoseconds">Its time.</param>
/// <param name="Speedup">Time of the values in use over its time.</param>
public sealed record ShapeSpeedup(string Shape, double Nanoseconds, double Speedup);
