namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>Reads a stream that may be longer than it says.</summary>
internal static class BoundedRead
{
    /// <summary>Reads all of it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="maximumBytes">The most that is read.</param>
    /// <returns>The bytes; null if there are more.</returns>
    public static byte[]? All(Stream stream, long maximumBytes)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (content.Length + read > maximumBytes)
                return null;
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
