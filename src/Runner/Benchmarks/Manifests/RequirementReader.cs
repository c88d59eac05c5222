using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Holds what a benchmark requires against the device.</summary>
internal static class RequirementReader
{
    /// <summary>Why the device cannot run the case, in one line; null where it can.</summary>
    public static string? SkipReason(CaseContext context, DeviceFacts device)
    {
        if (context.Benchmark["requires"] is not { } requires)
            return null;
        if (requires["device"]?.Text is { } kind && kind != device.Kind.Name)
            return $"it requires a {kind} device, and this is {device.Kind.Name}";
        if (
            requires["computeCapability"]?.Text is { } capability
            && Capability(context, requires, capability, device) is { } reason
        )
            return reason;
        if (requires["memory"] is not { } stated || context.Evaluate.Number(stated, "memory") is not { } memory)
            return null;
        return device.MemoryBytes < memory
            ? $"it requires {PointEvaluator.Text(memory)} bytes of device memory, and this device has "
                + $"{device.MemoryBytes}"
            : null;
    }

    private static string? Capability(CaseContext context, PlacedJson requires, string needed, DeviceFacts device)
    {
        if (!Version.TryParse(needed, out var least))
        {
            context.Errors.Add(
                DiagnosticCatalog.BadValue(
                    requires["computeCapability"]!.At,
                    "computeCapability",
                    $"{needed} is not a version such as 9.0"
                )
            );
            return null;
        }

        if (device.ComputeCapability is not { } has)
            return $"it requires compute capability {needed}, and a {device.Kind.Name} device has none";
        return Version.Parse(has) < least
            ? $"it requires compute capability {needed}, and this device has {has}"
            : null;
    }
}
