using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Baselines;

/// <summary>What became of a candidate for a baseline: a new baseline, or every reason why there is none.</summary>
/// <param name="Baseline">The refreshed baseline; null where the candidate is refused.</param>
/// <param name="Refusals">Why it is refused; empty where it is not.</param>
/// <param name="Notes">What a reader of the refresh should know, one line each.</param>
public sealed record BaselineUpdate(
    Baseline? Baseline,
    ImmutableArray<Diagnostic> Refusals,
    ImmutableArray<string> Notes
);
