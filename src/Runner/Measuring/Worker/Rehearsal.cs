using System.Diagnostics;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// What a worker does while it waits for its job: once, and for nothing, what the job will ask for, as far as that needs no device. .NET compiles code when it
/// first runs, and code that runs hot a second time; a worker lives too briefly to do it while it measures.
/// </summary>
internal static class Rehearsal
{
    // .NET counts 30 calls of a method before it compiles it again, and waits until nothing new has been called for 100 ms.
    private const int CallsUntilHot = 40;

    /// <summary>Goes through the motions. What goes wrong here goes wrong again, and is told then, when the job is the real one.</summary>
    /// <param name="jobFile">A job like the one that will come.</param>
    public static void Of(string jobFile)
    {
        try
        {
            var job = JsonSerializer.Deserialize(File.ReadAllBytes(jobFile), MeasuringJson.Default.WorkerJob)!;
            KernelCatalog.Read(job.Kernels);
            if (job.Facts is { } facts)
                ManifestLoader.Load(job.Manifests, facts, job.Root);
            Digest();
            _ = Process.GetCurrentProcess().StartTime;
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

    private static void Digest()
    {
        var block = new byte[OutputDigest.BlockBytes];
        for (var i = 0; i < CallsUntilHot; i++)
            new OutputDigest().Append(block);
    }
}
