using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Model;

/// <summary>One line about where and how a measurement was taken.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The value; foreign text.</param>
internal sealed record EnvironmentFact(string Label, string Value);

/// <summary>The environment of a measurement as lines to read.</summary>
internal static class EnvironmentFacts
{
    /// <summary>The lines, the most telling first; those that are unknown are left out.</summary>
    public static IEnumerable<EnvironmentFact> Of(ReportModel model)
    {
        if (model.Input.Measurement is not { } measurement)
            return [];
        var e = measurement.Environment;
        IEnumerable<(string Label, string? Value)> facts =
        [
            (
                "Device",
                e.Gpu is { } gpu
                    ? $"{gpu.Name}, compute capability {gpu.ComputeCapability}"
                    : $"{e.Device.Name}: {e.Host.Processor}"
            ),
            ("Driver", e.Gpu?.DriverVersion),
            ("GPU", e.Gpu is { } g ? Gpu(g) : null),
            ("GPU while measuring", Watched(measurement)),
            ("Timing clock", e.Clock),
            ("Cache", e.Cache),
            ("GPU clocks", e.Gpu is null ? null : e.ClockPolicy),
            ("Compiler", $"{e.Compiler.Name} {e.Compiler.Version} {e.Compiler.Flags}"),
            ("Libraries", Named(e.Libraries, ": ")),
            (
                "Host",
                $"{e.Host.OperatingSystem}, kernel {e.Host.Kernel}, {e.Host.Processor}, {e.Host.LogicalProcessors} "
                    + $"logical processors"
            ),
            (
                "Commit",
                e.Git is { } git
                    ? $"{git.Commit}{(git.Dirty ? " with uncommitted changes" : "")}"
                        + $"{(git.Tag is null ? "" : $", {git.Tag}")}"
                    : null
            ),
            ("PerfGate", e.PerfGateVersion),
            ("Locked", Named(e.Locked, "=")),
            ("Measured", $"{measurement.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {Wall(measurement.WallSeconds)}"),
            ("Workers", Workers(measurement)),
            ("Cost", Cost(model, measurement)),
        ];
        return facts.Where(f => f.Value is not null).Select(f => new EnvironmentFact(f.Label, f.Value!));
    }

    private static string? Named(ImmutableSortedDictionary<string, string> values, string sign) =>
        values.IsEmpty ? null : string.Join(", ", values.Select(v => v.Key + sign + v.Value));

    private static string Gpu(GpuDescription gpu)
    {
        IEnumerable<string?> parts =
        [
            $"{gpu.Multiprocessors} multiprocessors",
            Quantity.Bytes(gpu.MemoryBytes),
            gpu.L2CacheBytes is { } l2 ? $"L2 {Quantity.Bytes(l2)}" : null,
            gpu.Ecc is { } ecc ? $"ECC {(ecc ? "on" : "off")}" : null,
            gpu.Mig is { } mig ? $"MIG {(mig ? "on" : "off")}" : null,
            gpu.PowerLimitWatts is { } watts ? $"{Quantity.Significant(watts, 3)} W" : null,
            gpu.Vbios is null ? null : $"VBIOS {gpu.Vbios}",
            gpu.Uuid,
        ];
        return string.Join(", ", parts.Where(p => p is not null));
    }

    private static string? Watched(Measurement measurement)
    {
        var watches = measurement.Workers.Select(w => w.Watch).OfType<GpuWatch>().ToArray();
        if (watches.Length == 0)
            return null;
        IEnumerable<string?> parts =
        [
            Range(watches.Select(w => w.SmClockMhz), "MHz"),
            Range(watches.Select(w => w.MemoryClockMhz), "MHz memory"),
            Range(watches.Select(w => w.TemperatureCelsius), "°C"),
            watches.Max(w => w.PowerWatts) is { } power ? $"up to {Quantity.Significant(power, 3)} W" : null,
            watches.Max(w => w.MemoryUsedBytes) is { } memory
                ? $"up to {Quantity.Bytes(memory)} in use by all processes"
                : null,
            .. watches
                .SelectMany(w => w.Reasons.Keys)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(r => $"held back by {r}"),
        ];
        return string.Join(", ", parts.Where(p => p is not null));
    }

    private static string? Range(IEnumerable<ImmutableArray<int>?> ranges, string unit)
    {
        var values = ranges.Where(r => r is { IsDefaultOrEmpty: false }).SelectMany(r => r!.Value).ToArray();
        if (values.Length == 0)
            return null;
        return values.Min() == values.Max() ? $"{values.Min()} {unit}" : $"{values.Min()} to {values.Max()} {unit}";
    }

    private static string? Workers(Measurement measurement)
    {
        if (measurement.Workers.IsDefaultOrEmpty)
            return null;
        var failed = measurement.Workers.Where(w => w.Outcome != WorkerOutcome.Completed)
            .CountBy(w => w.Outcome).Select(c => $"{c.Value} {c.Key.ToString().ToLowerInvariant()}");
        return string.Join(", ", [$"{measurement.Workers.Length} started", .. failed]);
    }

    /// <summary>What the measurement cost; null if no price is set.</summary>
    public static string? Cost(ReportModel model, Measurement measurement)
    {
        if (model.Verdict.Policy.DevicePricePerHour is not { } price)
            return null;
        var seconds = measurement.WallSeconds + (model.Input.Trial?.WallSeconds ?? 0);
        return string.Create(CultureInfo.InvariantCulture,
            $"{seconds / 3600 * price:0.000} {model.Verdict.Policy.Currency} at {price:0.00} an hour");
    }

    /// <summary>A wall time.</summary>
    public static string Wall(double seconds) => seconds < 120
        ? $"{Quantity.Significant(seconds, 3)} s"
        : $"{Quantity.Significant(seconds / 60, 3)} min";
}
