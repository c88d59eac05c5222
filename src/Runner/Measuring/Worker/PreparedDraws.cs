using PerfGate.Core.Devices;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>For which draws of its inputs a worker computes what the outputs of a case must be.</summary>
internal static class PreparedDraws
{
    /// <summary>
    /// Whether it does for the seed of the job. On a GPU a worker of its own does, beside the first runs. Where these
    /// would wait for it, the preparation does.
    /// </summary>
    /// <param name="job">The job of the worker.</param>
    public static bool IncludeSeed(WorkerJob job) =>
        job.CheckSeed is not null
        && (job.Mode == WorkerMode.SeededOutputs || (job.Mode == WorkerMode.Prepare && job.Device.RunsOnProcessor));

    /// <summary>The draws of a case.</summary>
    /// <param name="job">The job of the worker.</param>
    /// <param name="benchmark">The case.</param>
    public static IEnumerable<InputDraw> Of(WorkerJob job, BenchmarkCase benchmark)
    {
        if (job.Mode == WorkerMode.Prepare)
        {
            for (var number = 0; number < InputDraw.CountOf(benchmark); number++)
                yield return new(number);
        }

        if (IncludeSeed(job) && InputDraw.IsDrawn(benchmark))
            yield return new(0, job.CheckSeed);
    }
}
