using System.Globalization;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Finds what launches wrote that was not theirs to write: an input, or memory around the buffers. Remembers what was there before a case's first launch
/// in this process, and looks again at the end of each visit.
/// </summary>
internal sealed class MemoryAudit(IDevice device)
{
    private readonly Dictionary<(string What, int Draw), UInt128> _before = [];
    private readonly HashSet<int> _noted = [];

    /// <summary>Notes what is there, where that is not known yet: nothing was launched since the buffers were filled.</summary>
    /// <param name="setup">The case, filled.</param>
    /// <param name="draw">The draw of its inputs.</param>
    public void Note(CaseSetup setup, int draw)
    {
        if (!_noted.Add(draw))
            return;
        var unknown = Watched(setup, draw).Where(w => !_before.ContainsKey(w.Key)).ToArray();
        foreach (var (watched, digest) in unknown.Zip(device.Digest([.. unknown.Select(w => w.Range)])))
            _before[watched.Key] = digest;
    }

    /// <summary>The memory that is watched.</summary>
    public static IReadOnlyList<MemoryRange> RangesOf(CaseSetup setup) => [.. Watched(setup, 0).Select(w => w.Range)];

    /// <summary>Looks again.</summary>
    /// <returns>What was written, in words; null where nothing was.</returns>
    public string? Trespass(CaseSetup setup, int draw) => Trespass(setup, draw, device.Digest(RangesOf(setup)));

    /// <summary>As <see cref="Trespass(CaseSetup, int)"/>, where somebody has taken the digests already.</summary>
    /// <param name="setup">The case.</param>
    /// <param name="draw">The draw of its inputs.</param>
    /// <param name="digests">The digests of <see cref="RangesOf"/>.</param>
    public string? Trespass(CaseSetup setup, int draw, IEnumerable<UInt128> digests)
    {
        var changed = Watched(setup, draw).Zip(digests).Where(w => _before[w.First.Key] != w.Second).Select(w => w.First).ToArray();
        return changed.Length == 0 ? null : changed[0].Side is { } side
            ? Outside(changed[0], side)
            : $"it writes into {string.Join(" and ", changed.Where(c => c.Side is null).Select(c => c.Buffer))}, which is no output and which its kernels take as a pointer to const";
    }

    // Inputs by draw; guard bands hold the same in every draw.
    private static IEnumerable<WatchedRange> Watched(CaseSetup setup, int draw)
    {
        foreach (var buffer in setup.Benchmark.Buffers)
        {
            var memory = setup.MemoryOf(buffer.Name);
            if (!setup.Written.Contains(buffer.Name))
                yield return new((buffer.Name, draw), buffer.Name, null, MemoryRange.Of(memory));
            if (memory.GuardBytes == 0)
                continue;
            yield return new(($"before {buffer.Name}", 0), buffer.Name, "before the start", new(memory, -memory.GuardBytes, memory.GuardBytes));
            yield return new(($"behind {buffer.Name}", 0), buffer.Name, "behind the end", new(memory, memory.Bytes, memory.GuardBytes));
        }
    }

    private static string Outside(WatchedRange watched, string side)
    {
        var bytes = new byte[watched.Range.Bytes];
        watched.Range.Buffer.Download(bytes, watched.Range.Offset);
        var written = bytes.Count(b => b != IDeviceBuffer.GuardByte);
        var nearest = watched.Range.Offset < 0
            ? bytes.Length - 1 - Array.FindLastIndex(bytes, b => b != IDeviceBuffer.GuardByte)
            : Array.FindIndex(bytes, b => b != IDeviceBuffer.GuardByte);
        return string.Create(
            CultureInfo.InvariantCulture, $"it writes outside its buffers: {written} byte(s) {side} of {watched.Buffer}, the nearest at a distance of {nearest} byte(s)");
    }

    private readonly record struct WatchedRange((string What, int Draw) Key, string Buffer, string? Side, MemoryRange Range);
}
