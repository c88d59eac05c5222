using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Cupti;
using PerfGate.Runner.Devices.Cuda.Functions;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Times with CUPTI's activity records: each kernel's start and end in GPU time, without the gaps between launches.
/// These times include what the clock itself adds. <see cref="Measuring.CaseTally.WithoutClockShare"/> subtracts it
/// when the runs of a measurement are put together.
/// </summary>
internal sealed class CuptiSampler(ICudaDriver driver, nint stream, CacheFlush flush, CuptiTrace trace) : ISampler
{
    // Hot samples are queued this many at a time: far fewer than a stream can hold, far more than hide the wait between
    // two lots.
    private const int HotSamplesPerWait = 64;

    private readonly FunctionTimer _functions = new(driver, stream, flush, trace);
    private int _untimed;

    public string Clock => "cupti";

    public void Ran(int launches) => _untimed += launches;

    public void Forget()
    {
        _untimed = 0;
        trace.Forget();
    }

    /// <summary>Finds out whether CUPTI records kernels at all, with one that ends at once.</summary>
    /// <exception cref="CuptiException">It does not.</exception>
    public void Probe()
    {
        using var kernel = new BlockingKernel(driver);
        kernel.Block(stream);
        kernel.Release();
        driver.SynchronizeStream(stream);
        _ = trace.Take(1);
    }

    public bool Rehearse(CudaLaunchSequence sequence)
    {
        if (!sequence.HasFunctions || sequence.Work is not null)
            return false;
        Account();
        _functions.Rehearse(sequence);
        return true;
    }

    public SampleBatch Sample(CudaLaunchSequence sequence, int count, CacheState cache, int leftOut = 0)
    {
        if (sequence.HasFunctions)
        {
            Rehearse(sequence);
            Account();
            return _functions.Sample(sequence, count, cache, leftOut);
        }

        var untimed = _untimed;
        _untimed = 0;
        // The first launch after CUPTI's buffers were taken is slow to reach the GPU: on an H200 100 us and more lay
        // between the two kernels of the first sample of a batch, and none of the others. So one at least is left out;
        // a single kernel has no such gap.
        var lead = Math.Max(leftOut, sequence.Launches > 1 ? 1 : 0);
        sequence.QueueReset(stream);
        for (var i = 0; i < count + lead; i++)
        {
            if (cache == CacheState.Cold)
                QueueFlush();
            sequence.Queue(stream);
            // For the next one at once, while the host waits; what the last one computed is for looking at.
            if (i + 1 < count + lead)
                sequence.QueueReset(stream);
            if (i % HotSamplesPerWait == HotSamplesPerWait - 1)
                driver.SynchronizeStream(stream);
        }

        driver.SynchronizeStream(stream);
        // Records come in the order of the starts, and kernels run one after another: behind those that nobody timed
        // each sample's are its flush's and then its own.
        var flushes = cache == CacheState.Cold ? flush.Kernels : 0;
        var records = trace.Take(untimed + ((count + lead) * (flushes + sequence.Launches)));
        return ToBatch(
            [.. records.Skip(untimed + (lead * (flushes + sequence.Launches)))],
            count,
            flushes,
            sequence.Launches
        );
    }

    public void Dispose() => trace.Dispose();

    // Takes the records of what ran untimed, so that none is left.
    private void Account()
    {
        var untimed = _untimed;
        _untimed = 0;
        _ = trace.Take(untimed);
    }

    private static SampleBatch ToBatch(IReadOnlyList<KernelRecord> records, int count, int flushes, int launches)
    {
        var samples = new double[count];
        var times = Enumerable.Range(0, launches).Select(_ => new double[count]).ToArray();
        for (var i = 0; i < count; i++)
        {
            var (first, last) = (ulong.MaxValue, 0ul);
            for (var k = 0; k < launches; k++)
            {
                var record = records[(i * (flushes + launches)) + flushes + k];
                times[k][i] = record.End - record.Start;
                (first, last) = (Math.Min(first, record.Start), Math.Max(last, record.End));
            }

            samples[i] = last - first;
        }

        return new(samples, launches > 1 ? times : null);
    }

    // The reset of persisting lines is not ordered with the stream, so the sample before must have ended.
    private void QueueFlush()
    {
        driver.SynchronizeStream(stream);
        flush.ResetPersisting();
        flush.Queue();
    }
}
