using System.Text.Json;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bases;

/// <summary>
/// Whether a commit has commands that are built: a build reads makefiles, scripts and data of any name, so that all of
/// the commit has to be there.
/// </summary>
internal static class BuiltCommands
{
    private static readonly JsonDocumentOptions AsManifests = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Whether a manifest in one of these folders has one.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="commit">The commit's full SHA.</param>
    /// <param name="folders">Folders, as the commit names them.</param>
    public static bool AreIn(GitRepository repository, string commit, IEnumerable<string> folders) =>
        folders.Any(folder =>
            repository
                .FilesIn(commit, folder)
                .Where(name => name.EndsWith(SourceFiles.ManifestEnding, StringComparison.Ordinal))
                .Select(name => repository.ReadText(commit, WorkTreePath.Join(folder, name)))
                .Any(text => text is not null && IsIn(text))
        );

    /// <summary>Whether a manifest has one. A text that is no manifest has none.</summary>
    /// <param name="manifest">Its text.</param>
    public static bool IsIn(string manifest)
    {
        try
        {
            using var document = JsonDocument.Parse(manifest, AsManifests);
            return Field(document.RootElement, "benchmarks") is { ValueKind: JsonValueKind.Array } benchmarks
                && benchmarks
                    .EnumerateArray()
                    .Any(b => Field(b, "command") is { } command && Field(command, "build") is not null);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonElement? Field(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : null;
}
