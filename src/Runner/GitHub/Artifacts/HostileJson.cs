using System.Text.Json;
using System.Text.Unicode;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>Reads a JSON file that somebody may have made to do harm.</summary>
internal static class HostileJson
{
    // Longer than any name or reason that is still a name or a reason; reports shorten further.
    private const int MaximumString = 64 * 1024;

    /// <summary>Checks depth, numbers and texts token by token, then the schema, then reads.</summary>
    /// <param name="source">The artifact, for errors.</param>
    /// <param name="entry">The file's path in it.</param>
    /// <param name="content">The file.</param>
    /// <param name="depth">Deepest nesting allowed.</param>
    /// <param name="schema">Its schema.</param>
    /// <exception cref="PerfGateException">PG5013.</exception>
    public static T Read<T>(string source, string entry, byte[] content, int depth, string schema)
        where T : class, IVersionedFile =>
        Guarded(
            source,
            entry,
            content,
            depth,
            () => JsonFile.Parse<T>(content, entry, PerfGateJson.Default, schema)
        );

    /// <summary>Checks depth, numbers and texts, then whether it is a baseline of several projects.</summary>
    /// <inheritdoc cref="Read"/>
    public static bool IsShared(string source, string entry, byte[] content, int depth) =>
        Guarded(source, entry, content, depth, () => BaselineFile.IsShared(content));

    private static T Guarded<T>(string source, string entry, byte[] content, int depth, Func<T> read)
    {
        try
        {
            return Fault(content, depth) is { } fault ? throw Refused.Invalid(source, entry, fault) : read();
        }
        catch (PerfGateException e) when (e.Diagnostics[0].Code != "PG5013")
        {
            var more = e.Diagnostics.Count > 1 ? $" ({e.Diagnostics.Count} faults in all)" : "";
            throw Refused.Invalid(source, entry, $"{e.Diagnostics[0].Code} {e.Diagnostics[0].Message}{more}", e);
        }
        catch (Exception e) when (e is not (PerfGateException or OutOfMemoryException))
        {
            // A parser's own exception, whichever: for a file of unknown make each of them means the same.
            throw Refused.Invalid(source, entry, e.Message, e);
        }
    }

    private static string? Fault(ReadOnlySpan<byte> content, int depth)
    {
        if (!Utf8.IsValid(content))
            return "it is not UTF-8.";
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = depth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Number when !reader.TryGetDouble(out var number) || !double.IsFinite(number):
                    return "it holds a number that is not finite.";
                case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueSpan.Length > MaximumString:
                    return $"it holds a text of more than {MaximumString:N0} bytes.";
            }
        }

        return null;
    }
}
