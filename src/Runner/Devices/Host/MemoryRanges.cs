namespace PerfGate.Runner.Devices.Host;

/// <summary>Stretches of memory, each from its start to its end, the end excluded.</summary>
internal static class MemoryRanges
{
    /// <summary>What is left of some stretches where others are taken out.</summary>
    /// <param name="ranges">The stretches, in any order.</param>
    /// <param name="holes">What is taken out, in any order; they may overlap.</param>
    /// <returns>Those that are left, none of them empty, in order of their starts.</returns>
    public static IEnumerable<(long Start, long End)> Without(
        IEnumerable<(long Start, long End)> ranges, IEnumerable<(long Start, long End)> holes)
    {
        (long Start, long End)[] taken = [.. holes.OrderBy(h => h.Start)];
        foreach (var (start, end) in ranges.OrderBy(r => r.Start))
        {
            var at = start;
            foreach (var hole in taken.Where(h => h.End > start && h.Start < end))
            {
                if (hole.Start > at)
                    yield return (at, hole.Start);
                at = Math.Max(at, hole.End);
            }

            if (at < end)
                yield return (at, end);
        }
    }
}
