using PerfGate.Core.Prechecks;

namespace PerfGate.Core.Explaining;

/// <summary>What the compiler's figures say of a kernel where nothing was counted.</summary>
internal static class ResourceRules
{
    private const string Registers = "registers (compiler)";
    private const string Spills = "spills (compiler)";
    private const string Shared = "shared memory (compiler)";

    /// <summary>The sentences; one that says so where no figure changed.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="facts">What is known besides.</param>
    public static IEnumerable<ExplainedSentence> Of(ExplainedKernel kernel, ExplainFacts facts)
    {
        if (kernel.Reference is not { } before)
            return [new($"The reference does not launch {kernel.Name}.", [])];
        if (kernel.Candidate is not { } now)
            return [new($"The candidate launches {kernel.Name} no more.", [])];
        var found = new List<ExplainedSentence>();
        if (now.SpillBytes != before.SpillBytes && now.SpillBytes is { } spilled)
            found.Add(
                new(
                    $"{kernel.Name} spills {spilled} bytes of registers, where the reference spills "
                        + $"{before.SpillBytes ?? 0}.",
                    [Spills]
                )
            );
        if (Blocks(kernel, facts) is var (earlier, after) && earlier != after)
            found.Add(
                new(
                    $"{after} blocks of {kernel.Name} fit a multiprocessor at once, where {earlier} of the "
                        + $"reference's fit: {now.Registers} registers a thread (reference {before.Registers}), "
                        + $"{now.SharedBytes ?? 0} bytes of shared memory a block (reference "
                        + $"{before.SharedBytes ?? 0}).",
                    [Registers, Shared]
                )
            );
        else if (now.Registers != before.Registers)
            found.Add(
                new(
                    $"{kernel.Name} takes {now.Registers} registers a thread, where the reference takes "
                        + $"{before.Registers}; as many blocks fit a multiprocessor.",
                    [Registers]
                )
            );
        return found.Count > 0 ? found
            : facts.ComputeCapability is null ? []
            :
            [
                new(
                    $"Registers, spills and shared memory of {kernel.Name} are the reference's.",
                    [Registers, Spills, Shared]
                ),
            ];
    }

    private static (int Before, int Now)? Blocks(ExplainedKernel kernel, ExplainFacts facts) =>
        facts.ComputeCapability is { } capability
        && facts.Threads(kernel.Name) is var (threadsBefore, threadsNow)
        && kernel.Reference is { Registers: { } registersBefore } before
        && kernel.Candidate is { Registers: { } registersNow } now
        && Occupancy.ResidentBlocks(capability, threadsBefore, registersBefore, before.SharedBytes ?? 0) is { } earlier
        && Occupancy.ResidentBlocks(capability, threadsNow, registersNow, now.SharedBytes ?? 0) is { } after
            ? (earlier, after)
            : null;
}
