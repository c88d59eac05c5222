using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;
using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>Adds up looks at a GPU, and decides whether they speak against the run. Thread-safe.</summary>
/// <param name="before">The look from before the worker was started.</param>
/// <param name="observes">
/// Whether the worker runs commands, whose processes come and go beside it. A foreign process that starts then looks
/// like one of them.
/// </param>
internal sealed class GpuWatchTally(GpuPoll before, bool observes = false)
{
    /// <summary>
    /// Reasons that void a run: the clocks were cut below what the same work would get on a cooler or better fed GPU.
    /// Not among them: idle; clocks set by someone and sync boost, which are the environment and the same in every run;
    /// and the software power cap, the normal state of a power-limited GPU under heavy kernels (an L4 lives there): it
    /// is reported, and where it shifts a run's samples the samples themselves say so.
    /// </summary>
    private const ClockEventReasons Voiding =
        ClockEventReasons.HardwareSlowdown
        | ClockEventReasons.SoftwareThermal
        | ClockEventReasons.HardwareThermal
        | ClockEventReasons.PowerBrake;

    private readonly Lock _lock = new();
    private readonly List<GpuPoll> _polls = [];

    /// <summary>Adds a look.</summary>
    public void Add(GpuPoll poll)
    {
        lock (_lock)
            _polls.Add(poll);
    }

    /// <summary>Sums up.</summary>
    public GpuWatch Summarise()
    {
        lock (_lock)
        {
            // Clocks of an idle GPU are low, and mean nothing. The last look may follow the worker's end.
            var busy = _polls.Where(p => p.Reasons is { } r && !r.HasFlag(ClockEventReasons.Idle)).ToList();
            var reasons = Shares();
            var others = _polls.Select(Others).DefaultIfEmpty(0).Max();
            var uncorrected = Growth(p => p.EccUncorrected);
            return new()
            {
                Polls = _polls.Count,
                SmClockMhz = Range(busy.Select(p => p.SmClock)),
                MemoryClockMhz = Range(busy.Select(p => p.MemoryClock)),
                TemperatureCelsius = Range(_polls.Select(p => p.Temperature)),
                PowerWatts = _polls.Max(p => p.Power),
                Reasons = reasons,
                OtherProcesses = others,
                EccCorrected = Growth(p => p.EccCorrected),
                EccUncorrected = uncorrected,
                MemoryUsedBytes = _polls.Max(p => p.MemoryUsed),
                Disturbance = Disturbance(others, uncorrected),
            };
        }
    }

    private static ImmutableArray<int>? Range(IEnumerable<uint?> values)
    {
        var known = values.OfType<uint>().Select(v => (int)v).ToList();
        return known.Count == 0 ? null : [known.Min(), known.Max()];
    }

    private ImmutableSortedDictionary<string, double> Shares() =>
        Enum.GetValues<ClockEventReasons>()
            .Where(reason => reason is not (ClockEventReasons.None or ClockEventReasons.Idle))
            .Select(reason => (Name: Name(reason), Count: _polls.Count(p => p.Reasons is { } r && r.HasFlag(reason))))
            .Where(seen => seen.Count > 0)
            .ToImmutableSortedDictionary(
                seen => seen.Name,
                seen => Math.Round((double)seen.Count / _polls.Count, 3),
                StringComparer.Ordinal
            );

    // Which one the worker is, its number does not say: inside a container the driver numbers processes as the host
    // does. So it is the one that was not there before the worker.
    private int Others(GpuPoll poll)
    {
        var newcomers = poll.Processes.Count(p => !before.Processes.Contains(p));
        return poll.Processes.Length - (observes ? newcomers : Math.Min(newcomers, 1));
    }

    private long? Growth(Func<GpuPoll, ulong?> counter) =>
        _polls.Count > 0 && counter(_polls[^1]) is { } now && counter(before) is { } then && now >= then
            ? (long)(now - then)
            : null;

    private string? Disturbance(int others, long? uncorrected)
    {
        var voiding = _polls.Aggregate(
            ClockEventReasons.None,
            (all, p) => all | ((p.Reasons ?? ClockEventReasons.None) & Voiding)
        );
        List<string> found = [];
        if (voiding != ClockEventReasons.None)
        {
            var names = Enum.GetValues<ClockEventReasons>()
                .Where(r => r != ClockEventReasons.None && voiding.HasFlag(r))
                .Select(Name);
            found.Add($"throttled: {string.Join(", ", names)}");
        }

        if (others > 0)
            found.Add(string.Create(CultureInfo.InvariantCulture, $"shared: {others} other process(es) on the GPU"));
        if (uncorrected > 0)
            found.Add(Numbers.Things(uncorrected.Value, "uncorrectable memory error"));
        return found.Count == 0 ? null : string.Join("; ", found);
    }

    private static string Name(ClockEventReasons reason) => reason switch
    {
        ClockEventReasons.ApplicationClocks => "application clocks",
        ClockEventReasons.SoftwarePowerCap => "software power cap",
        ClockEventReasons.HardwareSlowdown => "hardware slowdown",
        ClockEventReasons.SyncBoost => "sync boost",
        ClockEventReasons.SoftwareThermal => "software thermal slowdown",
        ClockEventReasons.HardwareThermal => "hardware thermal slowdown",
        ClockEventReasons.PowerBrake => "power brake",
        ClockEventReasons.DisplayClock => "display clock",
        _ => reason.ToString(),
    };
}
