using PerfGate.Core.Text;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Finds what launches wrote that was not theirs to write: an input, or memory around the buffers. Remembers what was
/// there before a case's first launch in this process, and looks again at the end of each visit.
/// </summary>
/// <param name="device">The device.</param>
internal sealed class MemoryAudit(IDevice device)
{
    // Guard bands hold the same in every draw, and are noted with each all the same.
    private readonly Dictionary<int, UInt128[]> _before = [];

    /// <summary>
    /// Notes what is there, where that is not known yet: nothing was launched since the buffers were filled.
    /// </summary>
    /// <param name="setup">The case, filled.</param>
    /// <param name="draw">The draw of its inputs.</param>
    public void Note(CaseSetup setup, int draw)
    {
        if (!_before.ContainsKey(draw))
            _before.Add(draw, [.. device.Digest(RangesOf(setup))]);
    }

    /// <summary>The memory that is watched: inputs, and the guard bands of all buffers.</summary>
    public static List<MemoryRange> RangesOf(CaseSetup setup)
    {
        var ranges = new List<MemoryRange>();
        foreach (var buffer in setup.Benchmark.Buffers)
        {
            var memory = setup.MemoryOf(buffer.Name);
            if (!setup.Written.Contains(buffer.Name))
                ranges.Add(MemoryRange.Of(memory));
            if (memory.GuardBytes == 0)
                continue;
            ranges.Add(new(memory, -memory.GuardBytes, memory.GuardBytes));
            ranges.Add(new(memory, memory.Bytes, memory.GuardBytes));
        }

        return ranges;
    }

    /// <summary>Looks again.</summary>
    /// <returns>What was written, in words; null if nothing was.</returns>
    public string? Trespass(CaseSetup setup, int draw) => Trespass(setup, draw, device.Digest(RangesOf(setup)), 0);

    /// <summary>As <see cref="Trespass(CaseSetup, int)"/>, where somebody has taken the digests already.</summary>
    /// <param name="setup">The case.</param>
    /// <param name="draw">The draw of its inputs.</param>
    /// <param name="digests">Digests, those of <see cref="RangesOf"/> the last of them.</param>
    /// <param name="first">The index of the first of these.</param>
    public string? Trespass(CaseSetup setup, int draw, IReadOnlyList<UInt128> digests, int first)
    {
        var before = _before[draw];
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] != digests[first + i])
                return Describe(setup, RangesOf(setup)[i]);
        }

        return null;
    }

    private static string Describe(CaseSetup setup, MemoryRange range)
    {
        var buffer = setup.Benchmark.Buffers.First(b => setup.MemoryOf(b.Name) == range.Buffer).Name;
        if (range.Offset == 0)
            return $"it writes into {buffer}, which is not an output and which its kernels take as a pointer to const";
        var bytes = new byte[range.Bytes];
        range.Buffer.Download(bytes, range.Offset);
        var written = bytes.Count(b => b != IDeviceBuffer.GuardByte);
        var (side, nearest) = range.Offset < 0
            ? ("before the start", bytes.Length - 1 - Array.FindLastIndex(bytes, b => b != IDeviceBuffer.GuardByte))
            : ("behind the end", Array.FindIndex(bytes, b => b != IDeviceBuffer.GuardByte));
        return $"it writes outside its buffers: {Numbers.Things(written, "byte")} {side} of {buffer}, the nearest at a "
            + $"distance of {Numbers.Things(nearest, "byte")}";
    }
}
