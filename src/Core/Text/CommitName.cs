namespace PerfGate.Core.Text;

/// <summary>How a commit is named wherever a person reads it.</summary>
public static class CommitName
{
    private const int Digits = 12;

    /// <summary>The first twelve digits, which git finds and nobody has to count.</summary>
    /// <param name="sha">A full SHA, or any text where a file is a stranger's.</param>
    public static string Of(string sha) => sha.Length <= Digits ? sha : sha[..Digits];
}
