using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.References.Bases;

/// <summary>What a build left for compiling other commits' kernels.</summary>
/// <param name="Response">The response file for <c>dotnet msbuild</c>, absolute.</param>
/// <param name="Manifests">The manifests of the work tree, absolute.</param>
internal sealed record BuildSettings(string Response, ImmutableArray<string> Manifests)
{
    private const string ResponseName = "base.rsp";
    private const string ManifestsName = "manifests.txt";

    /// <summary>The intermediate folder that holds them.</summary>
    public string Folder => Path.GetDirectoryName(Response)!;

    /// <summary>Finds what a build left.</summary>
    /// <param name="root">The project's root, absolute.</param>
    /// <param name="response">The response file that the user named; null to search below the root.</param>
    /// <exception cref="PerfGateException">PG4019: it is not there, or there are several.</exception>
    public static BuildSettings Find(string root, string? response)
    {
        var found = response is not null ? Path.GetFullPath(response, root) : Search(root);
        return File.Exists(found) && ManifestsOf(found) is var manifests && File.Exists(manifests)
            ? new(
                found,
                [
                    .. InputFile
                        .Text(manifests, FileLimit.Note)
                        .ReplaceLineEndings("\n")
                        .Split('\n', StringSplitOptions.RemoveEmptyEntries),
                ]
            )
            : throw new PerfGateException(
                DiagnosticCatalog.BuildSettingsMissing(found ?? Path.Combine(root, "obj", "perfgate", ResponseName)),
                ExitCode.Usage
            );
    }

    /// <summary>The only response file that a build left below a root.</summary>
    /// <param name="root">The root, absolute.</param>
    /// <returns>Null if there is none, or more than one.</returns>
    public static string? TryFind(string root) =>
        Directory.Exists(root) && Search(root) is { } found && File.Exists(ManifestsOf(found)) ? found : null;

    private static string ManifestsOf(string response) =>
        Path.Combine(Path.GetDirectoryName(response)!, ManifestsName);

    private static string? Search(string root)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 6,
            IgnoreInaccessible = true,
        };
        var found = Directory
            .EnumerateFiles(root, ResponseName, options)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "perfgate")
            .Take(2)
            .ToArray();
        return found.Length == 1 ? found[0] : null;
    }
}
