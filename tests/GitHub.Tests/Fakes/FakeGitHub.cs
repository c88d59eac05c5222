using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>GitHub on a local port, with the state that publishing needs, and faults on request.</summary>
internal sealed class FakeGitHub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<FakeRequest> _requests = [];
    private readonly List<FakeFault> _faults = [];

    private FakeGitHub(WebApplication app) => _app = app;

    public FakeRepository Repository { get; } = new();

    /// <summary>Runs after a request was noted and before it is carried out, outside every lock.</summary>
    public Func<FakeRequest, Task>? Before { get; set; }

    /// <summary>
    /// Logins by token; a token that is not here may not ask who it is and posts as github-actions[bot].
    /// </summary>
    public Dictionary<string, string> Logins { get; } = [];

    /// <summary>Parts of paths that a token may not write to.</summary>
    public List<string> Denied { get; } = [];

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public IEnumerable<FakeRequest> Writes => Requests.Where(r => r.IsWrite);

    public static async Task<FakeGitHub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var fake = new FakeGitHub(app);
        app.Run(fake.HandleAsync);
        await app.StartAsync();
        fake.Address = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        fake.Repository.Address = fake.Address;
        return fake;
    }

    public void Fault(Func<FakeRequest, bool> hits, FakeAnswer answer, int times = 1, bool afterDoing = false) =>
        _faults.Add(new FakeFault(hits, answer, times, afterDoing));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new FakeRequest(
            context.Request.Method,
            context.Request.Path.Value + context.Request.QueryString.Value,
            Json(body.ToArray()),
            DateTimeOffset.UtcNow
        );
        lock (_gate)
            _requests.Add(request);
        if (Before is { } before)
            await before(request);
        await WriteAsync(context, Answer(request, Token(context)));
    }

    private FakeAnswer Answer(FakeRequest request, string token)
    {
        lock (_gate)
        {
            var fault = _faults.FirstOrDefault(f => f.Strikes(request));
            if (fault is { AfterDoing: false })
                return fault.Answer;
            var answer = request.IsWrite && Denied.Any(d => request.Path.Contains(d, StringComparison.Ordinal))
                ? FakeAnswer.Refuse(403, "Resource not accessible by integration")
                : request.Path == "/user"
                    ? Logins.TryGetValue(token, out var login)
                        ? FakeAnswer.Ok(new JsonObject { ["login"] = login, ["id"] = 1 })
                        : FakeAnswer.Refuse(403, "Resource not accessible by integration")
                    : Repository.Answer(request, Logins.GetValueOrDefault(token, "github-actions[bot]"));
            return fault?.Answer ?? answer;
        }
    }

    private static string Token(HttpContext context) => context.Request.Headers.Authorization.ToString().Split(' ')[^1];

    private static JsonNode? Json(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return JsonValue.Create(Convert.ToBase64String(body));
        }
    }

    private static async Task WriteAsync(HttpContext context, FakeAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body is null)
            return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.Body.ToJsonString());
    }
}
