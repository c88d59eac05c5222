using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>What is used of an artifact, once read within limits and found to fit the schemas.</summary>
/// <param name="Measurement">The candidate's measurement.</param>
/// <param name="Input">What reports are made from; never a report that the artifact brought along.</param>
internal sealed record Artifact(Measurement Measurement, ReportInput Input)
{
    /// <summary>The verdict.</summary>
    public Verdict Verdict => Input.Verdict;
}

/// <summary>A file of an artifact, not yet read.</summary>
/// <param name="Path">Its path in the artifact, forward slashes.</param>
/// <param name="Length">The size that it claims, bytes.</param>
/// <param name="Open">Opens it.</param>
internal sealed record ArtifactEntry(string Path, long Length, Func<Stream> Open);

/// <summary>The files of an artifact: a folder's, or a zip file's. Nothing is ever written to disk.</summary>
internal interface IArtifactSource : IDisposable
{
    /// <summary>Lists all files, or refuses the artifact for any of them.</summary>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG5010-PG5012.</exception>
    IReadOnlyList<ArtifactEntry> Entries();
}

/// <summary>A baseline that is proposed, as bytes that fit the schema.</summary>
/// <param name="Device">The device slug that it is for.</param>
/// <param name="Content">The file.</param>
/// <param name="NewestCommits">
/// The commit of the newest measurement, one for each project; null where it is unknown.
/// </param>
internal sealed record ProposedBaseline(
    string Device, ReadOnlyMemory<byte> Content, ImmutableArray<string?> NewestCommits);
