using System.Collections.Immutable;

namespace PerfGate.Core.Judgement;

/// <summary>
/// Which files of a repository decide how the gate runs: what is built, with which flags, by which programs, and
/// whether it runs at all. The one list of them; the gate itself and the job that publishes both read it.
/// </summary>
public static class WatchedFiles
{
    private static readonly ImmutableArray<string> WorkflowFolders =
        [".github/", ".gitlab/", ".circleci/", ".azuredevops/", ".buildkite/", ".woodpecker/"];

    private static readonly ImmutableArray<string> WorkflowNames =
    [
        ".gitlab-ci.yml",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
        "jenkinsfile",
        ".travis.yml",
        "appveyor.yml",
        ".drone.yml",
    ];

    // MSBuild itself imports .user files beside a project.
    private static readonly ImmutableArray<string> BuildEndings =
        ["proj", ".props", ".targets", ".tasks", ".rsp", ".sln", ".slnx", ".slnf", ".user"];

    private static readonly ImmutableArray<string> BuildNames =
        ["global.json", "nuget.config", "packages.lock.json", "dotnet-tools.json", "msbuild.runtimeconfig.json"];

    /// <summary>What a file decides; null if it is not watched. Letter case does not matter.</summary>
    /// <param name="path">Its path in the repository, forward slashes.</param>
    public static WatchedKind? Of(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return WorkflowFolders.Any(f => path.StartsWith(f, StringComparison.OrdinalIgnoreCase))
            || WorkflowNames.Contains(name, StringComparer.OrdinalIgnoreCase) ? WatchedKind.Workflow
            : BuildNames.Contains(name, StringComparer.OrdinalIgnoreCase)
                || BuildEndings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? WatchedKind.Build
            : null;
    }
}

/// <summary>What a watched file decides.</summary>
public enum WatchedKind
{
    /// <summary>Whether and how CI runs the gate.</summary>
    Workflow,

    /// <summary>What is built, with which flags and by which programs.</summary>
    Build,
}
