namespace PerfGate.Core.Files;

/// <summary>The memory of very large results, which pass through a process one after the other.</summary>
internal static class LargeMemory
{
    /// <summary>
    /// Gives back what is not needed any more, so that the next large thing takes its room. It takes a second where
    /// there is a gigabyte.
    /// </summary>
    public static void Release() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
