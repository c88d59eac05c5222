using Octokit;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Events;

/// <summary>Asks GitHub which files pull requests change.</summary>
internal sealed class PullRequestFiles(GitHubRepository github)
{
    /// <summary>The most files that GitHub lists of a pull request.</summary>
    public const int Most = 3_000;

    private const string Permission = "pull-requests: write";

    /// <summary>
    /// The paths of all files that any of some pull requests changes, the old names of renamed ones too.
    /// </summary>
    /// <param name="numbers">The pull requests.</param>
    /// <returns>The paths; null if there are more than GitHub lists.</returns>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG5003-PG5006.</exception>
    public async Task<IReadOnlyList<string>?> OfAsync(IEnumerable<int> numbers)
    {
        var paths = new List<string>();
        foreach (var number in numbers)
        {
            var files = await github
                .AskAsync(
                    $"read the files of pull request #{number}",
                    Permission,
                    g => g.Client.PullRequest.Files(g.Owner, g.Name, number, new ApiOptions { PageSize = 100 })
                )
                .ConfigureAwait(false);
            if (files.Count >= Most)
                return null;
            paths.AddRange(files.SelectMany(f => new[] { f.FileName, f.PreviousFileName }).OfType<string>());
        }

        return paths;
    }
}
