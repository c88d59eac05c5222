using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Cupti;
using PerfGate.Runner.Devices.Cuda.Functions;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>An NVIDIA GPU, through the CUDA driver API.</summary>
internal sealed class CudaDevice : IDevice
{
    private readonly ICudaDriver _driver;
    private readonly GpuChoice _gpu;
    private readonly CudaLimits _limits;
    private readonly nint _stream;
    private readonly CacheFlush _flush;
    private readonly PinnedCopies _copies;
    private readonly ClockChoice _clockAsked;
    private readonly Func<string, string?> _variable;
    private readonly ISampler _sampler;
    private readonly ClockCalibration _calibration;
    private readonly HelperKernels? _helpers;
    private readonly SortedSet<string> _lostVariables = new(StringComparer.Ordinal);
    private DeviceArena? _arena;
    private long _guardBytes;

    private CudaDevice(
        ICudaDriver driver,
        ClockChoice clock,
        CuptiTrace? trace,
        string clockReason,
        Laps laps,
        Func<string, string?> variable
    )
    {
        _driver = driver;
        _clockAsked = clock;
        _variable = variable;
        _gpu = GpuChoice.Choose(driver, variable);
        _limits = CudaLimits.Read(driver, _gpu.Ordinal);
        var gpu = GpuFacts.Describe(driver, _gpu);
        driver.RetainContext(_gpu.Ordinal);
        laps.Add("create CUDA context");
        _stream = driver.CreateStream();
        _copies = new(driver, _stream);
        _helpers = HelperKernels.TryCompile(
            driver,
            _stream,
            driver.DeviceAttribute(_gpu.Ordinal, DeviceAttribute.ComputeCapabilityMajor)
        );
        laps.Add("compile helper kernels");
        _flush = new(driver, _stream, gpu.L2CacheBytes ?? 0, _helpers?.Cleaner);
        (_sampler, ClockReason) = CudaClock.Create(driver, _stream, _flush, clock, trace, clockReason);
        _calibration = new(driver, _stream, _sampler, EmptyKernelTime.Of(gpu.Name));
        gpu = gpu with { CuptiVersion = Clock == "cupti" ? trace!.Library.Version : null };
        Description = new(DeviceKind.Cuda, gpu.Name, GpuFacts.Slug(gpu.Name), gpu.MemoryBytes, gpu);
        laps.Add("prepare clock and cache flush");
        OpeningPhases = laps.Phases;
    }

    public DeviceDescription Description { get; }

    public string Clock => _sampler.Clock;

    /// <summary>Where the clock comes from, or why it is not CUPTI; one line.</summary>
    public string ClockReason { get; }

    public IReadOnlyList<string> Warnings =>
        [
            .. Clock == "events" && _clockAsked == ClockChoice.Auto
                ? (string[])
                    [$"CUDA events are the clock, several times noisier than CUPTI on short kernels: {ClockReason}"]
                : [],
            .. _flush.Warning is { } warning ? (string[])[warning] : [],
            .. _lostVariables.Select(v =>
                $"the __device__ variable {v} cannot be put back between launches: what a kernel remembers in it is "
                    + $"not noticed"
            ),
        ];

    public IReadOnlyList<Phase> OpeningPhases { get; }

    public int Layouts => DeviceArena.Layouts;

    /// <inheritdoc/>
    /// <remarks>What is set aside and given to nobody counts as free.</remarks>
    public long? MemoryInUse => _driver.MemoryInfo() is var (free, total) ? total - free - (_arena?.Unused ?? 0) : null;

    /// <summary>
    /// Opens the GPU that <see cref="GpuChoice"/> chooses, with the clock that <see cref="ClockChoice"/> asks for.
    /// </summary>
    /// <exception cref="DeviceException">
    /// There is no driver, it does not start, or CUPTI was asked for and cannot be had.
    /// </exception>
    public static CudaDevice Open() => Open(CudaBinding.TryLoad, Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="Open()"/>
    /// <param name="load">Loads the CUDA driver; null if there is none.</param>
    /// <param name="variable">Reads an environment variable.</param>
    internal static CudaDevice Open(Func<ICudaDriver?> load, Func<string, string?> variable)
    {
        // CUPTI first: it sees contexts only if it was there when they were made.
        var laps = new Laps();
        var clock = ClockChoices.Read(variable);
        var trace = CudaClock.StartTrace(clock, variable, out var reason);
        laps.Add("load CUPTI");
        try
        {
            var driver =
                load() ?? throw new DeviceException(DeviceFault.Unavailable, "this machine has no CUDA driver library");
            laps.Add("start CUDA driver");
            return new(driver, clock, trace, reason, laps, variable);
        }
        catch
        {
            trace?.Dispose();
            throw;
        }
    }

    public IDeviceModule LoadModule(string path)
    {
        if (CudaFunctionLibrary.Is(path))
            return new CudaFunctionLibrary(path);
        try
        {
            return new CudaModule(_driver, path, InputFile.Bytes(path, FileLimit.ObjectFile), _stream, _copies);
        }
        catch (PerfGateException e)
        {
            throw new DeviceException(
                DeviceFault.InvalidLaunch,
                $"{path} could not be read: {e.Diagnostics[0].Message}",
                e
            );
        }
    }

    public IDeviceBuffer Allocate(long bytes) => Allocate(bytes, guard: 0);

    private CudaBuffer Allocate(long bytes, long guard)
    {
        if (bytes > Description.MemoryBytes)
        {
            throw new DeviceException(
                DeviceFault.OutOfMemory,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{bytes:N0} bytes do not fit: the GPU has {Description.MemoryBytes:N0}"
                )
            );
        }

        try
        {
            return new(_driver, _stream, bytes, guard) { Copies = _copies };
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.OutOfMemory)
        {
            var (free, total) = _driver.MemoryInfo();
            throw new DeviceException(
                e.Fault,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{bytes:N0} bytes do not fit: {free:N0} of {total:N0} bytes are free ({e.Message})"
                ),
                e
            );
        }
    }

    public void Reserve(IEnumerable<IReadOnlyList<long>> sets)
    {
        _guardBytes = DeviceArena.GuardBytes;
        // A case that takes nearly all memory needs it for itself, and nothing would be left for modules and libraries.
        var most = _driver.MemoryInfo().Free * 3 / 4;
        var largest = sets.Select(DeviceArena.Room).Where(room => room <= most).DefaultIfEmpty().Max();
        if (largest == 0)
            return;
        try
        {
            _arena = new(_driver, largest);
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.OutOfMemory)
        {
            // Another process took the memory, or it is fragmented. Each case then allocates for itself.
        }
    }

    public IReadOnlyList<IDeviceBuffer> Allocate(IReadOnlyList<long> bytes, int layout)
    {
        if (_arena is { } arena && arena.Fits(bytes))
            return [.. bytes.Select(b => new CudaBuffer(_driver, _stream, b, arena, layout) { Copies = _copies })];

        try
        {
            return IDevice.AllocateEach(bytes, size => Allocate(size, _guardBytes));
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.OutOfMemory && _arena is { Empty: true } idle)
        {
            idle.Dispose();
            _arena = null;
            return IDevice.AllocateEach(bytes, size => Allocate(size, _guardBytes));
        }
    }

    public ILaunchSequence Prepare(IReadOnlyList<KernelLaunch> launches, IReadOnlyList<BufferReset>? resets = null)
    {
        foreach (var launch in launches)
            _limits.Check(launch, Clock);
        var sequence = new CudaLaunchSequence(_driver, launches, resets ?? [], _stream);
        _lostVariables.UnionWith(sequence.LostVariables);
        return sequence;
    }

    public void FillGuards(IReadOnlyList<IDeviceBuffer> buffers)
    {
        var guarded = buffers.Cast<CudaBuffer>().Where(b => b.GuardBytes > 0).ToArray();
        if (_helpers is null)
        {
            foreach (var buffer in guarded)
                buffer.QueueGuards();
            return;
        }

        foreach (var some in guarded.Chunk(GuardFill.MostBands / 2))
        {
            _helpers.Guards.Queue(
                [.. some.SelectMany(b => (ulong[])[b.Address - (ulong)b.GuardBytes, b.Address + (ulong)b.Bytes])],
                DeviceArena.GuardBytes
            );
            _sampler.Ran(1);
        }
    }

    public IReadOnlyList<UInt128> Digest(IReadOnlyList<MemoryRange> ranges)
    {
        var digests = MemoryDigests.Of(_helpers?.Digest, ranges, out var launches);
        _sampler.Ran(launches);
        return digests;
    }

    public void Run(ILaunchSequence sequence)
    {
        _ = ClockTries.Take(() => _sampler.Rehearse((CudaLaunchSequence)sequence));
        ((CudaLaunchSequence)sequence).QueueReset(_stream);
        ((CudaLaunchSequence)sequence).Queue(_stream);
        _driver.SynchronizeStream(_stream);
        _sampler.Ran(sequence.Launches);
    }

    public SampleBatch Sample(ILaunchSequence sequence, int count, CacheState cache, int leftOut = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ClockTries.Take(() => _sampler.Sample((CudaLaunchSequence)sequence, count, cache, leftOut));
    }

    public double? ClockShare(int launches, CacheState cache) =>
        ClockTries.Take(() => _calibration.Share(launches, cache));

    public DeviceCeilings? MeasureCeilings()
    {
        using var ceilings = new CudaCeilings(_driver, _stream);
        var measured = ceilings.Measure(CudaToolkit.Find(_variable));
        _sampler.Forget();
        return measured;
    }

    public void Dispose()
    {
        _calibration.Dispose();
        _sampler.Dispose();
        _copies.Dispose();
        _flush.Dispose();
        _helpers?.Dispose();
        _arena?.Dispose();
        _driver.ReleaseStream(_stream);
        _driver.ReleaseContext(_gpu.Ordinal);
    }
}
