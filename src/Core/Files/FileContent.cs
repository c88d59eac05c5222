using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>Compares files without holding them.</summary>
public static class FileContent
{
    private const int Chunk = 1 << 16;

    /// <summary>Whether two files hold the same bytes; no where one of them is not there or cannot be read.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool IsSame(string left, string right)
    {
        try
        {
            using FileStream a = Open(left), b = Open(right);
            if (a.Length != b.Length)
                return false;
            byte[] ofA = new byte[Chunk], ofB = new byte[Chunk];
            int read;
            while ((read = a.ReadAtLeast(ofA, Chunk, throwOnEndOfStream: false)) > 0)
            {
                if (
                    b.ReadAtLeast(ofB, read, throwOnEndOfStream: false) < read
                    || !ofA.AsSpan(0, read).SequenceEqual(ofB.AsSpan(0, read))
                )
                    return false;
            }

            return true;
        }
        catch (PerfGateException)
        {
            // The next reader says what is wrong.
            return false;
        }
    }

    private static FileStream Open(string path) => InputFile.Open(path, FileLimit.Result);
}
