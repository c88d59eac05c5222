using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Devices;

/// <summary>A device that runs kernels and times them. One per worker process; not thread-safe.</summary>
internal interface IDevice : IDisposable
{
    /// <summary>What the device is.</summary>
    DeviceDescription Description { get; }

    /// <summary>The clock that <see cref="Sample"/> reads: <c>cupti</c>, <c>events</c> or <c>host</c>.</summary>
    string Clock { get; }

    /// <summary>What opening the device was made of, in order; empty where nothing of it is worth telling apart.</summary>
    IReadOnlyList<Phase> OpeningPhases => [];

    /// <summary>Device memory in use now, bytes; null where the notion does not exist.</summary>
    long? MemoryInUse { get; }

    /// <summary>Loads a cubin or a shared library.</summary>
    /// <exception cref="DeviceException">It cannot be loaded.</exception>
    IDeviceModule LoadModule(string path);

    /// <summary>Allocates device memory.</summary>
    /// <exception cref="DeviceException"><see cref="DeviceFault.OutOfMemory"/> where it does not fit.</exception>
    IDeviceBuffer Allocate(long bytes);

    /// <summary>Binds launches to be run in order, as one sample.</summary>
    /// <exception cref="DeviceException">A launch cannot be configured: too many threads, too much shared memory.</exception>
    ILaunchSequence Prepare(IReadOnlyList<KernelLaunch> launches);

    /// <summary>Runs the sequence once, untimed, and waits for it.</summary>
    /// <exception cref="DeviceException">A kernel failed; the device is lost to this process.</exception>
    void Run(ILaunchSequence sequence);

    /// <summary>Takes samples, in time order.</summary>
    /// <param name="sequence">What to time, made by this device.</param>
    /// <param name="count">How many samples, at least one.</param>
    /// <param name="cache">Whether the caches are overwritten before each sample.</param>
    /// <exception cref="DeviceException">A kernel failed; the device is lost to this process.</exception>
    SampleBatch Sample(ILaunchSequence sequence, int count, CacheState cache);

    /// <summary>Measures what the device can do at best, for the roofline; takes a second or two.</summary>
    /// <returns>The ceilings; null where the device has no means to measure them.</returns>
    /// <exception cref="DeviceException">The device failed meanwhile.</exception>
    DeviceCeilings? MeasureCeilings() => null;
}

/// <summary>A loaded module.</summary>
internal interface IDeviceModule : IDisposable
{
    /// <summary>Finds a kernel by its symbol.</summary>
    /// <exception cref="DeviceException">The module does not have it.</exception>
    IDeviceKernel GetKernel(string symbol);
}

/// <summary>A kernel of a loaded module.</summary>
internal interface IDeviceKernel
{
    /// <summary>Its symbol in the module.</summary>
    string Symbol { get; }
}

/// <summary>A piece of device memory.</summary>
internal interface IDeviceBuffer : IDisposable
{
    /// <summary>Its size, bytes.</summary>
    long Bytes { get; }

    /// <summary>Copies from host memory, to the start of the buffer, and waits.</summary>
    void Upload(ReadOnlySpan<byte> source);

    /// <summary>Copies to host memory, from the start of the buffer, and waits.</summary>
    void Download(Span<byte> destination);

    /// <summary>Sets every byte, and waits.</summary>
    void Fill(byte value);
}

/// <summary>Launches that a device has bound.</summary>
internal interface ILaunchSequence : IDisposable
{
    /// <summary>How many kernels one sample launches.</summary>
    int Launches { get; }
}
