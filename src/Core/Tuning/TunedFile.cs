using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;

namespace PerfGate.Core.Tuning;

/// <summary>
/// The values that tuning found for the kernels of one folder on one device: <c>tuned/DEVICE.json</c> beside the
/// manifests. It is committed, and the build uses it.
/// </summary>
public sealed record TunedFile : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema's name.</summary>
    public const string SchemaName = "tuned.schema.json";

    /// <summary>The folder beside a manifest that holds the files, one per device.</summary>
    public const string Folder = "tuned";

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = SchemaName;

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device's model, as its maker calls it.</summary>
    public required string Device { get; init; }

    /// <summary>The benchmarks, by name.</summary>
    public required ImmutableSortedDictionary<string, TunedBenchmark> Benchmarks { get; init; }

    /// <summary>The file of a manifest's folder.</summary>
    /// <param name="folder">The folder of the manifest.</param>
    /// <param name="deviceSlug">The device's model as a file name.</param>
    public static string PathOf(string folder, string deviceSlug) => Path.Combine(folder, Folder, $"{deviceSlug}.json");
}

/// <summary>The values of one benchmark, and where they come from.</summary>
public sealed record TunedBenchmark
{
    /// <summary>A value for each parameter, by name.</summary>
    public required ImmutableSortedDictionary<string, double> Values { get; init; }

    /// <summary>SHA-256 over the kernel's source and what it includes in quotes, comments aside.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 over the parameters, their values and the constraints.</summary>
    public required string Space { get; init; }

    /// <summary>The compiler, its version and its flags.</summary>
    public required string Toolkit { get; init; }

    /// <summary>The driver; null on the host device.</summary>
    public string? Driver { get; init; }

    /// <summary>The commit that was tuned; null outside a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>When it was found.</summary>
    public required DateTimeOffset TunedAt { get; init; }

    /// <summary>How many variants were tried.</summary>
    public required int Evaluations { get; init; }

    /// <summary>The strategy that chose them.</summary>
    public required string Strategy { get; init; }

    /// <summary>Seed of the strategy.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the confirming trial found, per case.</summary>
    public required ImmutableArray<TunedCase> Confirmed { get; init; }
}

/// <summary>What the confirming trial found of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Verdict">The gate's verdict on the new values against the old ones.</param>
/// <param name="Speedup">Time with the old values over time with the new ones; null if not measured.</param>
public sealed record TunedCase(string Case, string Verdict, double? Speedup);
