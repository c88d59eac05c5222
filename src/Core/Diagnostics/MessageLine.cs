namespace PerfGate.Core.Diagnostics;

/// <summary>
/// Lines in which a message of a tool is looked for. The search takes longer than the line is long, so a line has an
/// end.
/// </summary>
public static class MessageLine
{
    /// <summary>The longest line, characters. What comes behind is not read.</summary>
    public const int Longest = 4096;

    /// <summary>The part of a line that is read.</summary>
    /// <param name="line">A line that a tool printed.</param>
    public static string Head(string line) => line.Length <= Longest ? line : line[..Longest];
}
