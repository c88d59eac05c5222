using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PerfGate.GitHub.Contract.Tests;

/// <summary>
/// Prism in front of a fake: it checks every request against GitHub's published OpenAPI description, refuses what does
/// not fit with a 422, and hands on the rest.
/// </summary>
internal sealed class ValidatingServer : IAsyncDisposable
{
    // What `perfgate publish` may ask for; a path outside this list is refused, and one that GitHub does not document
    // fails the cut.
    private static readonly string[] Paths =
    [
        "/user",
        "/repos/{owner}/{repo}",
        "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
        "/repos/{owner}/{repo}/check-runs",
        "/repos/{owner}/{repo}/collaborators/{username}/permission",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        "/repos/{owner}/{repo}/check-runs/{check_run_id}",
        "/repos/{owner}/{repo}/commits/{ref}/check-runs",
        "/repos/{owner}/{repo}/git/blobs",
        "/repos/{owner}/{repo}/git/commits",
        "/repos/{owner}/{repo}/git/commits/{commit_sha}",
        "/repos/{owner}/{repo}/git/ref/{ref}",
        "/repos/{owner}/{repo}/git/refs",
        "/repos/{owner}/{repo}/git/refs/{ref}",
        "/repos/{owner}/{repo}/git/trees",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}",
        "/repos/{owner}/{repo}/issues/{issue_number}/comments",
        "/repos/{owner}/{repo}/pulls",
        "/repos/{owner}/{repo}/pulls/{pull_number}",
        "/repos/{owner}/{repo}/pulls/{pull_number}/files",
        "/repos/{owner}/{repo}/releases",
        "/repos/{owner}/{repo}/releases/assets/{asset_id}",
        "/repos/{owner}/{repo}/releases/{release_id}/assets",
    ];

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly string _description;

    private ValidatingServer(Process process, Uri address, string description)
    {
        _process = process;
        _description = description;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>What the server found fault with.</summary>
    public string Faults
    {
        get
        {
            lock (_log)
                return string.Join(
                    '\n',
                    _log.ToString().Split('\n').Where(line => !line.Contains(" info ", StringComparison.Ordinal))
                );
        }
    }

    public static async Task<ValidatingServer> StartAsync(Uri upstream)
    {
        var description = Path.Combine(Path.GetTempPath(), $"perfgate-openapi-{Guid.NewGuid():N}.json");
        using (var cut = NodeTools.Start(NodeTools.Node("cut-description.mjs", [description, .. Paths])))
        {
            var errors = await cut.StandardError.ReadToEndAsync();
            await cut.WaitForExitAsync();
            if (cut.ExitCode != 0)
                throw new InvalidOperationException(
                    $"GitHub's description could not be cut (`npm ci` in tests/github-contract?): {errors}"
                );
        }

        var port = FreePort();
        var process = NodeTools.Start(NodeTools.Node(
            "node_modules/@stoplight/prism-cli/dist/index.js",
            "proxy", "--errors", "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture),
            description, upstream.AbsoluteUri));
        var server = new ValidatingServer(process, new Uri($"http://127.0.0.1:{port}"), description);
        await server.ListenAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_description);
    }

    private async Task ListenAsync()
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Take(string? line)
        {
            lock (_log)
                _log.AppendLine(line);
            if (line is null)
                listening.TrySetException(new InvalidOperationException($"the validating server ended: {Faults}"));
            else if (line.Contains("Prism is listening", StringComparison.Ordinal))
                listening.TrySetResult();
        }

        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not null)
                Take(e.Data);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await listening.Task.WaitAsync(StartTimeout);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
