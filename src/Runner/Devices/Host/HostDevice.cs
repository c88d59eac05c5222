using System.Diagnostics;
using PerfGate.Core.Devices;
using PerfGate.Core.Policy;
using PerfGate.Runner.Bytes;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Devices.Host;

/// <summary>
/// The processor as a device: kernels compiled against <c>perfgate_host.h</c> run their blocks on its cores.
/// Its verdicts hold for this processor only.
/// </summary>
internal sealed class HostDevice : IDevice
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    // Far more than a vector behind the end, and a row of most matrices.
    private const long GuardBytes = 64 << 10;

    private readonly CacheEviction _eviction;
    private readonly Func<long> _preemptions;
    private readonly uint _threads;
    private long _guardBytes;

    /// <summary>Opens the device.</summary>
    /// <param name="threads">
    /// OS threads that share the blocks of a launch; null for every core that the process may use.
    /// </param>
    /// <param name="preemptions">
    /// How often threads of this process have been interrupted so far; null asks the system.
    /// </param>
    public HostDevice(int? threads = null, Func<long>? preemptions = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1);
        // What .NET counts respects the affinity mask and a container's quota of processor time.
        _threads = (uint)(threads ?? Environment.ProcessorCount);
        _preemptions = preemptions ?? Preemptions.OfThisProcess;
        Description = HostProcessor.Describe();
        _eviction = new CacheEviction(HostProcessor.LastLevelCacheBytes());
    }

    /// <inheritdoc/>
    public DeviceDescription Description { get; }

    /// <inheritdoc/>
    public string Clock => DeviceKind.Host.Name;

    /// <inheritdoc/>
    public long? MemoryInUse => null;

    /// <inheritdoc/>
    public IDeviceModule LoadModule(string path) => HostModule.Load(path);

    /// <inheritdoc/>
    public IDeviceBuffer Allocate(long bytes) => new HostBuffer(bytes);

    /// <inheritdoc/>
    public void Reserve(IEnumerable<IReadOnlyList<long>> sets) => _guardBytes = GuardBytes;

    /// <inheritdoc/>
    public IReadOnlyList<IDeviceBuffer> Allocate(IReadOnlyList<long> bytes, int layout) =>
        IDevice.AllocateEach(bytes, size => new HostBuffer(size, _guardBytes));

    /// <inheritdoc/>
    public ILaunchSequence Prepare(IReadOnlyList<KernelLaunch> launches, IReadOnlyList<BufferReset>? resets = null) =>
        new HostLaunchSequence(launches, _threads, resets ?? []);

    /// <inheritdoc/>
    public void FillGuards(IReadOnlyList<IDeviceBuffer> buffers)
    {
        foreach (var buffer in buffers.Cast<HostBuffer>())
            buffer.FillGuards();
    }

    /// <inheritdoc/>
    public IReadOnlyList<UInt128> Digest(IReadOnlyList<MemoryRange> ranges) => [.. ranges.Select(range =>
    {
        var digest = new OutputDigest();
        digest.Append(((HostBuffer)range.Buffer).Part(range.Offset, checked((int)range.Bytes)));
        return digest.Value;
    })];

    /// <inheritdoc/>
    public void Run(ILaunchSequence sequence)
    {
        try
        {
            Own(sequence).Reset();
            Own(sequence).Run();
        }
        finally
        {
            RestoreState();
        }
    }

    /// <inheritdoc/>
    public SampleBatch Sample(ILaunchSequence sequence, int count, CacheState cache, int leftOut = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        try
        {
            return Sample(Own(sequence), count, cache, leftOut);
        }
        finally
        {
            RestoreState();
        }
    }

    private SampleBatch Sample(HostLaunchSequence own, int count, CacheState cache, int leftOut)
    {
        // The threads and stacks of a module that has been idle are gone; the first sample must not pay for them.
        own.Reset();
        own.Run();

        var total = new double[count];
        var perLaunch = new double[own.Launches][];
        for (var launch = 0; launch < perLaunch.Length; launch++)
            perLaunch[launch] = new double[count];
        // On a busy machine every sample of a long kernel is interrupted: repeating must end.
        var repeats = count + leftOut;
        for (var sample = -leftOut; sample < count; sample++)
        {
            own.Reset();
            if (cache == CacheState.Cold)
                _eviction.Evict();
            var preemptions = _preemptions();
            var begin = Stopwatch.GetTimestamp();
            var before = begin;
            for (var launch = 0; launch < perLaunch.Length; launch++)
            {
                own.Run(launch);
                var after = Stopwatch.GetTimestamp();
                if (sample >= 0)
                    perLaunch[launch][sample] = (after - before) * NanosecondsPerTick;
                before = after;
            }

            if (sample >= 0)
                total[sample] = (before - begin) * NanosecondsPerTick;
            // Another program interrupted the sample, so it is repeated.
            if (_preemptions() != preemptions && repeats-- > 0)
                sample--;
        }

        return new(total, own.Launches == 1 ? null : perLaunch);
    }

    private static void RestoreState()
    {
        OwnState.Restore();
        ThreadArithmetic.Restore();
    }

    /// <inheritdoc/>
    public void Dispose() => _eviction.Dispose();

    private static HostLaunchSequence Own(ILaunchSequence sequence) =>
        sequence as HostLaunchSequence
        ?? throw new ArgumentException("the sequence was bound by another device", nameof(sequence));
}
