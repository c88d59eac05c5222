using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Policy;

/// <summary>What a policy must hold to that its schema cannot say.</summary>
public static class PolicyRules
{
    /// <summary>Checks a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="path">Its file, for the place of the diagnostics.</param>
    /// <returns>What is wrong with it; empty if nothing is.</returns>
    public static ImmutableArray<Diagnostic> Check(GatePolicy policy, string path) =>
        policy.Runs.Maximum < policy.Runs.Minimum
            ? [DiagnosticCatalog.RunBoundsCrossed(new(path), policy.Runs.Minimum, policy.Runs.Maximum)]
            : [];
}
