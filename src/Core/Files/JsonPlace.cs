using System.Text.Json;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>Finds where a value is in a JSON text, for errors about what no schema can say.</summary>
internal static class JsonPlace
{
    /// <summary>The place of a value.</summary>
    /// <param name="utf8">A text that is known to be JSON.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <param name="steps">The way to the value from the outside: names of fields, and indices of items.</param>
    /// <returns>The place of the last step that there is.</returns>
    public static SourceLocation Of(ReadOnlySpan<byte> utf8, string path, params ReadOnlySpan<object> steps)
    {
        var reader = new Utf8JsonReader(
            utf8, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        reader.Read();
        var offset = reader.TokenStartIndex;
        foreach (var step in steps)
        {
            if (!(step is int index ? GoToItem(ref reader, index) : GoToField(ref reader, (string)step)))
                break;
            offset = reader.TokenStartIndex;
        }

        return JsonText.At(utf8, offset, path);
    }

    private static bool GoToField(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool GoToItem(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
                return true;
            reader.Skip();
        }

        return false;
    }
}
