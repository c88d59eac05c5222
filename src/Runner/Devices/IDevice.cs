using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Runner.Devices;

/// <summary>A device that runs kernels and times them. One per worker process; not thread-safe.</summary>
internal interface IDevice : IDisposable
{
    /// <summary>What the device is.</summary>
    DeviceDescription Description { get; }

    /// <summary>The clock that <see cref="Sample"/> reads: <c>cupti</c>, <c>events</c> or <c>host</c>.</summary>
    string Clock { get; }

    /// <summary>
    /// What opening the device was made of, in order; empty if nothing of it is worth telling apart.
    /// </summary>
    IReadOnlyList<Phase> OpeningPhases => [];

    /// <summary>What a reader of its samples should know, one line each.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>Device memory in use now, bytes; null if the notion does not exist.</summary>
    long? MemoryInUse { get; }

    /// <summary>Loads a cubin or a shared library.</summary>
    /// <exception cref="DeviceException">It cannot be loaded.</exception>
    IDeviceModule LoadModule(string path);

    /// <summary>Allocates device memory.</summary>
    /// <exception cref="DeviceException"><see cref="DeviceFault.OutOfMemory"/> where it does not fit.</exception>
    IDeviceBuffer Allocate(long bytes);

    /// <summary>In how many ways the buffers of a case can lie in memory.</summary>
    int Layouts => 1;

    /// <summary>
    /// Sets memory aside, once, before anything else is allocated, so that the buffers of a case lie at the same
    /// addresses in every process whatever was allocated before them. From then on they have guard bands
    /// (<see cref="IDeviceBuffer.GuardBytes"/>).
    /// </summary>
    /// <param name="sets">The buffer sizes of each case, bytes.</param>
    void Reserve(IEnumerable<IReadOnlyList<long>> sets);

    /// <summary>
    /// Allocates the buffers of a case, out of what <see cref="Reserve"/> has set aside where it can.
    /// </summary>
    /// <param name="bytes">Their sizes.</param>
    /// <param name="layout">How they are to lie, from 0 and below <see cref="Layouts"/>.</param>
    /// <exception cref="DeviceException">
    /// <see cref="DeviceFault.OutOfMemory"/> where they do not fit; nothing stays allocated.
    /// </exception>
    IReadOnlyList<IDeviceBuffer> Allocate(IReadOnlyList<long> bytes, int layout);

    /// <summary>Allocates buffers one by one, each by itself.</summary>
    /// <param name="bytes">Their sizes.</param>
    /// <param name="allocate">Allocates one.</param>
    /// <exception cref="DeviceException">
    /// <see cref="DeviceFault.OutOfMemory"/> where they do not fit; nothing stays allocated.
    /// </exception>
    static IReadOnlyList<IDeviceBuffer> AllocateEach(IReadOnlyList<long> bytes, Func<long, IDeviceBuffer> allocate)
    {
        var buffers = new List<IDeviceBuffer>(bytes.Count);
        try
        {
            foreach (var size in bytes)
                buffers.Add(allocate(size));
            return buffers;
        }
        catch
        {
            foreach (var buffer in buffers)
                buffer.Dispose();
            throw;
        }
    }

    /// <summary>Binds launches to be run in order, as one sample.</summary>
    /// <param name="launches">The launches.</param>
    /// <param name="resets">
    /// Done before each run and before each sample, untimed and ahead of the flush of the caches; null for none. The
    /// variables of the kernels' modules are put back with them.
    /// </param>
    /// <exception cref="DeviceException">
    /// A launch cannot be configured: too many threads, too much shared memory.
    /// </exception>
    ILaunchSequence Prepare(IReadOnlyList<KernelLaunch> launches, IReadOnlyList<BufferReset>? resets = null);

    /// <summary>
    /// Fills the guard bands of buffers with <see cref="IDeviceBuffer.GuardByte"/>, before whatever is run next.
    /// </summary>
    /// <param name="buffers">Memory of this device; those without guard bands are left out.</param>
    void FillGuards(IReadOnlyList<IDeviceBuffer> buffers);

    /// <summary>
    /// Digests of memory: the same digest in every process of this device where, and as good as only where, the bytes
    /// are the same.
    /// </summary>
    /// <param name="ranges">What to look at; as many in one call as can be.</param>
    /// <returns>One per range.</returns>
    /// <exception cref="DeviceException">The device failed.</exception>
    IReadOnlyList<UInt128> Digest(IReadOnlyList<MemoryRange> ranges);

    /// <summary>Runs the sequence once, untimed, and waits for it.</summary>
    /// <exception cref="DeviceException">A kernel failed; the device is lost to this process.</exception>
    void Run(ILaunchSequence sequence);

    /// <summary>Takes samples, in time order.</summary>
    /// <param name="sequence">What to time, made by this device.</param>
    /// <param name="count">How many samples, at least one.</param>
    /// <param name="cache">Whether the caches are overwritten before each sample.</param>
    /// <param name="leftOut">How many samples are taken before them and left out.</param>
    /// <exception cref="DeviceException">A kernel failed; the device is lost to this process.</exception>
    SampleBatch Sample(ILaunchSequence sequence, int count, CacheState cache, int leftOut = 0);

    /// <summary>
    /// What the clock adds to a sample by itself, measured once per process; it is in what <see cref="Sample"/>
    /// returns.
    /// </summary>
    /// <param name="launches">Kernels that the sample launches.</param>
    /// <param name="cache">The state of the caches.</param>
    /// <returns>Nanoseconds, at least 0; null if it is unknown.</returns>
    /// <exception cref="DeviceException">The device failed.</exception>
    double? ClockShare(int launches, CacheState cache) => null;

    /// <summary>Measures what the device can do at best, for the roofline; takes a second or two.</summary>
    /// <returns>The ceilings; null if the device has no means to measure them.</returns>
    /// <exception cref="DeviceException">The device failed meanwhile.</exception>
    DeviceCeilings? MeasureCeilings() => null;
}

/// <summary>A loaded module.</summary>
internal interface IDeviceModule : IDisposable
{
    /// <summary>Finds a kernel by its symbol.</summary>
    /// <exception cref="DeviceException">The module does not have it.</exception>
    IDeviceKernel GetKernel(string symbol);

    /// <summary>
    /// The memory of a <c>__constant__</c> or <c>__device__</c> variable, from its start on. It has no guard bands, and
    /// is the module's: disposing of it does nothing.
    /// </summary>
    /// <param name="name">Its name in the source, with as many of its namespaces as are needed.</param>
    /// <param name="bytes">How much of it is wanted, bytes.</param>
    /// <exception cref="DeviceException">The module does not have it, or it is smaller.</exception>
    IDeviceBuffer GetVariable(string name, long bytes) =>
        throw new DeviceException(DeviceFault.InvalidLaunch, $"this device knows no variable {name}");
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

    /// <summary>
    /// Copies a part to another buffer of the same device: whatever is asked of either afterwards comes after it.
    /// </summary>
    /// <param name="offset">Where the part begins, bytes.</param>
    /// <param name="target">The other buffer.</param>
    /// <param name="targetOffset">Where it goes, bytes.</param>
    /// <param name="bytes">The part's size.</param>
    void CopyTo(long offset, IDeviceBuffer target, long targetOffset, long bytes);

    /// <summary>Copies to host memory, and waits.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="offset">Where in the buffer it begins, bytes: from minus <see cref="GuardBytes"/> on.</param>
    void Download(Span<byte> destination, long offset = 0);

    /// <summary>
    /// Shows its bytes, from its start to its end, in pieces that are gone afterwards: quicker than to copy all of them
    /// first.
    /// </summary>
    /// <param name="piece">Called with each piece: <see cref="PieceBytes"/>, the last one what is left.</param>
    void Read(Action<ReadOnlySpan<byte>> piece);

    /// <summary>The size of the pieces of <see cref="Read"/>, bytes.</summary>
    const int PieceBytes = 4 << 20;

    /// <summary>Repeats an element from the start of the buffer to its end, and waits.</summary>
    /// <param name="element">Its bytes, at least one; the last repetition may be cut.</param>
    void Fill(ReadOnlySpan<byte> element);

    /// <summary>
    /// How much memory before its start and behind its end belongs to nobody, bytes: whatever is written there was not
    /// meant for the buffer.
    /// </summary>
    long GuardBytes { get; }

    /// <summary>
    /// What guard bands hold in every byte: a NaN as <c>f16</c> and far from any result in other types, so that what is
    /// read from there spoils one.
    /// </summary>
    const byte GuardByte = 0x7E;
}

/// <summary>Puts a buffer into the state that every launch of a case starts from.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Word">Repeated in it where there is no <paramref name="Source"/>.</param>
/// <param name="Source">Holds the bytes; null for the word.</param>
/// <param name="Offset">Where in the source they begin.</param>
internal readonly record struct BufferReset(
    IDeviceBuffer Buffer,
    uint Word,
    IDeviceBuffer? Source = null,
    long Offset = 0
);

/// <summary>A part of a buffer, or of a guard band of it.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Offset">
/// Where it begins, bytes from the buffer's start: from minus <see cref="IDeviceBuffer.GuardBytes"/> on.
/// </param>
/// <param name="Bytes">Its size.</param>
internal readonly record struct MemoryRange(IDeviceBuffer Buffer, long Offset, long Bytes)
{
    /// <summary>A whole buffer, without its guard bands.</summary>
    public static MemoryRange Of(IDeviceBuffer buffer) => new(buffer, 0, buffer.Bytes);
}

/// <summary>Launches that a device has bound.</summary>
internal interface ILaunchSequence : IDisposable
{
    /// <summary>How many kernels one sample launches.</summary>
    int Launches { get; }
}
