using System.Text.Json.Nodes;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>A request that the fake saw.</summary>
internal sealed record FakeRequest(string Method, string Path, JsonNode? Body, DateTimeOffset At)
{
    public bool IsWrite => Method != "GET";
}
