using System.Security.Cryptography;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files;

/// <summary>What tells the contents of files apart.</summary>
public static class FileDigest
{
    /// <summary>SHA-256 over a file's content, lower case.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PerfGateException">It is no file that can be read.</exception>
    public static string Of(string path)
    {
        using var stream = InputFile.Open(path, FileLimit.Hashed);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
