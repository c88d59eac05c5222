using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// What a worker does while it waits for its job: once, and for nothing, what the job will ask for, as far as that needs no device. .NET compiles code when it
/// first runs, and a worker lives so briefly that this was a good part of its life.
/// </summary>
internal static class Rehearsal
{
    /// <summary>Goes through the motions. What goes wrong here goes wrong again, and is told then, when the job is the real one.</summary>
    /// <param name="jobFile">A job like the one that will come.</param>
    public static void Of(string jobFile)
    {
        try
        {
            var job = JsonSerializer.Deserialize(File.ReadAllBytes(jobFile), MeasuringJson.Default.WorkerJob)!;
            KernelCatalog.Read(job.Kernels);
            ManifestLoader.Load(job.Manifests, job.FactsOrUnknown, job.Root);
            new OutputDigest().Append(new byte[OutputDigest.BlockBytes]);
            JsonSerializer.SerializeToUtf8Bytes(EmptyResult, MeasuringJson.Default.WorkerResult);
        }
        catch (Exception e) when (e is IOException or JsonException or PerfGateException)
        {
            // The job itself will say so.
        }
    }

    private static WorkerResult EmptyResult { get; } = new()
    {
        DeviceName = "", DeviceSlug = "", DeviceMemoryBytes = 0, Clock = "",
        Cases = [new() { Name = "", Status = Core.Measurements.CaseStatus.Measured, Samples = [1] }],
    };
}
