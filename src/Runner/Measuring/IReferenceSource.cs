using PerfGate.Core.Measurements;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Measuring;

/// <summary>Finds what to compare with.</summary>
internal interface IReferenceSource
{
    /// <summary>The commit that is being measured; null outside a repository.</summary>
    GitState? Git { get; }

    /// <summary>Baseline, policy and their origin for a device.</summary>
    /// <param name="deviceSlug">The device model as a file name.</param>
    ResolvedReference Resolve(string deviceSlug);
}
