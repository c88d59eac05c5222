using System.Diagnostics;
using System.Security.Cryptography;

namespace PerfGate.Fuzz;

/// <summary>Something that a reader threw and should not have.</summary>
/// <param name="Target">The target.</param>
/// <param name="Input">The input, made smaller.</param>
/// <param name="Index">Which input of the target it was; -1 for one that was given.</param>
/// <param name="Exception">What was thrown.</param>
internal sealed record Crash(string Target, byte[] Input, long Index, Exception Exception)
{
    private const int MostTries = 3_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What tells one cause from another: the exception and where in PerfGate it came from.</summary>
    public string Cause => CauseOf(Exception);

    /// <summary>Makes the input smaller while it crashes in the same way.</summary>
    /// <param name="read">The target's reader.</param>
    public Crash Minimised(Action<byte[]> read)
    {
        var (input, tries, watch) = (Input, 0, Stopwatch.StartNew());
        for (var part = Math.Max(1, input.Length / 2); part > 0; part /= 2)
        {
            for (var at = 0; at + part <= input.Length;)
            {
                if (++tries > MostTries || watch.Elapsed > Patience)
                    return this with { Input = input };
                byte[] smaller = [.. input[..at], .. input[(at + part)..]];
                if (CrashesAlike(read, smaller))
                    input = smaller;
                else
                    at += part;
            }
        }

        return this with { Input = input };
    }

    /// <summary>Writes the input and what it threw.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The input's path.</returns>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Target}-{Convert.ToHexStringLower(SHA256.HashData(Input))[..12]}.bin");
        File.WriteAllBytes(path, Input);
        File.WriteAllText(path + ".txt", $"input {Index} of {Target}\n{Exception}\n");
        return path;
    }

    private bool CrashesAlike(Action<byte[]> read, byte[] input)
    {
        try
        {
            read(input);
            return false;
        }
        catch (Core.Diagnostics.PerfGateException)
        {
            return false;
        }
#pragma warning disable CA1031 // Whatever it is, it is looked at.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return CauseOf(e) == Cause;
        }
    }

    private static string CauseOf(Exception exception)
    {
        var inner = exception is AggregateException several ? several.Flatten().InnerExceptions[0] : exception;
        var frame = new StackTrace(inner)
            .GetFrames()
            .Select(f => f.GetMethod())
            .FirstOrDefault(m =>
                m?.DeclaringType?.Namespace?.StartsWith("PerfGate.", StringComparison.Ordinal) == true
            );
        return $"{inner.GetType().Name} in {frame?.DeclaringType?.FullName}.{frame?.Name}";
    }
}
