using System.Collections.Immutable;

namespace PerfGate.Core.Explaining;

/// <summary>The metrics that are asked of ncu, by its names.</summary>
/// <remarks>Nsight Compute, "Kernel Profiling Guide", sections Metrics Structure and Metrics Reference.</remarks>
public static class NcuMetrics
{
    /// <summary>Time on the GPU, ns.</summary>
    public const string Time = "gpu__time_duration.sum";

    /// <summary>Bytes read from device memory.</summary>
    public const string DramRead = "dram__bytes_read.sum";

    /// <summary>Bytes written to device memory.</summary>
    public const string DramWrite = "dram__bytes_write.sum";

    /// <summary>How busy device memory is, per cent.</summary>
    public const string DramBusy = "gpu__dram_throughput.avg.pct_of_peak_sustained_elapsed";

    /// <summary>Bytes that pass the L2 cache.</summary>
    public const string L2Bytes = "lts__t_bytes.sum";

    /// <summary>How busy the L2 cache is, per cent.</summary>
    public const string L2Busy = "lts__throughput.avg.pct_of_peak_sustained_elapsed";

    /// <summary>How busy the L1 cache and shared memory are, per cent.</summary>
    public const string L1Busy = "l1tex__throughput.avg.pct_of_peak_sustained_active";

    /// <summary>How busy the multiprocessors are, per cent.</summary>
    public const string SmBusy = "sm__throughput.avg.pct_of_peak_sustained_elapsed";

    /// <summary>How busy the tensor cores are, per cent.</summary>
    public const string TensorBusy = "sm__pipe_tensor_cycles_active.avg.pct_of_peak_sustained_active";

    /// <summary>Cycles in which a scheduler issues an instruction, per cent.</summary>
    public const string IssueBusy = "smsp__issue_active.avg.pct_of_peak_sustained_active";

    /// <summary>Instructions of warps.</summary>
    public const string Instructions = "smsp__inst_executed.sum";

    /// <summary>Threads that take part in an instruction, of 32.</summary>
    public const string ThreadsPerInstruction = "smsp__thread_inst_executed_per_inst_executed.ratio";

    /// <summary>Double-precision operations of threads.</summary>
    public const string Fp64 = "smsp__sass_thread_inst_executed_op_fp64_pred_on.sum";

    /// <summary>How busy the double-precision units are, per cent.</summary>
    public const string Fp64Busy = "sm__inst_executed_pipe_fp64.avg.pct_of_peak_sustained_active";

    /// <summary>Resident warps, per cent of the most.</summary>
    public const string Occupancy = "sm__warps_active.avg.pct_of_peak_sustained_active";

    /// <summary>Warps that could be resident by the kernel's resources, per cent of the most.</summary>
    public const string TheoreticalOccupancy = "sm__maximum_warps_per_active_cycle_pct";

    /// <summary>Blocks that fit a multiprocessor by registers.</summary>
    public const string LimitRegisters = "launch__occupancy_limit_registers";

    /// <summary>Blocks that fit a multiprocessor by shared memory.</summary>
    public const string LimitShared = "launch__occupancy_limit_shared_mem";

    /// <summary>Blocks that fit a multiprocessor by warps.</summary>
    public const string LimitWarps = "launch__occupancy_limit_warps";

    /// <summary>Blocks that fit a multiprocessor at most.</summary>
    public const string LimitBlocks = "launch__occupancy_limit_blocks";

    /// <summary>Registers of a thread.</summary>
    public const string Registers = "launch__registers_per_thread";

    /// <summary>Shared memory of a block, bytes.</summary>
    public const string SharedPerBlock = "launch__shared_mem_per_block";

    /// <summary>Blocks.</summary>
    public const string GridSize = "launch__grid_size";

    /// <summary>Threads of a block.</summary>
    public const string BlockSize = "launch__block_size";

    /// <summary>Fillings of the whole device with blocks.</summary>
    public const string Waves = "launch__waves_per_multiprocessor";

    /// <summary>Sectors of 32 bytes that a load from global memory asks for.</summary>
    public const string SectorsPerLoad = "l1tex__average_t_sectors_per_request_pipe_lsu_mem_global_op_ld.ratio";

    /// <summary>Sectors of 32 bytes that a store to global memory writes.</summary>
    public const string SectorsPerStore = "l1tex__average_t_sectors_per_request_pipe_lsu_mem_global_op_st.ratio";

    /// <summary>Sectors of all loads from global memory.</summary>
    public const string LoadSectors = "l1tex__t_sectors_pipe_lsu_mem_global_op_ld.sum";

    /// <summary>Sectors of all stores to global memory.</summary>
    public const string StoreSectors = "l1tex__t_sectors_pipe_lsu_mem_global_op_st.sum";

    /// <summary>Sectors of loads from local memory: spilled registers and arrays of threads.</summary>
    public const string LocalLoadSectors = "l1tex__t_sectors_pipe_lsu_mem_local_op_ld.sum";

    /// <summary>Sectors of stores to local memory.</summary>
    public const string LocalStoreSectors = "l1tex__t_sectors_pipe_lsu_mem_local_op_st.sum";

    /// <summary>Accesses to shared memory that had to wait for a bank.</summary>
    public const string BankConflicts = "l1tex__data_bank_conflicts_pipe_lsu_mem_shared.sum";

    /// <summary>Passes through shared memory.</summary>
    public const string SharedWavefronts = "l1tex__data_pipe_lsu_wavefronts_mem_shared.sum";

    /// <summary>Sectors of reductions, atomics whose result nobody reads, in the L2 cache.</summary>
    public const string ReductionSectors = "lts__t_sectors_op_red.sum";

    /// <summary>Sectors of reductions in the slice of the L2 cache that has most.</summary>
    public const string HottestReductions = "lts__t_sectors_op_red.max";

    /// <summary>Sectors of atomics in the L2 cache.</summary>
    public const string AtomicSectors = "lts__t_sectors_op_atom.sum";

    /// <summary>Sectors of atomics in the slice of the L2 cache that has most.</summary>
    public const string HottestAtomics = "lts__t_sectors_op_atom.max";

    /// <summary>Cycles that a multiprocessor works, the mean of all.</summary>
    public const string SmCycles = "sm__cycles_active.avg";

    /// <summary>Cycles of the whole launch.</summary>
    public const string Cycles = "sm__cycles_elapsed.max";

    /// <summary>Warps that a scheduler has for every instruction that it issues: the sum of all stalls.</summary>
    public const string WarpsPerIssue = "smsp__average_warps_active_per_issue_active.ratio";

    /// <summary>What warps wait for, each with the words of a sentence.</summary>
    public static ImmutableArray<(string Metric, string Words)> Stalls { get; } =
    [
        (Stall("barrier"), "barriers of the block"),
        (Stall("branch_resolving"), "branches"),
        (Stall("dispatch_stall"), "the dispatcher"),
        (Stall("drain"), "stores at the end of a warp"),
        (Stall("gmma"), "tensor cores (wgmma)"),
        (Stall("imc_miss"), "constants that are not cached"),
        (Stall("lg_throttle"), "the queue to global and local memory"),
        (Stall("long_scoreboard"), "data from global or local memory"),
        (Stall("math_pipe_throttle"), "a busy arithmetic unit"),
        (Stall("membar"), "memory fences"),
        (Stall("mio_throttle"), "the queue to shared memory and special functions"),
        (Stall("misc"), "other reasons"),
        (Stall("no_instruction"), "instructions that are not cached"),
        (Stall("not_selected"), "other warps that are ready too"),
        (Stall("short_scoreboard"), "data from shared memory or special functions"),
        (Stall("sleeping"), "sleeping threads"),
        (Stall("tex_throttle"), "the queue to the texture unit"),
        (Stall("wait"), "the fixed latency of instructions"),
    ];

    /// <summary>Every metric that is asked for.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Time,
        Cycles,
        SmCycles,
        DramRead,
        DramWrite,
        DramBusy,
        L2Bytes,
        L2Busy,
        L1Busy,
        SmBusy,
        TensorBusy,
        IssueBusy,
        Instructions,
        ThreadsPerInstruction,
        Fp64,
        Fp64Busy,
        Occupancy,
        TheoreticalOccupancy,
        LimitRegisters,
        LimitShared,
        LimitWarps,
        LimitBlocks,
        Registers,
        SharedPerBlock,
        GridSize,
        BlockSize,
        Waves,
        SectorsPerLoad,
        SectorsPerStore,
        LoadSectors,
        StoreSectors,
        LocalLoadSectors,
        LocalStoreSectors,
        BankConflicts,
        SharedWavefronts,
        ReductionSectors,
        HottestReductions,
        AtomicSectors,
        HottestAtomics,
        WarpsPerIssue,
        .. Stalls.Select(s => s.Metric),
    ];

    /// <summary>Warps that wait for a reason, for every instruction that is issued.</summary>
    /// <param name="reason">The reason by ncu's name, such as <c>barrier</c>.</param>
    internal static string Stall(string reason) => $"smsp__average_warps_issue_stalled_{reason}_per_issue_active.ratio";
}
