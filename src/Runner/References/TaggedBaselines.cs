using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Formats;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>A baseline file as it was at the tags of its repository.</summary>
internal static class TaggedBaselines
{
    /// <summary>Reads every version.</summary>
    /// <param name="path">The file in the work tree.</param>
    /// <param name="project">The project.</param>
    /// <returns>The versions in the tags' order; tags that have no baseline of the project give none.</returns>
    /// <exception cref="PerfGateException">
    /// PG4013: the file lies in no repository; PG40xx, PG90xx: a version is refused, with its tag.
    /// </exception>
    public static ImmutableArray<Baseline> Of(string path, BaselineProject project)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        using var repository =
            GitRepository.Open(folder)
            ?? throw new PerfGateException(
                DiagnosticCatalog.RepositoryNeeded(folder, "a history over tags"),
                ExitCode.Usage
            );
        if (repository.PathInTree(full) is not { } inTree)
            return [];
        var name = Path.GetFileNameWithoutExtension(inTree);
        return
        [
            .. from tag in repository.Tags()
               let text = repository.ReadText(tag.Commit, inTree)
               where text is not null
               select BaselineFile.Parse(text, $"{inTree} at {tag.Name}", name, project) into version
               where version is not null
               select version,
        ];
    }
}
