using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;

namespace PerfGate.Core.Tuning;

/// <summary>One line of the log of a tuning: what was found and must not be measured again.</summary>
public sealed record TuneRecord
{
    /// <summary>
    /// What it holds for. Of a timed variant: SHA-256 over its machine code, its cases, the device, the driver, the
    /// toolkit, and the variant that it is compared with. Of one that does not compile: over its source and macros
    /// instead of its code.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The stage that found it.</summary>
    public required TuneStage Stage { get; init; }

    /// <summary>The benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The values: <c>BLOCK=64 UNROLL=2</c>.</summary>
    public required string Values { get; init; }

    /// <summary>What became of the variant.</summary>
    public required TuneOutcome Outcome { get; init; }

    /// <summary>Why it has no times; null if it has.</summary>
    public string? Why { get; init; }

    /// <summary>Its times; null if it has none.</summary>
    public ImmutableArray<ShapeCosts>? Shapes { get; init; }

    /// <summary>What the confirming trial found; null for other stages.</summary>
    public ImmutableArray<TunedCase>? Confirmed { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Stages of a tuning.</summary>
public enum TuneStage
{
    /// <summary>A variant was tried.</summary>
    Tried,

    /// <summary>It was among the last, and timed again.</summary>
    Final,

    /// <summary>It was tried against the values in use by the gate's own rules.</summary>
    Confirmed,
}

/// <summary>What became of a variant.</summary>
public enum TuneOutcome
{
    /// <summary>It was timed.</summary>
    Timed,

    /// <summary>The manifest is not valid with its values: a block of too many threads, say.</summary>
    Invalid,

    /// <summary>It does not compile.</summary>
    DoesNotCompile,

    /// <summary>It cannot be launched, crashes, or is too unsteady to be timed.</summary>
    Fails,

    /// <summary>Its outputs are wrong.</summary>
    Incorrect,
}

/// <summary>Times of a variant in one shape of its benchmark.</summary>
/// <param name="Shape">The shape: the case's name without the benchmark's.</param>
/// <param name="Nanoseconds">Its time, the geometric mean of its runs.</param>
/// <param name="Costs">Per run the natural logarithm of its time over that of the variant in use.</param>
public sealed record ShapeCosts(string Shape, double Nanoseconds, ImmutableArray<double> Costs)
{
    /// <summary>Per run the mean over the shapes.</summary>
    /// <param name="shapes">The shapes of one variant, at least one, with the same runs.</param>
    public static ImmutableArray<double> Together(ImmutableArray<ShapeCosts> shapes) =>
        [.. Enumerable.Range(0, shapes[0].Costs.Length).Select(run => shapes.Average(s => s.Costs[run]))];
}

/// <summary>The serialiser of <see cref="TuneRecord"/>: one line each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnum<TuneStage>), typeof(CamelCaseEnum<TuneOutcome>)],
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(TuneRecord))]
public sealed partial class TuneJson : JsonSerializerContext;
