using System.Text;

namespace PerfGate.Core.Files;

/// <summary>A file's bytes as UTF-8: an editor may have put a mark before them or have written UTF-16.</summary>
internal static class Utf8Text
{
    /// <summary>The text, UTF-8 without a byte-order mark; mostly the bytes themselves.</summary>
    /// <param name="bytes">All of a file.</param>
    public static ReadOnlySpan<byte> Of(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => bytes.AsSpan(3),
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..] => Transcoded(bytes),
        _ => bytes,
    };

    private static byte[] Transcoded(byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), detectEncodingFromByteOrderMarks: true);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd());
    }
}
