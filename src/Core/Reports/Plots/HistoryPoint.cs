using System.Collections.Immutable;

namespace PerfGate.Core.Reports.Plots;

/// <summary>One measurement of a case in its history.</summary>
/// <param name="Label">The tag, the short commit or the date; foreign text.</param>
/// <param name="Location">Where its runs lie, nanoseconds.</param>
/// <param name="Runs">The location of each run, nanoseconds.</param>
internal sealed record HistoryPoint(string Label, double Location, ImmutableArray<double> Runs);
