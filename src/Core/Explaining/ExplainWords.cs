namespace PerfGate.Core.Explaining;

/// <summary>Parts of an explanation as every report words them.</summary>
public static class ExplainWords
{
    /// <summary>The paragraph of a case as plain text, without the names of counters.</summary>
    /// <param name="explained">The case.</param>
    public static string Paragraph(ExplainedCase explained) =>
        string.Join(' ', explained.Sentences.Select(s => s.Text));

    /// <summary>A sentence with its counters behind it, as plain text.</summary>
    /// <param name="sentence">The sentence.</param>
    public static string WithCounters(ExplainedSentence sentence) =>
        sentence.Counters.IsEmpty ? sentence.Text : $"{sentence.Text} [{string.Join(", ", sentence.Counters)}]";

    /// <summary>The heading of a block of machine code.</summary>
    /// <param name="block">The block.</param>
    public static string Title(ChangedBlock block) =>
        $"{block.Function}, block {block.Block}{(block.InLoop ? " (in a loop)" : "")}: "
        + $"{block.Added} instructions new, {block.Removed} gone";
}
