namespace PerfGate.Core.Kernels.Disassembly;

/// <summary>The difference of machine code as every report words it.</summary>
public static class CodeWords
{
    private const int MostOperations = 4;

    /// <summary>How the machine code of a kernel differs, in a sentence.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="code">The difference.</param>
    public static string Sentence(string kernel, CodeDifference code)
    {
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

    /// <summary>Why machine code was not compared, as a sentence.</summary>
    /// <param name="why">Why, as the end of a sentence.</param>
    public static string NotCompared(string why) => $"The machine code was not compared: {why.TrimEnd('.')}.";

    /// <summary>The heading of a block.</summary>
    /// <param name="block">The block.</param>
    public static string Title(ChangedBlock block) =>
        $"{block.Function}, block {block.Block}{(block.InLoop ? " (in a loop)" : "")}: "
        + $"{block.Added} instructions new, {block.Removed} gone";
}
