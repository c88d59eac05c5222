using System.Globalization;
using System.Net;
using Polly;
using Polly.Retry;

namespace PerfGate.Runner.GitHub.Http;

/// <summary>
/// Repeats a request that GitHub could not or would not answer now: 5xx, 429, primary and secondary rate limits, a
/// broken connection. It honours <c>Retry-After</c> and <c>x-ratelimit-reset</c>, spreads itself by jitter, and ends.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    /// <summary>Tries after the first one; with the exponential delays they span about two minutes.</summary>
    public const int MaximumRetries = 6;

    /// <summary>
    /// The longest wait that is worth a paid runner's time; a limit that lasts longer is reported instead.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    // GitHub's advice for a secondary limit without Retry-After: "wait for at least one minute before retrying".
    private static readonly TimeSpan SecondaryLimitWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(100);

    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    /// <summary>Wraps a handler.</summary>
    /// <param name="time">What to wait by.</param>
    /// <param name="inner">What sends.</param>
    public RetryHandler(TimeProvider time, HttpMessageHandler inner)
        : base(inner)
    {
        _time = time;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = MaximumRetries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromSeconds(2),
                    MaxDelay = TimeSpan.FromMinutes(1),
                    ShouldHandle = async args =>
                        await MayPassAsync(args.Outcome).ConfigureAwait(args.Context.ContinueOnCapturedContext),
                    DelayGenerator = async args =>
                        args.Outcome.Result is { } response
                            ? await StatedWaitAsync(response).ConfigureAwait(args.Context.ContinueOnCapturedContext)
                                is { } stated
                                ? stated + TimeSpan.FromSeconds(Random.Shared.NextDouble())
                                : null
                            : null,
                    OnRetry = args =>
                    {
                        args.Outcome.Result?.Dispose();
                        return default;
                    },
                }
            )
            .Build();
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) =>
        await _pipeline
            .ExecuteAsync(async token => await AttemptAsync(request, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    private async Task<HttpResponseMessage> AttemptAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AttemptTimeout);
        try
        {
            var response = await base.SendAsync(request, timeout.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(timeout.Token).ConfigureAwait(false);
            return response;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {AttemptTimeout.TotalSeconds:0} s", e);
        }
    }

    private async Task<bool> MayPassAsync(Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Exception is not null)
            return outcome.Exception is HttpRequestException;
        var response = outcome.Result!;
        if ((int)response.StatusCode >= 500)
            return true;
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden))
            return false;
        var wait = await StatedWaitAsync(response).ConfigureAwait(false);
        return wait is { } stated ? stated <= LongestWait : response.StatusCode == HttpStatusCode.TooManyRequests;
    }

    // Null: GitHub names no wait. A 403 that names none and speaks of no limit is about rights, which no waiting fixes.
    private async Task<TimeSpan?> StatedWaitAsync(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is { } retryAfter)
            return NotNegative(retryAfter.Delta ?? retryAfter.Date - _time.GetUtcNow() ?? TimeSpan.Zero);
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden))
            return null;
        if (
            Header(response, "x-ratelimit-remaining") == "0"
            && long.TryParse(
                Header(response, "x-ratelimit-reset"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var reset
            )
            && reset <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        )
        {
            return NotNegative(DateTimeOffset.FromUnixTimeSeconds(reset) - _time.GetUtcNow());
        }

        var body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        return body.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase)
            || body.Contains("abuse detection", StringComparison.OrdinalIgnoreCase)
                ? SecondaryLimitWait
                : null;
    }

    private static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
