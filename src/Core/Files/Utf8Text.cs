using System.Text;

namespace PerfGate.Core.Files;

/// <summary>A file's bytes as text: UTF-8, or what an editor's byte-order mark says.</summary>
public static class Utf8Text
{
    /// <summary>The text as UTF-8 without a byte-order mark; mostly the bytes themselves.</summary>
    /// <param name="bytes">All of a file.</param>
    public static ReadOnlySpan<byte> Of(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => bytes.AsSpan(3),
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Marked(bytes)),
        _ => bytes,
    };

    /// <summary>The text. What is not valid UTF-8 becomes U+FFFD.</summary>
    /// <param name="bytes">All of a file.</param>
    public static string Decode(byte[] bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..] => Marked(bytes),
        _ => Encoding.UTF8.GetString(Of(bytes)),
    };

    private static string Marked(byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
