using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;

namespace PerfGate.Runner.GitHub.Http;

/// <summary>Where GitHub's REST API is, and which repository is meant.</summary>
internal static class ApiAddress
{
    /// <summary>The API of github.com.</summary>
    public const string Default = "https://api.github.com";

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <exception cref="PerfGateException">
    /// PG5002: it is not a valid address, or the token would be sent unencrypted.
    /// </exception>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw Unclear($"'{PlainText.LogLine(text, 200)}' is not the address of a REST API (https://HOST/api/v3).");
        return address.Scheme == "https" || address.IsLoopback
            ? address
            : throw Unclear($"'{PlainText.LogLine(text, 200)}' would be sent the token in the clear; write https.");
    }

    /// <summary>Which repository is meant.</summary>
    /// <param name="given">What the command line or the job says, <c>owner/name</c>; null for nothing.</param>
    /// <param name="events">The event's repository; null if it names none.</param>
    /// <exception cref="PerfGateException">PG5002: none is named, or the two differ.</exception>
    public static RepositoryName Repository(string? given, RepositoryName? events)
    {
        if (given is not { } text)
            return events ?? throw Unclear("neither the environment nor the event names a repository.");
        if (!RepositoryName.TryParse(text, out var name))
            throw Unclear($"'{PlainText.LogLine(text, 200)}' is not of the form owner/name.");
        return events is null || events.IsSameAs(name)
            ? name
            : throw Unclear($"the event is of {events}, not of {name}.");
    }

    private static PerfGateException Unclear(string why) =>
        new(DiagnosticCatalog.RepositoryUnclear(why), ExitCode.Publish);
}
