using System.Text.Json;

namespace PerfGate.Core.Files;

/// <summary>How PerfGate's files are read as documents: as leniently as by <see cref="PerfGateJson"/>.</summary>
internal static class PerfGateJsonDocuments
{
    /// <summary>Comments and trailing commas are allowed.</summary>
    public static JsonDocumentOptions Options =>
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
}
