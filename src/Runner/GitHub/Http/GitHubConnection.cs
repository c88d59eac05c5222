using Octokit;
using Octokit.Internal;

namespace PerfGate.Runner.GitHub.Http;

/// <summary>Opens a connection to GitHub, or to a GitHub Enterprise Server by its base address.</summary>
internal static class GitHubConnection
{
    /// <summary>Opens one.</summary>
    /// <param name="api">
    /// Base address of the REST API: <c>https://api.github.com</c>, or <c>https://HOST/api/v3</c>.
    /// </param>
    /// <param name="repository">The repository that everything is posted to.</param>
    /// <param name="token">The token; null for none.</param>
    /// <param name="transport">What sends the bytes, or keeps them in a dry run.</param>
    /// <param name="time">What waits are counted by.</param>
    public static GitHubRepository Open(
        Uri api, RepositoryName repository, string? token, HttpMessageHandler transport, TimeProvider time)
    {
        var pipeline = new RetryHandler(time, new WritePacingHandler(time, transport));
        var credentials = string.IsNullOrEmpty(token)
            ? Credentials.Anonymous
            : new Credentials(token, AuthenticationType.Bearer);
        var connection = new Connection(
            new ProductHeaderValue("perfgate"),
            EndingInSlash(api),
            new InMemoryCredentialStore(credentials),
            new PatientHttpClient(pipeline),
            new SimpleJsonSerializer());
        return new GitHubRepository(new GitHubClient(connection), repository);
    }

    // A base address without a final slash would lose its last segment when a relative path is resolved against it.
    private static Uri EndingInSlash(Uri api) =>
        api.AbsoluteUri.EndsWith('/') ? api : new Uri(api.AbsoluteUri + "/");
}
