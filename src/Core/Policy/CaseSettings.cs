using PerfGate.Core.Devices;

namespace PerfGate.Core.Policy;

/// <summary>
/// The settings of one case. The one place where they are resolved: what takes the samples and what judges them ask
/// here, so that no case is sampled for one tolerance or cache state and judged by another.
/// </summary>
/// <param name="Tolerance">The tolerated slow-down as stated, as a fraction.</param>
/// <param name="AbsoluteFloorNs">The absolute floor, nanoseconds.</param>
/// <param name="Cache">The cache state before each sample.</param>
public sealed record CaseSettings(double Tolerance, double AbsoluteFloorNs, CacheState Cache)
{
    /// <summary>
    /// Resolves the settings of a case. For each setting the first override counts that fits the case and states that
    /// setting. Without one the policy's value counts, and for the tolerance what the manifests state. Of several
    /// manifests the strictest counts: a branch that loosens its own tolerance would move its own goalposts.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="device">The device.</param>
    /// <param name="name">The case's name.</param>
    /// <param name="stated">
    /// The tolerance that each manifest with this case states, as a fraction, null if it states none: the
    /// candidate's, and the reference's where it has the case.
    /// </param>
    public static CaseSettings Of(GatePolicy policy, DeviceKind device, string name, params IEnumerable<double?> stated)
    {
        var fitting = policy.Overrides.Where(o => NamePattern.Fits(o.Case, name)).ToArray();
        return new(
            fitting.Select(o => o.Tolerance).FirstOrDefault(t => t is not null)
                ?? stated
                    .Select(t => t ?? ToleranceOf(policy, device))
                    .DefaultIfEmpty(ToleranceOf(policy, device))
                    .Min(),
            fitting.Select(o => o.AbsoluteFloorNs).FirstOrDefault(f => f is not null) ?? policy.AbsoluteFloorNs,
            fitting.Select(o => o.Cache).FirstOrDefault(c => c is not null) ?? policy.Cache
        );
    }

    /// <summary>The policy's tolerance on a device, as a fraction.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="device">The device.</param>
    public static double ToleranceOf(GatePolicy policy, DeviceKind device) =>
        policy.Tolerance.Of(device);

    /// <summary>A cache state as files state it: <c>cold</c> or <c>hot</c>.</summary>
    public static string CacheName(CacheState cache) => cache switch
    {
        CacheState.Cold => "cold",
        CacheState.Hot => "hot",
    };
}
