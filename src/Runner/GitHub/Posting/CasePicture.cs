using System.Text;
using PerfGate.Core.Reports.Svg;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>Commits the picture of a pull request's changed cases to the branch of the badges.</summary>
internal sealed class CasePicture(GitHubRepository github, string branch, TimeProvider time)
{
    /// <summary>Commits it, where there is one to show.</summary>
    /// <param name="report">The report.</param>
    /// <param name="pullRequest">The pull request.</param>
    /// <param name="gate">The gate's name.</param>
    /// <returns>The report, with the picture's address.</returns>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG5003-PG5007.</exception>
    public async Task<PublishedReport> AddToAsync(PublishedReport report, int pullRequest, string gate)
    {
        if (report.Links is not { } links || ChangedCasesSvg.Render(report.Artifact.Input) is not { } picture)
            return report;
        var path = $"pictures/{gate}-{pullRequest}.svg";
        var commit = await new BranchCommit(github, time)
            .WriteAsync(
                branch,
                startAt: null,
                [new(path, Encoding.UTF8.GetBytes(picture))],
                $"Picture of #{pullRequest}"
            )
            .ConfigureAwait(false);
        // By its commit: what is at an address never changes, so that no cache shows an old one.
        var site = new Uri(links.Repository).GetLeftPart(UriPartial.Authority);
        var address = $"{site}/{github.Owner}/{github.Name}/raw/{commit}/{path}";
        return report with { Links = links with { Picture = address } };
    }
}
