namespace PerfGate.Core.Prechecks;

/// <summary>How many blocks of a kernel fit a multiprocessor at once.</summary>
/// <remarks>
/// CUDA C++ Programming Guide 13, "Compute Capabilities", table of technical specifications per compute capability; and
/// the granularity of registers and shared memory from NVIDIA's occupancy calculator.
/// </remarks>
public static class Occupancy
{
    private const int WarpSize = 32;
    private const int Registers = 65536;
    private const int RegistersPerAllocation = 256;
    private const int Partitions = 4;
    private const int SharedPerAllocation = 128;

    // From 8.0 on the system keeps some shared memory of each block for itself.
    private const int ReservedShared = 1024;

    /// <summary>The blocks; null if the compute capability is not known here.</summary>
    /// <param name="computeCapability">Such as <c>8.9</c>.</param>
    /// <param name="threads">Threads per block, at least 1.</param>
    /// <param name="registers">Registers per thread.</param>
    /// <param name="sharedBytes">Static plus dynamic shared memory per block, bytes.</param>
    /// <returns>At least 0; 0 means that not one block fits.</returns>
    public static int? ResidentBlocks(string computeCapability, int threads, int registers, int sharedBytes)
    {
        if (Limits(computeCapability) is not var (mostWarps, mostBlocks, shared, reserves))
            return null;
        var warps = Ceiling(threads, WarpSize);
        // A warp's registers come out of one of four parts.
        var perWarp = Ceiling(Math.Max(registers, 1) * WarpSize, RegistersPerAllocation) * RegistersPerAllocation;
        var byRegisters = Registers / Partitions / perWarp * Partitions / warps;
        var block = Ceiling(sharedBytes + (reserves ? ReservedShared : 0), SharedPerAllocation) * SharedPerAllocation;
        var byShared = block == 0 ? mostBlocks : shared / block;
        return Math.Min(Math.Min(mostBlocks, mostWarps / warps), Math.Min(byRegisters, byShared));
    }

    private static (int Warps, int Blocks, int SharedBytes, bool Reserves)? Limits(string capability) =>
        capability switch
        {
            "7.0" or "7.2" => (64, 32, 96 << 10, false),
            "7.5" => (32, 16, 64 << 10, false),
            "8.0" => (64, 32, 164 << 10, true),
            "8.6" => (48, 16, 100 << 10, true),
            "8.7" => (48, 16, 164 << 10, true),
            "8.9" => (48, 24, 100 << 10, true),
            "9.0" or "10.0" or "10.3" => (64, 32, 228 << 10, true),
            "12.0" or "12.1" => (48, 24, 100 << 10, true),
            _ => null,
        };

    private static int Ceiling(int value, int unit) => (value + unit - 1) / unit;
}
