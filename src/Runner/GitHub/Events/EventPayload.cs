using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.GitHub.Events;

/// <summary>Reads the payload that GitHub Actions leaves at <c>GITHUB_EVENT_PATH</c>.</summary>
internal static class EventPayload
{
    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">For events whose payload does not name the commit.</param>
    /// <exception cref="PerfGateException">PG5001: there is none, or it does not say what was measured.</exception>
    public static TriggeringEvent Read(string? path, ActionsEnvironment environment) =>
        Read(path, payload => Parse(payload, environment))
        ?? throw Unusable(path, "the event payload names no commit.");

    /// <summary>Reads it, whatever event it is of.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Takes what is needed of it.</param>
    /// <exception cref="PerfGateException">PG5001: there is none, or it cannot be read.</exception>
    public static T Read<T>(string? path, Func<JsonElement, T> read)
    {
        if (path is null)
            throw Unusable(null, "there is no event: GITHUB_EVENT_PATH is not set and --event was not given.");
        try
        {
            using var document = JsonDocument.Parse(InputFile.Bytes(path, FileLimit.EventPayload));
            return read(document.RootElement);
        }
        catch (PerfGateException e)
        {
            throw Unusable(path, $"the event payload could not be read: {e.Diagnostics[0].Message}", e);
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            throw Unusable(path, $"the event payload could not be read: {e.Message}", e);
        }
    }

    private static TriggeringEvent? Parse(JsonElement payload, ActionsEnvironment environment)
    {
        var repository = payload.Child("repository");
        var read = payload.Child("workflow_run") is { } run ? WorkflowRun(run, repository)
            : payload.Child("merge_group") is { } group ? MergeGroup(group, repository, environment)
            : payload.Child("pull_request") is { } pull ? PullRequest(pull, payload, environment)
            : Push(payload, repository, environment);
        return read is null ? null : read with
        {
            Repository = Name(repository),
            DefaultBranch = repository?.Text("default_branch"),
        };
    }

    private static TriggeringEvent? WorkflowRun(JsonElement run, JsonElement? repository)
    {
        if (run.Text("head_sha") is not { } sha || !IsSha(sha))
            return null;
        var head = Name(run.Child("head_repository"));
        var branch = run.Text("head_branch");
        var ofPullRequest = run.Text("event")?.StartsWith("pull_request", StringComparison.Ordinal) == true;
        var own = head is not null && Name(repository) is { } name && head.IsSameAs(name);
        return new TriggeringEvent
        {
            Change = ofPullRequest ? MeasuredChange.PullRequest
                : own && branch is not null && branch == repository?.Text("default_branch") ? MeasuredChange.Trunk
                : MeasuredChange.Branch,
            HeadSha = sha,
            HeadBranch = branch,
            HeadRepository = head,
            RunUrl = run.Text("html_url"),
            RunKey = $"run-{run.Number("id")}",
            IsWorkflowRun = true,
            WorkflowPath = run.Text("path"),
        };
    }

    // A queue's commit belongs to no pull request: each of the queue has its own check already.
    private static TriggeringEvent? MergeGroup(
        JsonElement group,
        JsonElement? repository,
        ActionsEnvironment environment
    ) =>
        group.Text("head_sha") is not { } sha || !IsSha(sha)
            ? null
            : new TriggeringEvent
            {
                Change = MeasuredChange.Branch,
                HeadSha = sha,
                HeadBranch = After(group.Text("head_ref"), "refs/heads/"),
                HeadRepository = Name(repository),
                RunUrl = RunUrl(environment),
                RunKey = $"run-{environment.RunId ?? sha}",
            };

    private static TriggeringEvent? PullRequest(JsonElement pull, JsonElement payload, ActionsEnvironment environment)
    {
        var head = pull.Child("head");
        if (
            head?.Text("sha") is not { } sha
            || !IsSha(sha)
            || (pull.Number("number") ?? payload.Number("number")) is not { } number
        )
            return null;
        return new TriggeringEvent
        {
            Change = MeasuredChange.PullRequest,
            HeadSha = sha,
            MergeSha = environment.Sha,
            HeadBranch = head?.Text("ref"),
            HeadRepository = Name(head?.Child("repo")),
            PullRequest = (int)number,
            RunUrl = RunUrl(environment),
            RunKey = $"run-{environment.RunId ?? sha}",
        };
    }

    private static TriggeringEvent? Push(JsonElement payload, JsonElement? repository, ActionsEnvironment environment)
    {
        // `after` of an annotated tag is the commit in a push event; a deleted ref has only zeros.
        var sha = environment.Sha ?? payload.Text("after");
        var reference = payload.Text("ref") ?? environment.Ref;
        if (sha is null || !IsSha(sha) || sha.All(c => c == '0'))
            return null;
        var tag = After(reference, "refs/tags/");
        var branch = After(reference, "refs/heads/");
        return new TriggeringEvent
        {
            Change = tag is not null || (branch is not null && branch == repository?.Text("default_branch"))
                ? MeasuredChange.Trunk : MeasuredChange.Branch,
            HeadSha = sha,
            HeadBranch = branch,
            HeadRepository = Name(repository),
            Tag = tag,
            RunUrl = RunUrl(environment),
            RunKey = $"run-{environment.RunId ?? sha}",
        };
    }

    /// <summary>The name of a payload's repository; null if it has none.</summary>
    /// <param name="repository">The payload's object of it.</param>
    public static RepositoryName? Name(JsonElement? repository) =>
        RepositoryName.TryParse(repository?.Text("full_name"), out var name) ? name : null;

    private static string? After(string? reference, string prefix) =>
        reference?.StartsWith(prefix, StringComparison.Ordinal) == true ? reference[prefix.Length..] : null;

    private static string? RunUrl(ActionsEnvironment environment) =>
        environment is { ServerUrl: { } server, Repository: { } repository, RunId: { } run }
            ? $"{server}/{repository}/actions/runs/{run}" : null;

    // SHA-1 or SHA-256 object names.
    private static bool IsSha(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);

    private static PerfGateException Unusable(string? path, string why, Exception? inner = null) =>
        new(DiagnosticCatalog.EventUnusable(path, why), ExitCode.Publish, inner);
}
