using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Cupti;

namespace PerfGate.Runner.Devices.Cuda.Functions;

/// <summary>
/// Times functions that launch with CUPTI's records, from the first start to the last end. A rehearsal counts the
/// kernels, copies and memsets of a call, and every sample is held to that count: a sample that lacks a kernel, or has
/// one too many, ends the case.
/// </summary>
internal sealed class FunctionTimer(ICudaDriver driver, nint stream, CacheFlush cacheFlush, CuptiTrace trace)
{
    // By CudaLaunchSequence.Case. A case has another sequence in each visit, and its work is the same in all of them.
    private readonly Dictionary<object, RehearsedWork> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Counts what a call does, with inputs in place, or remembers it from an earlier sequence of the same case. No
    /// kernel may be unaccounted for.
    /// </summary>
    /// <param name="sequence">The functions.</param>
    /// <exception cref="DeviceException">
    /// <see cref="DeviceFault.InvalidLaunch"/>: two calls differ, a call does nothing, or it uses several streams and
    /// does not say so.
    /// </exception>
    public void Rehearse(CudaLaunchSequence sequence)
    {
        // The first call after a set-up may load and allocate what later ones find, so it does not count.
        sequence.QueueReset(stream);
        if (sequence.Case is { } known && _known.TryGetValue(known, out var work))
        {
            sequence.Queue(stream);
            driver.Synchronize();
            trace.Drop(work.Call.Kernels + work.Resets.Kernels);
            sequence.Work = work;
            return;
        }

        Once(sequence);
        trace.WatchCopies(true);
        try
        {
            sequence.QueueReset(stream);
            var resets = FunctionWork.Of(Settled());
            Flush();
            var flush = FunctionWork.Of(Settled());
            var calls = Enumerable.Range(0, 2).Select(_ => Again(sequence)).ToList();
            var works = calls.ConvertAll(c => FunctionWork.Of(c).Without(resets));
            if (works[0] != works[1])
                throw Refused(sequence, $"did {works[0]} in one call and {works[1]} in the next; {SameWork}");
            if (works[0].Records == 0)
                throw Refused(sequence, "does nothing on the GPU");
            var streams = calls[1].Where(r => r.Kind == KernelRecord.KernelKind).Select(r => r.Stream).Distinct();
            if (streams.Count() > 1)
                throw Refused(sequence, $"launches kernels on several streams; {StateOverlaps}");
            sequence.Work = new(works[0], resets, flush);
            if (sequence.Case is { } counted)
                _known[counted] = sequence.Work;
        }
        finally
        {
            trace.WatchCopies(false);
        }
    }

    /// <inheritdoc cref="IDevice.Sample"/>
    public SampleBatch Sample(CudaLaunchSequence sequence, int count, CacheState cache, int leftOut)
    {
        var (call, resets, flushes) =
            sequence.Work ?? throw new InvalidOperationException("the functions were not rehearsed");
        // The first sample of a batch is slow to reach the GPU, as with several kernels.
        var all = count + Math.Max(leftOut, 1);
        driver.Synchronize();
        trace.WatchCopies(true);
        try
        {
            for (var i = 0; i < all; i++)
            {
                sequence.QueueReset(stream);
                if (cache == CacheState.Cold)
                    Flush();
                sequence.Queue(stream);
                driver.Synchronize();
            }

            var before = resets.Records + (cache == CacheState.Cold ? flushes.Records : 0);
            var records = Take(sequence, all * (before + call.Records));
            return new([
                .. records
                    .Chunk(before + call.Records)
                    .Skip(all - count)
                    .Select(sample => Nanoseconds(sequence, sample[before..], call)),
            ]);
        }
        finally
        {
            trace.WatchCopies(false);
        }
    }

    private const string SameWork =
        "a function must do the same work in each call, so that each sample can be held to it";

    private const string StateOverlaps =
        "write \"overlaps\": true into its launch, and measure with PERFGATE_CLOCK=events";

    private static double Nanoseconds(CudaLaunchSequence sequence, KernelRecord[] sample, FunctionWork call) =>
        FunctionWork.Of(sample) == call
            ? sample.Max(r => r.End) - sample.Min(r => r.Start)
            : throw Refused(sequence, $"did {FunctionWork.Of(sample)} in a sample and {call} before; {SameWork}");

    private static DeviceException Refused(CudaLaunchSequence sequence, string why) =>
        new(DeviceFault.InvalidLaunch, $"{sequence.FunctionNames} {why}");

    private IReadOnlyList<KernelRecord> Take(CudaLaunchSequence sequence, int expected)
    {
        try
        {
            return trace.Take(expected);
        }
        catch (CuptiCountException e)
        {
            throw new DeviceException(
                DeviceFault.InvalidLaunch,
                $"{sequence.FunctionNames} did not do in each sample what it did in its rehearsal: of {e.Expected} "
                    + $"kernels, copies and memsets, those before each sample included, {e.Recorded} were recorded; "
                    + SameWork,
                e
            );
        }
    }

    // The reset of persisting lines is not ordered with the stream, so the sample before must have ended.
    private void Flush()
    {
        driver.SynchronizeStream(stream);
        cacheFlush.ResetPersisting();
        cacheFlush.Queue();
    }

    private IReadOnlyList<KernelRecord> Again(CudaLaunchSequence sequence)
    {
        sequence.QueueReset(stream);
        return Once(sequence);
    }

    private IReadOnlyList<KernelRecord> Once(CudaLaunchSequence sequence)
    {
        sequence.Queue(stream);
        return Settled();
    }

    private IReadOnlyList<KernelRecord> Settled()
    {
        driver.Synchronize();
        return trace.TakeSettled();
    }
}
