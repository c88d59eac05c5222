namespace PerfGate.Core.Explaining;

/// <summary>Parts of an explanation as every report words them.</summary>
public static class ExplainWords
{
    /// <summary>A sentence with its counters behind it, as plain text.</summary>
    /// <param name="sentence">The sentence.</param>
    public static string WithCounters(ExplainedSentence sentence) =>
        sentence.Counters.IsEmpty ? sentence.Text : $"{sentence.Text} [{string.Join(", ", sentence.Counters)}]";
}
