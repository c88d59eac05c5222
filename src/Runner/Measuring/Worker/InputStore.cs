using System.Globalization;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>The bytes that buffers hold before a kernel runs.</summary>
/// <param name="kept">Keeps the large ones, because every run needs the same.</param>
/// <param name="stash">Keeps copies on the device; null for none.</param>
internal sealed class InputStore(KeptFiles kept, InputStash? stash = null)
{
    // Below this, generating is quicker than opening a file. Poison always is.
    private const long WorthKeepingBytes = 1 << 20;

    /// <summary>Fills device memory as the manifest says, outputs with poison.</summary>
    /// <param name="buffer">What it is to hold.</param>
    /// <param name="memory">The memory.</param>
    public void Fill(BufferSpec buffer, IDeviceBuffer memory)
    {
        if (buffer.Fill.Kind == FillKind.Poison)
        {
            memory.Fill(Poison.Repeated(buffer.Type));
            return;
        }

        var what = Describe(buffer);
        if (stash?.TryRestore(what, memory) == true)
            return;
        memory.Upload(BytesOf(buffer));
        stash?.Keep(what, memory);
    }

    /// <summary>What a buffer holds.</summary>
    public ReadOnlySpan<byte> BytesOf(BufferSpec buffer) => buffer.Bytes < WorthKeepingBytes || buffer.Fill.Kind == FillKind.Poison
        ? BufferData.Generate(buffer)
        : kept.Get("input", Describe(buffer), buffer.Bytes, () => BufferData.Generate(buffer));

    /// <summary>Everything that decides a buffer's bytes, as text.</summary>
    public static string Describe(BufferSpec buffer)
    {
        var seed = buffer.Fill.Kind is FillKind.Normal or FillKind.Uniform ? buffer.Seed : 0;
        return string.Create(
            CultureInfo.InvariantCulture, $"{buffer.Type} {buffer.Count} {buffer.Fill.Kind} {buffer.Fill.A:R} {buffer.Fill.B:R} {seed}");
    }
}
