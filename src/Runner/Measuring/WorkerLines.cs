using System.Security.Cryptography;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// The lines that a worker and its parent exchange. What a worker says begins with a token that only its job's
/// line tells it, so that no text of a kernel is mistaken for it, wherever the kernel writes.
/// </summary>
internal static class WorkerLines
{
    /// <summary>The longest line that a worker may say, bytes.</summary>
    public const int LongestBytes = 1 << 16;

    private const string JobWord = "job ";
    private const string RehearseWord = "rehearse ";
    private const string CaseWord = "case ";
    private const int TokenBytes = 8;

    /// <summary>A token that cannot be guessed.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Gives a worker its job.</summary>
    /// <param name="token">What its lines will begin with.</param>
    /// <param name="jobFile">The job file, absolute.</param>
    public static string Job(string token, string jobFile) => $"{JobWord}{token} {jobFile}";

    /// <summary>Tells a worker that has no job yet to rehearse with one like its own.</summary>
    /// <param name="jobFile">The job file, absolute.</param>
    public static string Rehearse(string jobFile) => RehearseWord + jobFile;

    /// <summary>The job file of a rehearsal; null for another line.</summary>
    public static string? ReadRehearsal(string line) =>
        line.StartsWith(RehearseWord, StringComparison.Ordinal) ? line[RehearseWord.Length..] : null;

    /// <summary>Token and job file; null for another line.</summary>
    public static (string Token, string JobFile)? ReadJob(string line) =>
        line.StartsWith(JobWord, StringComparison.Ordinal) && line.IndexOf(' ', JobWord.Length) is var end and > 0
            ? (line[JobWord.Length..end], line[(end + 1)..])
            : null;

    /// <summary>Says that a case begins.</summary>
    public static string AtCase(string token, string name) => $"{token} {CaseWord}{name}";

    /// <summary>The case that a line says begins; null for any other line.</summary>
    public static string? ReadCase(string token, string line)
    {
        var start = $"{token} {CaseWord}";
        return line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : null;
    }
}
