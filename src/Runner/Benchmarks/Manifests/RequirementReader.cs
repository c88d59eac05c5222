using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Holds what a benchmark requires against the device.</summary>
internal static class RequirementReader
{
    /// <summary>Why the device cannot run the case, in one line; null if it can.</summary>
    public static string? SkipReason(CaseContext context, DeviceFacts device)
    {
        if (context.Benchmark["requires"] is not { } requires)
            return null;
        if (requires["device"]?.Text is { } kind && kind != device.Kind.Name)
            return $"it requires a {kind} device, and this is {device.Kind.Name}";
        if (Capability(context, requires, device) is { } reason)
            return reason;
        if (requires["memory"] is not { } stated || context.Evaluate.Number(stated, "memory") is not { } memory)
            return null;
        return device.MemoryBytes < memory
            ? $"it requires {PointEvaluator.Text(memory)} bytes of device memory, and this device has "
                + $"{device.MemoryBytes}"
            : null;
    }

    private static string? Capability(CaseContext context, PlacedJson requires, DeviceFacts device)
    {
        var least = Stated(context, requires, "computeCapability");
        var below = Stated(context, requires, "computeCapabilityBelow");
        if (least is null && below is null)
            return null;
        var needed =
            below is null ? $"compute capability {least}"
            : least is null ? $"a compute capability below {below}"
            : $"compute capability {least} or above, and below {below}";
        if (device.ComputeCapability is not { } has)
            return $"it requires {needed}, and a {device.Kind.Name} device has none";
        var found = Version.Parse(has);
        return (least is not null && found < least) || (below is not null && found >= below)
            ? $"it requires {needed}, and this device has {has}"
            : null;
    }

    private static Version? Stated(CaseContext context, PlacedJson requires, string field)
    {
        if (requires[field] is not { Text: { } text } stated)
            return null;
        if (!Version.TryParse(text, out var version))
            context.Errors.Add(
                DiagnosticCatalog.BadValue(stated.At, field, $"{text} is not a version such as 9.0")
            );
        return version;
    }
}
