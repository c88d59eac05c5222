using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>Checks whether sources say the same to a compiler, whatever their comments and line breaks.</summary>
public static class SourceDigest
{
    /// <summary>SHA-256 over the tokens of C++ texts, in order.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var token in texts.SelectMany(Lexer.Read))
            hash.AppendData(Encoding.UTF8.GetBytes($"{token.Kind} {token.Text}\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
