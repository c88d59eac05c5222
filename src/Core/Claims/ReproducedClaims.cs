using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;

namespace PerfGate.Core.Claims;

/// <summary>What a reproduction found: <c>reproduced.json</c>.</summary>
public sealed record ReproducedClaims : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema's name.</summary>
    public const string SchemaName = "reproduced.schema.json";

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = SchemaName;

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The benchmark that is claimed to be faster.</summary>
    public required string Candidate { get; init; }

    /// <summary>The benchmark that it is compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The device's model that the claims were made on.</summary>
    public required string ClaimedOn { get; init; }

    /// <summary>The device's model that they were reproduced on.</summary>
    public required string FoundOn { get; init; }

    /// <summary>When they were measured again, UTC.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Each claim and what was found.</summary>
    public required ImmutableArray<ReproducedClaim> Claims { get; init; }

    /// <summary>Whether every claim was found again.</summary>
    [JsonIgnore]
    public bool Holds => Claims.All(c => c.Holds);

    /// <summary>Holds what was measured here against what is claimed.</summary>
    /// <param name="claims">What is claimed.</param>
    /// <param name="found">What was found, of the same pair.</param>
    /// <param name="here">The device that it was found on, and when.</param>
    /// <param name="why">Why a shape was not found, by shape.</param>
    public static ReproducedClaims Of(
        SpeedClaims claims,
        SpeedClaims? found,
        (string Device, DateTimeOffset At) here,
        Func<string, string> why
    ) =>
        new()
        {
            Candidate = claims.Candidate,
            Baseline = claims.Baseline,
            ClaimedOn = claims.Device,
            FoundOn = here.Device,
            MeasuredAt = here.At,
            Claims =
            [
                .. claims.Claims.Select(c =>
                {
                    var now = found?.Claims.FirstOrDefault(f => f.Shape == c.Shape);
                    return new ReproducedClaim
                    {
                        Shape = c.Shape,
                        Claimed = c.Speedup,
                        ClaimedInterval = c.SpeedupInterval,
                        Found = now?.Speedup,
                        FoundInterval = now?.SpeedupInterval,
                        Within =
                            now is not null
                            && now.Speedup >= c.SpeedupInterval[0]
                            && now.Speedup <= c.SpeedupInterval[1],
                        Reason = now is null ? why(c.Shape) : null,
                    };
                }),
            ],
        };
}

/// <summary>One claim and what was found of it.</summary>
public sealed record ReproducedClaim
{
    /// <summary>The shape; empty for a benchmark without axes.</summary>
    public required string Shape { get; init; }

    /// <summary>The speed-up that is claimed.</summary>
    public required double Claimed { get; init; }

    /// <summary>Its interval, [low, high].</summary>
    public required ImmutableArray<double> ClaimedInterval { get; init; }

    /// <summary>The speed-up that was found; null if it could not be measured.</summary>
    public double? Found { get; init; }

    /// <summary>Its interval, [low, high].</summary>
    public ImmutableArray<double>? FoundInterval { get; init; }

    /// <summary>Whether the speed-up that was found lies within the interval that is claimed.</summary>
    public required bool Within { get; init; }

    /// <summary>
    /// Whether the two intervals have a value in common. Both sides have an error: measured again, one mean in six lies
    /// outside of the first interval of 95 % (Cumming and Maillardet, Psychological Methods 11, 2006).
    /// </summary>
    [JsonIgnore]
    public bool Overlaps => FoundInterval is [var low, var high]
        && low <= ClaimedInterval[1] && high >= ClaimedInterval[0];

    /// <summary>Whether it was found again: within the interval, with one that overlaps it, or larger.</summary>
    [JsonIgnore]
    public bool Holds => Within || Overlaps || Found > Claimed;

    /// <summary>Why nothing was found; null if something was.</summary>
    public string? Reason { get; init; }
}
