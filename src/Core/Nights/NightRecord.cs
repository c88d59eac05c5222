using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Nights;

/// <summary>One line of a history: one case in one nightly measurement.</summary>
public sealed record NightRecord
{
    /// <summary>When the measurement began, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The commit that was measured.</summary>
    public required string Commit { get; init; }

    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>What the case is for.</summary>
    public CaseRole Role { get; init; } = CaseRole.Case;

    /// <summary>Its time: the geometric mean of the runs' interquartile means, nanoseconds.</summary>
    /// <exception cref="JsonException">It is not positive and finite: such a line is no result.</exception>
    public required double Nanoseconds
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new JsonException("no time");
    }

    /// <summary>The standard deviation between the runs, as a fraction.</summary>
    public required double Spread { get; init; }

    /// <summary>How many runs there are.</summary>
    public required int Runs { get; init; }

    /// <summary>SHA-256 over what ran; null if it is not known.</summary>
    public string? CodeHash { get; init; }

    /// <summary>The device's model as a file name.</summary>
    public required string Device { get; init; }

    /// <summary>UUID of the GPU; null on the host device.</summary>
    public string? Gpu { get; init; }

    /// <summary>The driver's version; null on the host device.</summary>
    public string? Driver { get; init; }

    /// <summary>The compiler and its version.</summary>
    public required string Compiler { get; init; }

    /// <summary>The lines of a measurement, one for each case that was measured.</summary>
    /// <param name="measurement">The measurement, with a commit.</param>
    public static ImmutableArray<NightRecord> Of(Measurement measurement)
    {
        var environment = measurement.Environment;
        return
        [
            .. measurement
                .Cases.Where(c => c is { Status: CaseStatus.Measured, Runs.IsEmpty: false })
                .Select(c => new NightRecord
                {
                    At = measurement.StartedAt,
                    Commit = environment.Git!.Commit,
                    Case = c.Name,
                    Role = c.Role,
                    Nanoseconds = Math.Round(BaselineHistory.Location(c), 3),
                    Spread = Math.Round(BaselineHistory.Spread(c), 6),
                    Runs = c.Runs.Length,
                    CodeHash = c.CodeHash,
                    Device = environment.DeviceSlug,
                    Gpu = c.Gpu ?? environment.Gpu?.Uuid,
                    Driver = environment.Gpu?.DriverVersion,
                    Compiler = $"{environment.Compiler.Name} {environment.Compiler.Version}",
                }),
        ];
    }
}

/// <summary>One line of <c>commits.jsonl</c>: the commit that a bisection found behind a change of level.</summary>
/// <param name="Device">The device's model as a file name.</param>
/// <param name="Case">The case.</param>
/// <param name="Good">The last commit of the old level.</param>
/// <param name="Bad">The first commit of the new one.</param>
/// <param name="Commits">
/// What was found: one commit, several where those between could not be tried, and none where the case is not slower.
/// </param>
public sealed record NamedChange(
    string Device,
    string Case,
    string Good,
    string Bad,
    ImmutableArray<NamedCommit> Commits
);

/// <summary>A commit with its subject.</summary>
/// <param name="Sha">Full SHA.</param>
/// <param name="Subject">The first line of its message; foreign text.</param>
public sealed record NamedCommit(string Sha, string Subject);

/// <summary>The serialiser of the lines of a history.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnum<CaseRole>)],
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(NightRecord))]
[JsonSerializable(typeof(NamedChange))]
public sealed partial class NightJson : JsonSerializerContext;
