using System.Text;
using System.Text.Json;

namespace PerfGate.Core.Reports.Text;

/// <summary>
/// Writes JSON whose every foreign text was made plain first; the serialiser escapes what HTML could act on.
/// </summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes a document and ends it with a line feed.</summary>
    /// <param name="write">What writes it.</param>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            write(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
