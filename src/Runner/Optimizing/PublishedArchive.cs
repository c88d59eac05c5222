using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Publishing;
using PerfGate.Runner.GitHub.Artifacts;

namespace PerfGate.Runner.Optimizing;

/// <summary>The archive of a publication, read and checked. Nothing was written.</summary>
/// <param name="Files">Its files by their paths.</param>
/// <param name="Claims">What it claims; there is a claim for the fixed shape.</param>
/// <param name="Contents">How it is measured again; its paths stay inside of the archive.</param>
internal sealed record PublishedArchive(
    ImmutableSortedDictionary<string, byte[]> Files,
    SpeedClaims Claims,
    ArtifactContents Contents
)
{
    /// <summary>Reads an archive.</summary>
    /// <param name="path">The archive.</param>
    /// <exception cref="PerfGateException">PG2080: it is refused, by the name of what is wrong.</exception>
    public static PublishedArchive Read(string path)
    {
        var files = new ArchiveReader(path, new ArtifactLimits()).Read();
        var claims = Json<SpeedClaims>(path, files, Publication.ClaimsName, SpeedClaims.SchemaName);
        var contents = Json<ArtifactContents>(path, files, ArtifactContents.FileName, ArtifactContents.SchemaName);
        foreach (var inside in contents.Manifests.Concat(contents.Includes.Where(i => i.Length > 0)))
            if (EntryNames.Fault(inside) is { } fault)
                throw Refuse(path, $"the path {Refused.Shown(inside)} in {ArtifactContents.FileName} {fault}");
        return claims.Claims.Any(c => c.Shape == claims.FixedShape)
            ? new(files, claims, contents)
            : throw Refuse(path, $"{Publication.ClaimsName} has no claim for its fixed shape");
    }

    private static T Json<T>(string path, ImmutableSortedDictionary<string, byte[]> files, string name, string schema)
        where T : class, IVersionedFile
    {
        if (!files.TryGetValue(name, out var content))
            throw Refuse(path, $"it has no {name}");
        try
        {
            return HostileJson.Read<T>(path, name, content, new ArtifactLimits().JsonDepth, schema);
        }
        catch (PerfGateException e)
        {
            throw Refuse(path, e.Diagnostics[0].Message, e);
        }
    }

    private static PerfGateException Refuse(string path, string why, Exception? cause = null) =>
        new(DiagnosticCatalog.ArchiveRefused(path, why), ExitCode.Usage, cause);
}
