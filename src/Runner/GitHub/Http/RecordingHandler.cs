using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PerfGate.Runner.GitHub.Http;

/// <summary>
/// The transport of a dry run: reads go to GitHub where there is a token to ask with, writes are kept, and answered as
/// GitHub would answer them as far as the next request needs.
/// </summary>
internal sealed class RecordingHandler : DelegatingHandler
{
    private readonly Action<RecordedRequest> _record;
    private readonly AssumedRepository? _assumed;
    private readonly Uri _api;
    private int _written;

    /// <summary>Creates the transport.</summary>
    /// <param name="record">Takes every write, in order.</param>
    /// <param name="assumed">
    /// What is answered to reads, beside that there are no comments, checks or badges; null to ask GitHub.
    /// </param>
    /// <param name="api">Base address of the API, which recorded paths are relative to.</param>
    /// <param name="inner">What sends reads.</param>
    public RecordingHandler(
        Action<RecordedRequest> record,
        AssumedRepository? assumed,
        Uri api,
        HttpMessageHandler inner
    )
        : base(inner)
    {
        _record = record;
        _assumed = assumed;
        _api = api;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (request.Method == HttpMethod.Get)
        {
            return _assumed is null
                ? await base.SendAsync(request, cancellationToken).ConfigureAwait(false)
                : AnswerRead(request, _assumed);
        }

        var type = request.Content?.Headers.ContentType?.MediaType;
        var bytes = request.Content is null
            ? []
            : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        _record(new RecordedRequest(request.Method.Method, Path(request.RequestUri!), Body(bytes, type)));
        return AnswerWrite(request, bytes, type);
    }

    private string Path(Uri address)
    {
        var root = _api.AbsolutePath.TrimEnd('/');
        var path = address.PathAndQuery;
        return address.Host == _api.Host && path.StartsWith(root + "/", StringComparison.Ordinal)
            ? path[root.Length..]
            : address.ToString();
    }

    // Octokit sends JSON without a JSON content type, so the bytes tell; a release's file goes as text.
    private static JsonNode? Body(byte[] bytes, string? type)
    {
        if (bytes.Length == 0)
            return null;
        try
        {
            return type == "application/octet-stream" ? Base64(bytes) : JsonNode.Parse(bytes);
        }
        catch (JsonException)
        {
            return Base64(bytes);
        }
    }

    private static JsonValue Base64(byte[] bytes) => JsonValue.Create(Convert.ToBase64String(bytes));

    private static HttpResponseMessage AnswerRead(HttpRequestMessage request, AssumedRepository assumed)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        var last = path[(path.LastIndexOf('/') + 1)..];
        var list = path.EndsWith("/comments", StringComparison.Ordinal)
            || path.EndsWith("/pulls", StringComparison.Ordinal)
            || path.EndsWith("/files", StringComparison.Ordinal)
            || path.EndsWith("/releases", StringComparison.Ordinal)
            || path.EndsWith("/assets", StringComparison.Ordinal);
        return path switch
        {
            _ when list => Json(request, HttpStatusCode.OK, "[]"),
            _ when path.EndsWith("/check-runs", StringComparison.Ordinal) => Json(
                request,
                HttpStatusCode.OK,
                """{"total_count":0,"check_runs":[]}"""
            ),
            _ when path.EndsWith($"/pulls/{last}", StringComparison.Ordinal) => Json(
                request,
                HttpStatusCode.OK,
                $$$"""{"number":{{{last}}},"state":"open","head":{"sha":"{{{assumed.HeadSha}}}"}}"""
            ),
            _ when path.EndsWith($"/git/ref/heads/{assumed.DefaultBranch}", StringComparison.Ordinal) => Json(
                request,
                HttpStatusCode.OK,
                $$$"""{"object":{"sha":"{{{assumed.HeadSha}}}"}}"""
            ),
            _ when path.EndsWith($"/git/commits/{last}", StringComparison.Ordinal) => Json(
                request,
                HttpStatusCode.OK,
                $$$"""{"sha":"{{{last}}}","tree":{"sha":"{{{last}}}"}}"""
            ),
            _ => Json(request, HttpStatusCode.NotFound, """{"message":"Not Found"}"""),
        };
    }

    // Numbers that stand for what GitHub would have assigned; the later requests of the dry run show them.
    private HttpResponseMessage AnswerWrite(HttpRequestMessage request, byte[] bytes, string? type)
    {
        if (request.Method == HttpMethod.Delete)
            return new HttpResponseMessage(HttpStatusCode.NoContent) { RequestMessage = request };
        _written++;
        var answer = Body(bytes, type) as JsonObject ?? [];
        answer["id"] ??= _written;
        answer["number"] ??= _written;
        answer["sha"] ??= _written.ToString("x40", System.Globalization.CultureInfo.InvariantCulture);
        answer["html_url"] ??= "";
        answer.Remove("output");
        answer.Remove("tree");
        answer.Remove("parents");
        answer.Remove("head");
        answer.Remove("base");
        answer["upload_url"] = new Uri(_api, "dry-run/assets").AbsoluteUri + "{?name,label}";
        return Json(request, HttpStatusCode.OK, answer.ToJsonString());
    }

    private static HttpResponseMessage Json(HttpRequestMessage request, HttpStatusCode status, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return new HttpResponseMessage(status) { Content = content, RequestMessage = request };
    }
}
