using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Times with CUDA events, each sample queued whole behind a <see cref="BlockingKernel"/>. The fallback clock: events
/// carry about 2 µs of launch gap, which differs from process to process.
/// </summary>
internal sealed class EventSampler : ISampler
{
    // A sample whose blocking kernel gave up was not fully queued when it began; a host that stalls this often cannot
    // time at all.
    private const int AttemptsPerSample = 5;

    private readonly ICudaDriver _driver;
    private readonly nint _stream;
    private readonly CacheFlush _flush;
    private readonly BlockingKernel _block;
    private readonly nint _start;
    private readonly nint _end;

    /// <summary>Creates the events and the blocking kernel; the flush stays its owner's.</summary>
    public EventSampler(ICudaDriver driver, nint stream, CacheFlush flush)
    {
        _driver = driver;
        _stream = stream;
        _flush = flush;
        _block = new(driver);
        _start = driver.CreateEvent();
        _end = driver.CreateEvent();
    }

    public string Clock => "events";

    public void Ran(int launches)
    {
    }

    public void Forget()
    {
    }

    public bool Rehearse(CudaLaunchSequence sequence) => false;

    public SampleBatch Sample(CudaLaunchSequence sequence, int count, CacheState cache, int leftOut = 0)
    {
        var samples = new double[leftOut + count];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = Take(sequence, cache);
        return new(samples[leftOut..]);
    }

    public void Dispose()
    {
        _driver.ReleaseEvent(_start);
        _driver.ReleaseEvent(_end);
        _block.Dispose();
    }

    private double Take(CudaLaunchSequence sequence, CacheState cache)
    {
        for (var attempt = 0; attempt < AttemptsPerSample; attempt++)
        {
            // Before the block: the reset may wait for the stream, which would then wait for the release.
            if (cache == CacheState.Cold)
                _flush.ResetPersisting();
            sequence.QueueReset(_stream);
            _block.Block(_stream);
            try
            {
                if (cache == CacheState.Cold)
                    _flush.Queue();
                _driver.RecordEvent(_start, _stream);
                sequence.Queue(_stream);
                _driver.RecordEvent(_end, _stream);
            }
            finally
            {
                _block.Release();
            }

            _driver.SynchronizeStream(_stream);
            if (!_block.GaveUp)
                return _driver.ElapsedMilliseconds(_start, _end) * 1e6;
        }

        throw new DeviceException(
            DeviceFault.InvalidLaunch,
            $"no sample could be queued within {BlockingKernel.LimitNanoseconds / 1_000_000} ms, {AttemptsPerSample} "
                + $"times in a row"
        );
    }
}
