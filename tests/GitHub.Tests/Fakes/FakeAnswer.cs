using System.Text.Json.Nodes;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>An answer of the fake.</summary>
internal sealed record FakeAnswer(int Status, JsonNode? Body, params (string Name, string Value)[] Headers)
{
    public static FakeAnswer Ok(JsonNode body) => new(200, body);

    public static FakeAnswer Created(JsonNode body) => new(201, body);

    public static FakeAnswer Refuse(int status, string message, params (string Name, string Value)[] headers) =>
        new(
            status,
            new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" },
            headers
        );
}
