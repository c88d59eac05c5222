using System.Text.Json.Nodes;

namespace PerfGate.Runner.GitHub.Http;

/// <summary>A write that a dry run kept: one line of its output.</summary>
/// <param name="Method">The HTTP method, or <c>APPEND</c> for a file of the runner's.</param>
/// <param name="Path">Path and query below the API's base address, or the variable that names the file.</param>
/// <param name="Body">The body: JSON as it is, bytes as base64, text of a file as a string; null for none.</param>
internal sealed record RecordedRequest(string Method, string Path, JsonNode? Body);
