using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>How a worker process ended, and what it left.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it did not complete, in one line; null where it did.</param>
/// <param name="LastCase">The case it was at; null before the first.</param>
/// <param name="Result">What it wrote; null unless it completed.</param>
/// <param name="WallSeconds">Wall time of the process.</param>
/// <param name="Watch">What the GPU went through meanwhile; null where nothing watched it.</param>
internal sealed record WorkerExit(
    WorkerOutcome Outcome,
    string? Reason,
    string? LastCase,
    WorkerResult? Result,
    double WallSeconds,
    GpuWatch? Watch = null
);
