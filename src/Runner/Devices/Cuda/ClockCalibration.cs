using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Measures what the clock adds to a sample. Both clocks take the time on the stream, before and after the kernel, and
/// that takes time itself: CUPTI reads 2.2 µs for an empty kernel on one host of H200s and 3.1 µs on another. Without
/// a correction, times of the two hosts could not be compared.
/// <see cref="Measuring.CaseTally.WithoutClockShare"/> subtracts it.
/// </summary>
/// <param name="driver">The driver, its context current.</param>
/// <param name="stream">Where the work is queued.</param>
/// <param name="sampler">The clock.</param>
/// <param name="emptyNanoseconds">What an empty kernel counts (<see cref="EmptyKernelTime"/>).</param>
internal sealed class ClockCalibration(ICudaDriver driver, nint stream, ISampler sampler, double emptyNanoseconds)
    : IDisposable
{
    // Their interquartile mean is good to some nanoseconds.
    private const int SamplesPerPlace = 6;

    private readonly Dictionary<(int Launches, CacheState Cache), double?> _shares = [];
    private EmptyLaunches? _empty;

    /// <summary>
    /// The clock's share of a sample, nanoseconds; null if the driver's PTX compiler is not installed.
    /// </summary>
    /// <param name="launches">Kernels of the sample.</param>
    /// <param name="cache">The state of the caches.</param>
    public double? Share(int launches, CacheState cache)
    {
        if (!_shares.TryGetValue((launches, cache), out var share))
        {
            share = Measure(launches, cache);
            _shares.Add((launches, cache), share);
        }

        return share;
    }

    public void Dispose() => _empty?.Dispose();

    private double? Measure(int launches, CacheState cache)
    {
        try
        {
            _empty ??= new(driver, stream);
            // The first ones load the kernel.
            Sample(_empty, launches, 0, cache);
            var seen = InterquartileMean.Of([
                .. Enumerable
                    .Range(0, EmptyLaunches.Places)
                    .SelectMany(place => Sample(_empty, launches, place, cache)),
            ]);
            return Math.Max(0, seen - (launches * emptyNanoseconds));
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.InvalidLaunch)
        {
            return null;
        }
    }

    private double[] Sample(EmptyLaunches empty, int launches, int place, CacheState cache)
    {
        using var sequence = empty.Sequence(launches, place);
        return sampler.Sample(sequence, SamplesPerPlace, cache).Nanoseconds;
    }
}
