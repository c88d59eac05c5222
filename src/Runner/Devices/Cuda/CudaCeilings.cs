using System.Runtime.InteropServices;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Measures what a GPU can do at best: the fastest of several large copies and matrix products, timed with events.
/// </summary>
internal sealed class CudaCeilings : IDisposable
{
    private const int Warmups = 3;
    private const int Repetitions = 12;

    // Large against any L2 cache, and against the 2 µs that events add: half a millisecond on the fastest GPU known.
    private const long CopyBytes = 1L << 30;
    private const int LargeProduct = 8192;
    private const int SmallProduct = 4096;
    private const int PatternElements = 1 << 20;

    private readonly ICudaDriver _driver;
    private readonly nint _stream;
    private readonly nint _start;
    private readonly nint _end;

    /// <summary>Creates the events.</summary>
    public CudaCeilings(ICudaDriver driver, nint stream)
    {
        _driver = driver;
        _stream = stream;
        _start = driver.CreateEvent();
        _end = driver.CreateEvent();
    }

    /// <summary>Measures.</summary>
    /// <param name="toolkit">Where cuBLAS is looked for first.</param>
    /// <returns>The ceilings; null without cuBLAS.</returns>
    /// <exception cref="DeviceException">The device failed.</exception>
    public DeviceCeilings? Measure(CudaToolkit? toolkit)
    {
        using var cublas = CublasLibrary.TryLoad(toolkit, _stream);
        if (cublas is null || MatrixFlopsPerSecond(cublas) is not { } flops)
            return null;
        return new(CopyBytesPerSecond(), flops, "f16");
    }

    public void Dispose()
    {
        _driver.ReleaseEvent(_start);
        _driver.ReleaseEvent(_end);
    }

    private double CopyBytesPerSecond()
    {
        var bytes = Math.Min(CopyBytes, _driver.MemoryInfo().Free / 4);
        using var source = new CudaBuffer(_driver, _stream, bytes);
        using var destination = new CudaBuffer(_driver, _stream, bytes);
        source.Fill([0x5a]);
        var seconds = Best(() => _driver.QueueCopy(destination.Address, source.Address, bytes, _stream));
        return 2 * bytes / seconds;
    }

    private double? MatrixFlopsPerSecond(CublasLibrary cublas)
    {
        var size = _driver.MemoryInfo().Free > 8L * 2 * LargeProduct * LargeProduct ? LargeProduct : SmallProduct;
        var bytes = 2L * size * size;
        using var a = new CudaBuffer(_driver, _stream, bytes);
        using var b = new CudaBuffer(_driver, _stream, bytes);
        using var c = new CudaBuffer(_driver, _stream, bytes);
        FillAtRandom(a);
        FillAtRandom(b);
        var taken = true;
        var seconds = Best(() => taken &= cublas.QueueProduct(size, a.Address, b.Address, c.Address));
        return taken ? 2.0 * size * size * size / seconds : null;
    }

    // Random, because zeros switch fewer transistors and so run faster than any real product; repeated, because only
    // the host can draw.
    private static void FillAtRandom(CudaBuffer buffer)
    {
        var random = new Random(1);
        var pattern = new Half[PatternElements];
        for (var i = 0; i < pattern.Length; i++)
            pattern[i] = (Half)((2 * random.NextSingle()) - 1);
        buffer.Fill(MemoryMarshal.AsBytes<Half>(pattern));
    }

    private double Best(Action queue)
    {
        for (var i = 0; i < Warmups; i++)
            queue();
        _driver.SynchronizeStream(_stream);
        var best = double.PositiveInfinity;
        for (var i = 0; i < Repetitions; i++)
        {
            _driver.RecordEvent(_start, _stream);
            queue();
            _driver.RecordEvent(_end, _stream);
            _driver.SynchronizeStream(_stream);
            best = Math.Min(best, _driver.ElapsedMilliseconds(_start, _end) / 1000.0);
        }

        return best;
    }
}
