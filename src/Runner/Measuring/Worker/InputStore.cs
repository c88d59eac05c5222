using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>The bytes that buffers hold before a kernel runs.</summary>
/// <param name="kept">Keeps the large ones, because every run needs the same.</param>
/// <param name="stash">Keeps copies on the device; null for none.</param>
internal sealed class InputStore(KeptFiles kept, InputStash? stash = null) : IDisposable
{
    // Below this, generating is quicker than opening a file. Poison always is.
    private const long WorthKeepingBytes = 1 << 20;

    private readonly Dictionary<string, IDeviceBuffer> _originals = [];

    /// <summary>Calls the functions that fill buffers; null if none do.</summary>
    public FilledBuffers? Functions { get; init; }

    /// <summary>Fills device memory as the manifest says, outputs with poison.</summary>
    /// <param name="buffer">What it is to hold.</param>
    /// <param name="memory">The memory.</param>
    public void Fill(BufferSpec buffer, IDeviceBuffer memory)
    {
        if (buffer.Fill.Kind == FillKind.Poison)
        {
            memory.Fill(BitConverter.GetBytes(Poison.Word(buffer.Type)));
            return;
        }

        var what = Describe(buffer);
        if (stash?.TryRestore(what, memory) == true)
            return;
        memory.Upload(BytesOf(buffer));
        stash?.Keep(what, memory);
    }

    /// <summary>Sees to it that what <see cref="ResetOf"/> restores a buffer from is there.</summary>
    /// <param name="buffer">What it is to hold.</param>
    /// <param name="memory">The memory; what it holds afterwards is not said.</param>
    public void Supply(BufferSpec buffer, IDeviceBuffer memory)
    {
        if (buffer.Fill.Kind == FillKind.Poison || stash is null)
            return;
        var what = Describe(buffer);
        if (stash.Locate(what) is null || stash.Holds(what))
            return;
        memory.Upload(BytesOf(buffer));
        stash.Keep(what, memory);
    }

    /// <summary>
    /// What puts a buffer that a kernel may write back to what <see cref="Fill"/> has put there, without the host.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="buffer">What it is to hold.</param>
    /// <param name="memory">The memory; it is filled before the reset is first done.</param>
    /// <exception cref="DeviceException">There is no room on the device for a copy to restore it from.</exception>
    public BufferReset ResetOf(IDevice device, BufferSpec buffer, IDeviceBuffer memory)
    {
        if (buffer.Fill.Kind == FillKind.Poison)
            return new(memory, Poison.Word(buffer.Type));
        var what = Describe(buffer);
        if (stash?.Locate(what) is var (source, offset))
            return new(memory, 0, source, offset);
        if (!_originals.TryGetValue(what, out var original))
        {
            _originals.Add(what, original = AllocateOriginal(device, buffer));
            original.Upload(BytesOf(buffer));
        }

        return new(memory, 0, original);
    }

    /// <summary>What a buffer holds.</summary>
    public ReadOnlySpan<byte> BytesOf(BufferSpec buffer) => IsKept(buffer)
        ? kept.Get("input", Describe(buffer), buffer.Bytes, () => Generate(buffer), buffer.Passing)
        : Generate(buffer);

    /// <summary>Has the large ones at hand before they are needed.</summary>
    /// <param name="buffers">What will be asked for.</param>
    public void ReadAhead(IEnumerable<BufferSpec> buffers)
    {
        // What a file or a function gives may fail, which belongs to its case.
        foreach (var buffer in buffers.Where(IsKept).Where(b => b.Fill.Detail.Length == 0).DistinctBy(Describe))
            _ = BytesOf(buffer);
    }

    /// <summary>Everything that decides a buffer's bytes, as text.</summary>
    public static string Describe(BufferSpec buffer)
    {
        var seed = buffer.Fill.IsRandom ? buffer.Seed : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{buffer.Type} {buffer.Count} {buffer.Fill.Kind} {buffer.Fill.A:R} {buffer.Fill.B:R} {seed}"
                + $"{buffer.Fill.Detail}"
        );
    }

    public void Dispose()
    {
        foreach (var original in _originals.Values)
            original.Dispose();
    }

    /// <summary>What a buffer holds that no function fills.</summary>
    /// <exception cref="DeviceException">Its file has changed, or an element has no value.</exception>
    internal static byte[] Computed(BufferSpec buffer)
    {
        try
        {
            return BufferData.Generate(buffer);
        }
        catch (PerfGateException e)
        {
            throw new DeviceException(DeviceFault.InvalidLaunch, e.Diagnostics[0].Message, e);
        }
    }

    private byte[] Generate(BufferSpec buffer) =>
        buffer.Fill.Kind != FillKind.Function ? Computed(buffer)
        : Functions is { } functions ? functions.BytesOf(buffer)
        : throw new InvalidOperationException($"nobody calls the function that fills {buffer.Name}");

    private static bool IsKept(BufferSpec buffer) =>
        buffer.Bytes >= WorthKeepingBytes && buffer.Fill.Kind != FillKind.Poison;

    private static IDeviceBuffer AllocateOriginal(IDevice device, BufferSpec buffer)
    {
        try
        {
            return device.Allocate(buffer.Bytes);
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.OutOfMemory)
        {
            throw new DeviceException(
                e.Fault,
                $"{buffer.Name} is filled and may be written, so it is restored before each launch, and the copy that "
                    + $"this needs does not fit: {e.Message}",
                e
            );
        }
    }
}
