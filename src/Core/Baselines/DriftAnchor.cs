using System.Collections.Immutable;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Baselines;

/// <summary>
/// What later slow-downs of a case are counted from. It outlives the measurement that it was taken from, because a
/// bound against the oldest of five kept measurements would move along with every tag.
/// </summary>
/// <param name="Case">Case name.</param>
/// <param name="MeasuredAt">When it was measured, UTC.</param>
/// <param name="Tag">The release tag at which it was measured.</param>
/// <param name="RunMeans">Interquartile mean of each run, nanoseconds; at least one.</param>
/// <param name="Commit">The commit at which it was measured; null where unknown.</param>
/// <param name="CodeHash">The case's machine-code hash then; null where unknown.</param>
/// <param name="Cache">
/// The cache state in which it was measured, <c>cold</c> or <c>hot</c>; null in older files, for that of the newest
/// measurement.
/// </param>
/// <param name="Accepted">
/// The accepted slow-down that moved the anchor here; it moves it only once. Null for none.
/// </param>
public sealed record DriftAnchor(
    string Case,
    DateTimeOffset MeasuredAt,
    string Tag,
    ImmutableArray<double> RunMeans,
    string? Commit = null,
    string? CodeHash = null,
    string? Cache = null,
    AcceptedSlowdown? Accepted = null);
