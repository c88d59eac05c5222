using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;

namespace PerfGate.Core.Claims;

/// <summary>How the kernels of an archive are compiled and measured again: <c>artifact.json</c> in it.</summary>
public sealed record ArtifactContents : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema's name.</summary>
    public const string SchemaName = "artifact.schema.json";

    /// <summary>The file's name.</summary>
    public const string FileName = "artifact.json";

    /// <summary>The folder of the sources in an archive.</summary>
    public const string Sources = "sources";

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = SchemaName;

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device that it was measured on.</summary>
    public required DeviceKind Device { get; init; }

    /// <summary>How many processes measured it.</summary>
    public required int Runs { get; init; }

    /// <summary>The manifests, relative to the folder of sources, forward slashes.</summary>
    public required ImmutableArray<string> Manifests { get; init; }

    /// <summary>Folders in which the compilers look for headers, relative to the folder of sources.</summary>
    public ImmutableArray<string> Includes { get; init; } = [];

    /// <summary>Further flags of nvcc; null for none.</summary>
    public string? NvccFlags { get; init; }

    /// <summary>Further flags of the C++ compiler; null for none.</summary>
    public string? HostFlags { get; init; }
}
