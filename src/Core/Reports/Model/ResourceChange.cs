using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Model;

/// <summary>What changed in one kernel of a case.</summary>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Text">The change in words: <c>registers 32 → 48, spills 0 B → 16 B</c>.</param>
internal sealed record ResourceChange(string Kernel, string Text)
{
    /// <summary>
    /// The changes between the kernels of both sides, by name and place in the launch order; none where either side is
    /// unknown.
    /// </summary>
    /// <param name="judgement">The case.</param>
    public static IEnumerable<ResourceChange> Of(CaseJudgement judgement)
    {
        if (judgement.ReferenceKernels.IsDefaultOrEmpty || judgement.Kernels.IsDefaultOrEmpty)
            yield break;
        var before = Keyed(judgement.ReferenceKernels);
        var after = Keyed(judgement.Kernels);
        foreach (var (key, kernel) in after)
        {
            if (!before.TryGetValue(key, out var old))
                yield return new(kernel.Name, "launched only by the candidate");
            else if (old.CodeHash != kernel.CodeHash || Resources(old, kernel).Any())
                yield return new(kernel.Name, Describe(old, kernel));
        }

        foreach (var (key, kernel) in before.Where(k => !after.ContainsKey(k.Key)))
            yield return new(kernel.Name, "no longer launched");
    }

    // A case may launch one kernel several times: the n-th launch of a name meets the n-th.
    private static Dictionary<(string, int), LaunchedKernel> Keyed(IEnumerable<LaunchedKernel> kernels)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return kernels.ToDictionary(k => (k.Name, seen[k.Name] = seen.GetValueOrDefault(k.Name) + 1));
    }

    private static string Describe(LaunchedKernel before, LaunchedKernel after)
    {
        var resources = string.Join(", ", Resources(before, after));
        return (resources.Length, before.CodeHash != after.CodeHash) switch
        {
            (0, _) => "machine code, with the same resources",
            (_, true) => $"machine code; {resources}",
            _ => resources,
        };
    }

    private static IEnumerable<string> Resources(LaunchedKernel before, LaunchedKernel after)
    {
        if (before.Registers != after.Registers)
            yield return $"registers {Count(before.Registers)} → {Count(after.Registers)}";
        if (before.SharedBytes != after.SharedBytes)
            yield return $"shared memory {Bytes(before.SharedBytes)} → {Bytes(after.SharedBytes)}";
        if (before.LocalBytes != after.LocalBytes)
            yield return $"local memory {Bytes(before.LocalBytes)} → {Bytes(after.LocalBytes)}";
        if (before.SpillBytes != after.SpillBytes)
            yield return $"spills {Bytes(before.SpillBytes)} → {Bytes(after.SpillBytes)}";
    }

    private static string Count(int? value) => value is { } v ? $"{v}" : Quantity.None;

    private static string Bytes(int? value) => value is { } v ? $"{v} B" : Quantity.None;
}
