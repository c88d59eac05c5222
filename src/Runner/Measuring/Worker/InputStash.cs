using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Copies of inputs in the device's own memory, because a case is visited many times in a run and copying within a
/// device is far quicker than to it. Holds what fits; the rest is copied from the host each time.
/// </summary>
internal sealed class InputStash : IDisposable
{
    // Of the memory that is free; the cases have theirs already, and modules and libraries need some.
    private const double ShareOfFree = 0.5;

    private const long Alignment = 256;

    private readonly Dictionary<string, Slot> _slots = [];
    private readonly IDeviceBuffer? _memory;

    /// <summary>Allocates room for the inputs of all cases, or for those of as many as fit.</summary>
    /// <param name="device">The device; one that does not report its memory in use gets no stash.</param>
    /// <param name="cases">The cases; what several of them read is kept once.</param>
    public InputStash(IDevice device, IEnumerable<BenchmarkCase> cases)
    {
        if (device.MemoryInUse is not { } inUse)
            return;
        var room = (long)(ShareOfFree * (device.Description.MemoryBytes - inUse));
        foreach (var buffer in cases.SelectMany(c => c.Buffers).Where(b => b.Fill.Kind != FillKind.Poison))
        {
            var padded = (buffer.Bytes + Alignment - 1) / Alignment * Alignment;
            if (Bytes + padded <= room && _slots.TryAdd(InputStore.Describe(buffer), new(Bytes, buffer.Bytes)))
                Bytes += padded;
        }

        if (Bytes == 0)
            return;
        try
        {
            _memory = device.Allocate(Bytes);
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.OutOfMemory)
        {
            // Another process took the memory meanwhile.
            _slots.Clear();
            Bytes = 0;
        }
    }

    /// <summary>Device memory that it takes up, bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether an input was kept.</summary>
    /// <param name="what">The input, as <see cref="InputStore.Describe"/> describes it.</param>
    public bool Holds(string what) => _slots.TryGetValue(what, out var slot) && slot.Filled;

    /// <summary>Copies an input out.</summary>
    /// <param name="what">The input, as <see cref="InputStore.Describe"/> describes it.</param>
    /// <param name="target">Where it goes.</param>
    /// <returns>Whether it was there.</returns>
    public bool TryRestore(string what, IDeviceBuffer target)
    {
        if (!Holds(what))
            return false;
        var slot = _slots[what];
        _memory!.CopyTo(slot.Offset, target, 0, slot.Bytes);
        return true;
    }

    /// <summary>Where the copy of an input is, or will be once it was kept.</summary>
    /// <param name="what">The input, as <see cref="InputStore.Describe"/> describes it.</param>
    /// <returns>Null where there is no room for it.</returns>
    public (IDeviceBuffer Memory, long Offset)? Locate(string what) =>
        _slots.TryGetValue(what, out var slot) ? (_memory!, slot.Offset) : null;

    /// <summary>Copies an input in, if there is room for it.</summary>
    /// <param name="what">The input, as <see cref="InputStore.Describe"/> describes it.</param>
    /// <param name="source">Holds it.</param>
    public void Keep(string what, IDeviceBuffer source)
    {
        if (!_slots.TryGetValue(what, out var slot))
            return;
        source.CopyTo(0, _memory!, slot.Offset, slot.Bytes);
        _slots[what] = slot with { Filled = true };
    }

    public void Dispose() => _memory?.Dispose();

    private readonly record struct Slot(long Offset, long Bytes, bool Filled = false);
}
