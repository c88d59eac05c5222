using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring;

/// <summary>The cases of a gate invocation, to be dealt out to shards.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Filter">The filter in force; null for all cases.</param>
/// <param name="Last">The last measurement of the device, which says what a case costs; null for none.</param>
internal sealed record CaseDeal(BenchmarkSuite Suite, string? Filter, Measurement? Last)
{
    /// <summary>The cases, canaries left out.</summary>
    public ImmutableArray<BenchmarkCase> Cases =>
        [.. CaseFilter.Apply(Suite, Filter).Cases.Where(c => c.Role == CaseRole.Case)];

    /// <summary>
    /// What was asked for. The device is asked what it is and not opened: whose baseline says what the cases cost must
    /// be known before.
    /// </summary>
    public static CaseDeal Of(GateRunRequest request, DeviceKind kind, IReferenceSource references)
    {
        var device = DeviceSelection.Choose(kind.Name);
        return new(
            ManifestLoader.Load(request.Manifests, device, request.Root),
            request.Filter,
            references.Resolve(device.Slug ?? "").Baseline?.Newest
        );
    }

    /// <summary>The cases of one shard.</summary>
    public CaseShare Share(Shard shard) => CaseShare.Of(shard, Suite, Filter, Last);
}
