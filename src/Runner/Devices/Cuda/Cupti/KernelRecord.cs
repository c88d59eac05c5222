namespace PerfGate.Runner.Devices.Cuda.Cupti;

/// <summary>When a kernel ran, in GPU time.</summary>
/// <param name="Start">Nanoseconds.</param>
/// <param name="End">Nanoseconds, in the same time.</param>
internal readonly record struct KernelRecord(ulong Start, ulong End)
{
    /// <summary>
    /// <c>CUPTI_ACTIVITY_KIND_KERNEL</c>: kernels run one after another, and the stream takes the time before and after
    /// each. The other kind, concurrent kernels, writes instructions into every kernel that note the time block by
    /// block: what then runs is not the machine code that is judged, and on an H200 a kernel of 262,144 small blocks
    /// took 6 % longer for it.
    /// </summary>
    public const int Kind = 3;

    // CUpti_ActivityKernel3 (CUDA 6.5) to CUpti_ActivityKernel11 (CUDA 13.1) all begin alike: kind (4 bytes), cache and
    // shared memory configuration, registers (4), two partitioned-cache settings (8), then start and end (8 each).
    private const int StartOffset = 16;
    private const int EndOffset = 24;

    /// <summary>Reads a record.</summary>
    /// <param name="record">The start of a record; any kind.</param>
    /// <returns>When the kernel ran; null for another kind of record.</returns>
    public static unsafe KernelRecord? Read(byte* record) =>
        *(int*)record == Kind ? new(*(ulong*)(record + StartOffset), *(ulong*)(record + EndOffset)) : null;
}
