using Octokit;
using Octokit.Internal;

namespace PerfGate.Runner.GitHub.Http;

/// <summary>
/// Octokit's own client without its 100 s limit over all tries of a request (<see cref="RetryHandler"/> limits each),
/// and with JSON declared as such.
/// </summary>
internal sealed class PatientHttpClient : IHttpClient
{
    private readonly HttpClientAdapter _adapter;

    /// <summary>Sends through a handler.</summary>
    public PatientHttpClient(HttpMessageHandler handler)
    {
        _adapter = new HttpClientAdapter(() => handler);
        _adapter.SetRequestTimeout(Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public Task<IResponse> Send(
        IRequest request, CancellationToken cancellationToken, Func<object, object>? preprocessResponseBody = null)
    {
        if (request is Request settable)
        {
            settable.Timeout = TimeSpan.Zero;

            // Octokit calls its JSON a form, which GitHub tolerates and does not document.
            if (settable.ContentType == "application/x-www-form-urlencoded")
                settable.ContentType = "application/json";
        }

        return _adapter.Send(request, cancellationToken, preprocessResponseBody);
    }

    /// <inheritdoc/>
    public void SetRequestTimeout(TimeSpan timeout) => _adapter.SetRequestTimeout(timeout);

    /// <inheritdoc/>
    public void Dispose() => _adapter.Dispose();
}
