using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Campaigns;

/// <summary>One line of the file of a campaign: the verdict on one case in one gate.</summary>
public sealed record CampaignRecord
{
    /// <summary>The number of the gate within the file, counted from 0.</summary>
    public required int Gate { get; init; }

    /// <summary>How many cases that gate judged. A gate with fewer lines was cut off.</summary>
    public required int Cases { get; init; }

    /// <summary>What the two sides of the gate were.</summary>
    public required CampaignKind Kind { get; init; }

    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>Its benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The slow-down that was asked for, as a fraction; null unless one was planted.</summary>
    public double? Asked { get; init; }

    /// <summary>The delay that was planted for it, cycles of the device's clock; null unless one was.</summary>
    public long? Cycles { get; init; }

    /// <summary>The verdict.</summary>
    public required CaseVerdict Verdict { get; init; }

    /// <summary>
    /// The effect that was measured, as a fraction, above 0 is slower; null if nothing was compared.
    /// </summary>
    public double? Effect { get; init; }

    /// <summary>The 95 % interval of the effect, [low, high], as fractions.</summary>
    public ImmutableArray<double>? Interval { get; init; }

    /// <summary>The tolerance in force, as a fraction; null if nothing was compared.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Valid runs, [reference, candidate].</summary>
    public ImmutableArray<int> Runs { get; init; } = [0, 0];

    /// <summary>Time of the reference, nanoseconds; null if nothing was compared.</summary>
    public double? ReferenceNs { get; init; }

    /// <summary>Wall time of the gate divided by its cases, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>When the gate ended, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Names the start of <c>perfgate campaign</c> that made the gate.</summary>
    public required string Session { get; init; }

    /// <summary>The device's model as a file name.</summary>
    public required string Device { get; init; }

    /// <summary>The device's model, as its maker calls it.</summary>
    public required string Model { get; init; }

    /// <summary>Digest of the host's name.</summary>
    public required string Host { get; init; }

    /// <summary>Digest of the GPU's UUID; null on the host device.</summary>
    public string? Gpu { get; init; }

    /// <summary>The driver's version; null on the host device.</summary>
    public string? Driver { get; init; }

    /// <summary>The highest multiprocessor clock while the GPU was busy, MHz; null if nothing watched it.</summary>
    public int? ClockMhz { get; init; }

    /// <summary>The compiler and its version.</summary>
    public required string Compiler { get; init; }

    /// <summary>The commit of the kernels; null if it is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>Version of PerfGate.</summary>
    public required string PerfGateVersion { get; init; }
}

/// <summary>What the two sides of a gate of a campaign are.</summary>
public enum CampaignKind
{
    /// <summary>Both are the kernels as they are.</summary>
    Aa,

    /// <summary>
    /// As <see cref="Planted"/>, once for each commit: it tells how much of a delay reaches the kernels' time.
    /// </summary>
    Calibration,

    /// <summary>Both are kernels with a delay built in; the reference waits for nothing.</summary>
    Planted,

    /// <summary>
    /// The candidate has the delay built in and waits for nothing; the reference is the kernels as they are.
    /// </summary>
    Harmless,
}

/// <summary>The serialiser of <see cref="CampaignRecord"/>: one line each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnum<CampaignKind>), typeof(CamelCaseEnum<CaseVerdict>)],
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(CampaignRecord))]
public sealed partial class CampaignJson : JsonSerializerContext;
