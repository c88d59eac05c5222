using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// What a worker does while it waits for its job: once, and for nothing, what the job will ask for, as far as that
/// needs no device. .NET compiles code when it first runs, and a worker lives so briefly that this was a good part of
/// its life.
/// </summary>
internal static class Rehearsal
{
    private const int RehearsedVisits = 4;
    private const int SmallCount = 64;

    /// <summary>
    /// Rehearses the job. What fails here fails again in the real job, and is reported then.
    /// </summary>
    /// <param name="jobFile">A job like the one that will come.</param>
    /// <returns>Whether a case was taken to its end, so that its code is compiled.</returns>
    public static bool Of(string jobFile)
    {
        try
        {
            var job = JsonSerializer.Deserialize(
                InputFile.Bytes(jobFile, FileLimit.Note),
                MeasuringJson.Default.WorkerJob
            )!;
            var catalog = KernelCatalog.Read(job.Kernels);
            var suite = ManifestLoader.Load(job.Manifests, job.FactsOrUnknown, job.Root);
            var taken = Take(job, catalog, suite);
            JsonSerializer.SerializeToUtf8Bytes(EmptyResult, MeasuringJson.Default.WorkerResult);
            CompiledAhead.Compile();
            return taken;
        }
        catch (Exception e) when (e is IOException or JsonException or PerfGateException or DeviceException)
        {
            // The job itself will say so.
            return false;
        }
    }

    // One case in small, its outputs known, so that nothing is computed.
    private static bool Take(WorkerJob job, KernelCatalog catalog, BenchmarkSuite suite)
    {
        if (suite.Cases.FirstOrDefault(c => c is { SkipReason: null, Command: null }) is not { } any)
            return false;
        var small = any with { Buffers = [.. any.Buffers.Select(Small)] };
        var right = Enumerable
            .Range(0, InputDraw.CountOf(small))
            .Select(draw => new CheckedOutputs([.. small.Check.Outputs.Select(_ => UInt128.Zero)], []) { Draw = draw });
        var like = job with
        {
            Cases = [small.Name], Base = null, CheckSeed = null, Known = job.Known.Clear().Add(small.Name, [.. right]),
            Sampling = job.Sampling with { Visits = RehearsedVisits, WarmupSeconds = 0, SamplingSeconds = 0 },
        };
        using var device = new RehearsalDevice(job.Device);
        using var kept = new KeptFiles(job.Cached, job.OwnCached);
        using var stash = new InputStash(device, [small]);
        using var inputs = new InputStore(kept, stash);
        using var modules = new LoadedModules(device, catalog);
        var expected = new ExpectedOutputs(kept, catalog, inputs);
        var taker = new CaseTaker(
            like,
            device,
            modules,
            inputs,
            new(device, suite, modules, inputs, expected, new()),
            new()
        );
        var progress = taker.Begin(small);
        for (var visit = 0; visit < RehearsedVisits && progress.Result is null; visit++)
            taker.Visit(progress);
        return progress.Result is { Status: CaseStatus.Measured };
    }

    // What a file or a function fills has the size that it has, and an expression may have no value here.
    private static BufferSpec Small(BufferSpec buffer) =>
        buffer with
        {
            Count = SmallCount,
            Fill = buffer.Fill.Detail.Length == 0 ? buffer.Fill : new(FillKind.Constant),
        };

    private static WorkerResult EmptyResult { get; } = new()
    {
        DeviceName = "", DeviceSlug = "", DeviceMemoryBytes = 0, Clock = "",
        Cases = [new() { Name = "", Status = CaseStatus.Measured, Samples = [1] }],
    };
}
