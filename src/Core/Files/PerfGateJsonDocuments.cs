using System.Text.Json;

namespace PerfGate.Core.Files;

/// <summary>How PerfGate's files are read as documents: comments and trailing commas are allowed.</summary>
internal static class PerfGateJsonDocuments
{
    /// <summary>The options of a reader.</summary>
    public static JsonDocumentOptions Options =>
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
}
