using System.Net;
using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;

namespace PerfGate.Runner.GitHub.Http;

/// <summary>One repository on GitHub, and Octokit's client to reach it by.</summary>
/// <param name="Client">Octokit, on PerfGate's own pipeline.</param>
/// <param name="Repository">The repository.</param>
internal sealed record GitHubRepository(IGitHubClient Client, RepositoryName Repository)
{
    /// <summary>The owner's login.</summary>
    public string Owner => Repository.Owner;

    /// <summary>The repository's name.</summary>
    public string Name => Repository.Name;

    /// <summary>Gets a branch; Octokit asks for it by an address that GitHub does not document.</summary>
    /// <exception cref="NotFoundException">There is no such branch.</exception>
    public async Task<Reference> BranchAsync(string branch) =>
        (await Client.Connection.Get<Reference>(BranchAddress("git/ref", branch), null).ConfigureAwait(false)).Body;

    /// <summary>Moves a branch to a commit that follows its head.</summary>
    /// <exception cref="ApiException">It has another head by now, or is gone.</exception>
    public async Task<Reference> MoveBranchAsync(string branch, string commit) =>
        (
            await Client
                .Connection.Patch<Reference>(
                    BranchAddress("git/refs", branch),
                    new ReferenceUpdate(commit, force: false)
                )
                .ConfigureAwait(false)
        ).Body;

    // The reference is one parameter of the path, so its slashes are escaped.
    private Uri BranchAddress(string kind, string branch) =>
        new($"repos/{Owner}/{Name}/{kind}/{Uri.EscapeDataString($"heads/{branch}")}", UriKind.Relative);

    /// <summary>Runs a request and gives a refusal its PG50xx code.</summary>
    /// <param name="what">What the request does, as it reads after "could not": <c>write the comment</c>.</param>
    /// <param name="permission">
    /// The permission that it takes, as a workflow spells it: <c>pull-requests: write</c>.
    /// </param>
    /// <param name="request">The request.</param>
    /// <exception cref="PerfGateException">PG5003-PG5006.</exception>
    public async Task<T> AskAsync<T>(string what, string permission, Func<GitHubRepository, Task<T>> request)
    {
        try
        {
            return await request(this).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (PerfGateException or OperationCanceledException or OutOfMemoryException))
        {
            // Octokit throws whatever its parser throws where a proxy answers in GitHub's place.
            throw new PerfGateException(Explain(e, what, permission), ExitCode.Publish, e);
        }
    }

    private Diagnostic Explain(Exception failure, string what, string permission) => failure switch
    {
        AuthorizationException => DiagnosticCatalog.TokenRefused(what),
        RateLimitExceededException or SecondaryRateLimitExceededException or AbuseException =>
            DiagnosticCatalog.GitHubUnavailable(what, Said(failure)),
        ForbiddenException or NotFoundException =>
            DiagnosticCatalog.TokenMayNot(what, Repository.ToString(), permission, Said(failure)),
        ApiException { StatusCode: < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests } =>
            DiagnosticCatalog.GitHubRefused(what, Said(failure)),
        _ => DiagnosticCatalog.GitHubUnavailable(what, Said(failure)),
    };

    private static string Said(Exception failure) => failure switch
    {
        ApiException api => PlainText.LogLine(
            $"{(int)api.StatusCode} {api.ApiError?.Message ?? api.Message}"
            + string.Concat(api.ApiError?.Errors?.Select(e => $"; {e.Field} {e.Code} {e.Message}") ?? []), 500),
        _ => PlainText.LogLine(failure.Message, 500),
    };
}
