namespace PerfGate.Core.Files;

/// <summary>The lines that git leaves in a file which it could not merge.</summary>
internal static class ConflictMarker
{
    /// <summary>Where the first of them begins.</summary>
    /// <param name="utf8">The content of a file.</param>
    /// <returns>The byte, counted from 0; null where the file has none.</returns>
    public static int? In(ReadOnlySpan<byte> utf8)
    {
        for (var at = 0; at < utf8.Length; )
        {
            var line = utf8[at..];
            if (line.StartsWith("<<<<<<< "u8) || line.StartsWith(">>>>>>> "u8))
                return at;
            var end = line.IndexOf((byte)'\n');
            if (end < 0)
                return null;
            at += end + 1;
        }

        return null;
    }
}
