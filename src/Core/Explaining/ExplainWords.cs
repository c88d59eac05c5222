using PerfGate.Core.Prechecks;

namespace PerfGate.Core.Explaining;

/// <summary>Parts of an explanation as every report words them.</summary>
public static class ExplainWords
{
    private const int MostOperations = 4;

    /// <summary>The paragraph of a case as plain text, without the names of counters.</summary>
    /// <param name="explained">The case.</param>
    public static string Paragraph(ExplainedCase explained) =>
        string.Join(' ', explained.Sentences.Select(s => s.Text));

    /// <summary>A sentence with its counters behind it, as plain text.</summary>
    /// <param name="sentence">The sentence.</param>
    public static string WithCounters(ExplainedSentence sentence) =>
        sentence.Counters.IsEmpty ? sentence.Text : $"{sentence.Text} [{string.Join(", ", sentence.Counters)}]";

    /// <summary>How the machine code of a kernel differs, in a sentence.</summary>
    /// <param name="changed">The kernel.</param>
    public static string Code(ChangedKernel changed) =>
        Code(changed.Kernel, changed.Difference, changed.NotCompared)
        ?? "The machine code was not compared.";

    /// <summary>How the machine code of a kernel differs, in a sentence; null where nothing is known of it.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="code">The difference; null where it could not be compared.</param>
    /// <param name="notCompared">Why it could not be compared; null where it was.</param>
    public static string? Code(string kernel, CodeDifference? code, string? notCompared)
    {
        if (code is null)
            return notCompared is null ? null : $"The machine code was not compared: {notCompared.TrimEnd('.')}.";
        if (code.IsEmpty)
            return $"The machine code of {kernel} has the same instructions on both sides; only registers, addresses "
                + "or constants differ.";
        var operations = string.Join(
            ", ",
            code.Operations.Take(MostOperations).Select(o => $"{o.Operation} {o.Before} → {o.Now}")
        );
        var place = code.Blocks.IsEmpty
            ? ""
            : $"; most of that is in block {code.Blocks[0].Block}"
                + (code.Blocks[0].InLoop ? ", which is in a loop" : "");
        return $"In the machine code of {kernel} {code.Added} instructions are new and {code.Removed} are gone{place}"
            + $"{(operations.Length == 0 ? "" : $" ({operations})")}.";
    }

    /// <summary>The heading of a block of machine code.</summary>
    /// <param name="block">The block.</param>
    public static string Title(ChangedBlock block) =>
        $"{block.Function}, block {block.Block}{(block.InLoop ? " (in a loop)" : "")}: "
        + $"{block.Added} instructions new, {block.Removed} gone";
}
