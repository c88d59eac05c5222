using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bases;

/// <summary>
/// Reads what a commit's manifests declare, so that a case which a branch takes out is missed without any baseline.
/// </summary>
/// <param name="root">The project's root, absolute.</param>
/// <param name="manifests">The manifests of the work tree, absolute.</param>
/// <param name="cache">The folder of all exports, absolute.</param>
internal sealed class BaseDeclarations(string root, ImmutableArray<string> manifests, string cache)
{
    /// <summary>The cases that a commit declares and this device can run.</summary>
    /// <param name="commit">The commit's full SHA.</param>
    /// <param name="device">The device.</param>
    /// <param name="filter">
    /// The filter in force; null for all. What it fits at the commit counts; an alternative may fit nothing there.
    /// </param>
    /// <returns>
    /// The cases, canaries left out. The base's faults are not this branch's, so that nothing is thrown: what could not
    /// be read is named.
    /// </returns>
    public DeclaredCases Of(string commit, DeviceFacts device, string? filter)
    {
        try
        {
            using var repository = GitRepository.Open(root);
            return
                repository is null || BaseManifests.Export(repository, cache, commit, root, manifests) is not { } theirs
                ? Unknown($"{root} is in no git repository")
                : Declared(commit, theirs, device, filter);
        }
        catch (PerfGateException e)
        {
            return Unknown(e.Diagnostics[0].Message);
        }
    }

    private static DeclaredCases Declared(string commit, BaseManifests theirs, DeviceFacts device, string? filter)
    {
        var read = ReadableManifests.Load(theirs.Paths, device, theirs.Root);
        return new(
            read.Suite is { } suite
                ?
                [
                    .. Selected(suite, filter)
                        .Select(c => Of(c, theirs.Root))
                        .OrderBy(c => c.Name, StringComparer.Ordinal),
                ]
                : [],
            [
                .. read.Refused.Select(r =>
                    $"What {NameOf(r.Path, theirs)} declares at the base ({commit[..12]}) is not known, because it "
                        + $"does not read: {Quoted(r.Error, theirs)} A case that only it declares is not missed."
                ),
                .. theirs.Doubtful.Select(path =>
                    $"{path} of the base ({commit[..12]}) is gone, and other projects share this one's root. "
                    + "A case that only it declared is not missed here."
                ),
            ],
            theirs.HasAny
        );
    }

    private static IEnumerable<BenchmarkCase> Selected(BenchmarkSuite suite, string? filter) =>
        CaseFilter
            .Apply(suite, filter, unmatched: true)
            .Cases.Where(c => c.Role == CaseRole.Case && c.SkipReason is null);

    private static BaseCase Of(BenchmarkCase declared, string root) =>
        new(declared.Name, declared.Tolerance, CaseDeclarations.Of(declared, root));

    private static DeclaredCases Unknown(string why) =>
        new(
            [],
            [
                $"What the base declares is not known: {why} A case that this branch takes out is missed only where "
                    + $"the baseline has it.",
            ],
            HasManifests: true
        );

    // Not as an error of its own: a log that it is quoted in must not fail by it.
    private static string Quoted(Diagnostic error, BaseManifests theirs) =>
        $"{(error.Location is { } at ? $"{at}, " : "")}{error.Code} {error.Message.TrimEnd('.')}."
            .Replace(theirs.Tree.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static string NameOf(string path, BaseManifests theirs) =>
        Path.GetRelativePath(theirs.Tree.Folder, path).Replace('\\', '/');
}
