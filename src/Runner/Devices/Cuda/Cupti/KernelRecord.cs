namespace PerfGate.Runner.Devices.Cuda.Cupti;

/// <summary>When a kernel ran, in GPU time; or a copy or a fill of memory, where these are watched.</summary>
/// <param name="Start">Nanoseconds.</param>
/// <param name="End">Nanoseconds, in the same time.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Stream">CUPTI's number of the stream that a kernel ran on; 0 for anything else.</param>
internal readonly record struct KernelRecord(ulong Start, ulong End, int Kind, uint Stream)
{
    /// <summary>
    /// <c>CUPTI_ACTIVITY_KIND_KERNEL</c>: kernels run one after another, and the stream takes the time before and after
    /// each. The other kind, concurrent kernels, writes instructions into every kernel that note the time block by
    /// block: what then runs is not the machine code that is judged, and on an H200 a kernel of 262,144 small blocks
    /// took 6 % longer for it.
    /// </summary>
    public const int KernelKind = 3;

    /// <summary><c>CUPTI_ACTIVITY_KIND_MEMCPY</c>.</summary>
    public const int CopyKind = 1;

    /// <summary><c>CUPTI_ACTIVITY_KIND_MEMSET</c>.</summary>
    public const int MemsetKind = 2;

    // CUpti_ActivityKernel3 (CUDA 6.5) to CUpti_ActivityKernel11 (CUDA 13.1) all begin alike: kind (4 bytes), cache and
    // shared memory configuration, registers (4), two partitioned-cache settings (8), then start, end and completion (8
    // each), device, context and stream (4 each). CUpti_ActivityMemcpy and CUpti_ActivityMemset have start and end at
    // the same places, behind what is copied or set and how many bytes.
    private const int StartOffset = 16;
    private const int EndOffset = 24;
    private const int StreamOffset = 48;

    /// <summary>Reads a record.</summary>
    /// <param name="record">The start of a record; any kind.</param>
    /// <returns>When it ran; null for a kind of record that is not looked at.</returns>
    public static unsafe KernelRecord? Read(byte* record) =>
        *(int*)record is var kind and (KernelKind or CopyKind or MemsetKind)
            ? new(
                *(ulong*)(record + StartOffset),
                *(ulong*)(record + EndOffset),
                kind,
                kind == KernelKind ? *(uint*)(record + StreamOffset) : 0
            )
            : null;
}
