using Octokit;
using Octokit.Internal;

namespace PerfGate.Runner.GitHub.Http;

/// <summary>Octokit's own client without its 100 s limit over all tries of a request; each try is limited by <see cref="RetryHandler"/>.</summary>
internal sealed class PatientHttpClient : IHttpClient
{
    private readonly HttpClientAdapter adapter;

    /// <summary>Sends through a handler.</summary>
    public PatientHttpClient(HttpMessageHandler handler)
    {
        adapter = new HttpClientAdapter(() => handler);
        adapter.SetRequestTimeout(Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public Task<IResponse> Send(
        IRequest request, CancellationToken cancellationToken, Func<object, object>? preprocessResponseBody = null)
    {
        if (request is Request settable)
            settable.Timeout = TimeSpan.Zero;
        return adapter.Send(request, cancellationToken, preprocessResponseBody);
    }

    /// <inheritdoc/>
    public void SetRequestTimeout(TimeSpan timeout) => adapter.SetRequestTimeout(timeout);

    /// <inheritdoc/>
    public void Dispose() => adapter.Dispose();
}
