using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Prechecks;

/// <summary>Finds what kernels need more of than their base did.</summary>
public static class ResourceComparison
{
    private const string Times = " x ";

    /// <summary>The findings of cases, each kernel and resource once: the worst of its cases.</summary>
    /// <param name="cases">Cases with the kernels of both sides.</param>
    /// <param name="computeCapability">The GPU's; null on the host device, which has no such resources.</param>
    /// <param name="policy">Accepted findings.</param>
    /// <param name="today">The day on which entries must not have expired.</param>
    public static ImmutableArray<ResourceFinding> Of(
        IEnumerable<MeasuredCase> cases,
        string? computeCapability,
        GatePolicy policy,
        DateOnly today
    ) =>
        computeCapability is null
            ? []
            :
            [
                .. cases
                    .SelectMany(c => Of(c, computeCapability))
                    .GroupBy(f => (f.Kernel, f.Kind, f.Source))
                    .OrderBy(g => g.Key.Kernel, StringComparer.Ordinal)
                    .ThenBy(g => g.Key.Kind)
                    .Select(g => g.MaxBy(f => Math.Abs(f.Now - f.Before))!)
                    .Select(f => f with { Accepted = AcceptedResource.Covering(policy, f.Kernel, today)?.Reason }),
            ];

    private static IEnumerable<ResourceFinding> Of(MeasuredCase c, string capability)
    {
        foreach (var now in c.Kernels)
        {
            if (c.ReferenceKernels.FirstOrDefault(k => k.Name == now.Name) is not { } before)
                continue;
            if (Grown(now.SpillBytes, before.SpillBytes) is var (spilledBefore, spills))
                yield return new(
                    now.Name,
                    ResourceKind.Spills,
                    spilledBefore,
                    spills,
                    $"spills {spills} bytes of registers, where it spilled {Bytes(spilledBefore)}",
                    c.Source
                );
            if (Grown(now.LocalBytes, before.LocalBytes) is var (localBefore, local))
                yield return new(
                    now.Name,
                    ResourceKind.LocalMemory,
                    localBefore,
                    local,
                    $"keeps {local} bytes of each thread in local memory, where it kept {Bytes(localBefore)}",
                    c.Source
                );
            if (Fewer(c, now, before, capability) is { } fewer)
                yield return fewer;
        }
    }

    private static ResourceFinding? Fewer(MeasuredCase c, LaunchedKernel now, LaunchedKernel before, string capability)
    {
        if (
            Blocks(c.Declaration, now, capability) is not { } after
            || Blocks(c.ReferenceDeclaration ?? c.Declaration, before, capability) is not { } earlier
            || after >= earlier
        )
            return null;
        var because =
            now.Registers > before.Registers
                ? $"it takes {now.Registers} registers a thread instead of {before.Registers}"
            : now.SharedBytes > before.SharedBytes
                ? $"it takes {now.SharedBytes} bytes of shared memory a block instead of {before.SharedBytes}"
            : "its block is larger";
        return new(
            now.Name,
            ResourceKind.ResidentBlocks,
            earlier,
            after,
            $"fits {Count(after)} on a multiprocessor at once, where {earlier} fitted, because {because}",
            c.Source
        );
    }

    private static int? Blocks(CaseDeclaration? declared, LaunchedKernel kernel, string capability) =>
        declared?.Launches.FirstOrDefault(l => l.Kernel == kernel.Name) is { } launch
        && kernel.Registers is { } registers
        && Threads(launch.Block) is { } threads
            ? Occupancy.ResidentBlocks(capability, threads, registers, kernel.SharedBytes ?? 0)
            : null;

    // As declarations write it: 64 x 2.
    private static int? Threads(string block)
    {
        var product = 1L;
        foreach (var part in block.Split(Times))
        {
            if (!int.TryParse(part, out var size) || size < 1)
                return null;
            product *= size;
        }

        return product <= int.MaxValue ? (int)product : null;
    }

    private static (int Before, int Now)? Grown(int? now, int? before) =>
        now is { } n && before is { } b && n > b ? (b, n) : null;

    private static string Bytes(int bytes) => bytes == 0 ? "none" : $"{bytes}";

    private static string Count(int blocks) => blocks == 1 ? "1 block" : $"{blocks} blocks";
}
