using System.Collections.Immutable;

namespace PerfGate.Core.Explaining;

/// <summary>Something that differs between both sides and costs time.</summary>
/// <param name="Factor">
/// How many times as much of it the slower side has: as many times as slow it would be if nothing else counted.
/// </param>
/// <param name="Name">What it is, as the subject of a sentence.</param>
/// <param name="Evidence">The figures of both sides.</param>
/// <param name="LookAt">What to look at in the source, as an imperative.</param>
/// <param name="Counters">The counters that the figures come from.</param>
internal sealed record Cause(
    double Factor,
    string Name,
    string Evidence,
    string LookAt,
    ImmutableArray<string> Counters
)
{
    /// <summary>What of <see cref="Factor"/> above 1 may be nothing but noise.</summary>
    public double Noise { get; init; } = 0.01;

    /// <summary>Which share of a slow-down it can account for: 1 for all of it.</summary>
    /// <param name="slowdown">The slower side's time over the faster side's, above 1.</param>
    public double Share(double slowdown) => Math.Min(1, Math.Log(Math.Max(Factor, 1)) / Math.Log(slowdown));
}
