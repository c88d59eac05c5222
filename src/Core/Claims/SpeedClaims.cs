using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;

namespace PerfGate.Core.Claims;

/// <summary>What a publication claims, for programs: <c>publication.json</c>.</summary>
public sealed record SpeedClaims : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema's name.</summary>
    public const string SchemaName = "publication.schema.json";

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = SchemaName;

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The benchmark that is claimed to be faster.</summary>
    public required string Candidate { get; init; }

    /// <summary>The benchmark that it is compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The device's model as a file name: <c>nvidia-l4</c>.</summary>
    public required string Device { get; init; }

    /// <summary>When it was measured, UTC.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>The shape that speed-ups are also given relative to; empty for a benchmark without axes.</summary>
    public required string FixedShape { get; init; }

    /// <summary>Confidence of every interval, such as 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>One claim a shape, in the order of the measurement.</summary>
    public required ImmutableArray<SpeedClaim> Claims { get; init; }

    /// <summary>Shapes that are not compared, each with its reason.</summary>
    public ImmutableArray<ShapeLeftOut> LeftOut { get; init; } = [];

    /// <summary>The claim at the fixed shape.</summary>
    [JsonIgnore]
    public SpeedClaim Fixed => Claims.First(c => c.Shape == FixedShape);
}

/// <summary>A shape that is not compared.</summary>
/// <param name="Shape">The shape; empty for a benchmark without axes.</param>
/// <param name="Reason">Why, as a clause.</param>
public sealed record ShapeLeftOut(string Shape, string Reason);

/// <summary>What is claimed at one shape. Times are in nanoseconds, intervals are [low, high].</summary>
public sealed record SpeedClaim
{
    /// <summary>The shape: a case's name without that of its benchmark.</summary>
    public required string Shape { get; init; }

    /// <summary>The candidate's time: geometric mean of its runs' interquartile means.</summary>
    public required double CandidateNs { get; init; }

    /// <summary>The interval of that time.</summary>
    public required ImmutableArray<double> CandidateInterval { get; init; }

    /// <summary>The baseline's time.</summary>
    public required double BaselineNs { get; init; }

    /// <summary>The interval of that time.</summary>
    public required ImmutableArray<double> BaselineInterval { get; init; }

    /// <summary>Time of the baseline over time of the candidate; above 1 is faster.</summary>
    public required double Speedup { get; init; }

    /// <summary>The interval of the speed-up.</summary>
    public required ImmutableArray<double> SpeedupInterval { get; init; }

    /// <summary>The speed-up over that at the fixed shape.</summary>
    public required double RelativeToFixed { get; init; }

    /// <summary>Hedges' g, above 0 if the candidate is faster; ±1e308 stands for infinite.</summary>
    public required double HedgesG { get; init; }

    /// <summary>P-value against "the candidate is not faster", Holm-adjusted over the shapes.</summary>
    public required double P { get; init; }

    /// <summary>Runs that hold both sides.</summary>
    public required int Runs { get; init; }

    /// <summary>The smallest speed-up that so many runs would have proven at this noise, with a power of 0.8.</summary>
    public required double SmallestProvable { get; init; }

    /// <summary>The tier by the rules.</summary>
    public required Tier Tier { get; init; }

    /// <summary>What higher tiers were missed by.</summary>
    public required ImmutableArray<TierMiss> Missed { get; init; }
}
