using System.Text.Json;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.GitHub.Requests;

/// <summary>A comment on a pull request that asks for a gate: <c>/perfgate</c> or <c>/perfgate softmax/*</c>.</summary>
/// <param name="PullRequest">The pull request's number.</param>
/// <param name="Comment">The comment's number.</param>
/// <param name="Author">The login of who wrote it.</param>
/// <param name="Filter">The cases that it names, as it names them; empty for all.</param>
internal sealed record GateRequest(int PullRequest, long Comment, string Author, string Filter)
{
    private const string Word = "/perfgate";
    private const int LongestFilter = 200;

    /// <summary>Reads the payload of an <c>issue_comment</c> event.</summary>
    /// <param name="payload">The payload.</param>
    /// <returns>
    /// The request; null if the comment is not new, is not on a pull request, or does not ask for a gate.
    /// </returns>
    public static GateRequest? Of(JsonElement payload)
    {
        var (issue, comment) = (payload.Child("issue"), payload.Child("comment"));
        if (
            payload.Text("action") != "created"
            || issue?.Child("pull_request") is null
            || issue.Value.Number("number") is not { } number
            || comment?.Number("id") is not { } id
            || comment.Value.Child("user")?.Text("login") is not { } author
            || FilterIn(comment.Value.Text("body") ?? "") is not { } filter
        )
            return null;
        return new((int)number, id, author, filter);
    }

    /// <summary>
    /// Why the filter is not handed on, a sentence; null if it is. It is what anybody typed, so it holds nothing
    /// that a shell, MSBuild or a workflow reads as more than text.
    /// </summary>
    public string? Fault() =>
        Filter.Length > LongestFilter ? $"the filter is longer than {LongestFilter} characters."
        : Filter.All(IsPlain) ? null
        : $"the filter '{PlainText.LogLine(Filter, LongestFilter)}' holds something else than letters, digits and "
            + "/ * ? = _ . , : + -.";

    // The rest of the first line; the other lines are talk.
    private static string? FilterIn(string body)
    {
        var line = body.Split('\n')[0].Trim();
        return line == Word ? ""
            : line.StartsWith(Word + " ", StringComparison.Ordinal) ? line[Word.Length..].Trim()
            : null;
    }

    private static bool IsPlain(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '/' or '*' or '?' or '=' or '_' or '.' or ',' or ':' or '+' or '-';
}
