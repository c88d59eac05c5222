namespace PerfGate.Core.Baselines;

/// <summary>One case at one measurement of a history.</summary>
/// <param name="MeasuredAt">When, UTC.</param>
/// <param name="Tag">The release tag; null for none.</param>
/// <param name="Commit">The commit; null where unknown.</param>
/// <param name="LocationNs">Geometric mean of the runs' interquartile means, nanoseconds.</param>
/// <param name="Ratio">Over the point before; null at the first one.</param>
/// <param name="Change">What the step from the point before is, the two alone.</param>
/// <param name="LevelBegins">
/// Whether another level begins here, by a change-point search over all runs of the history.
/// </param>
public sealed record HistoryPoint(
    DateTimeOffset MeasuredAt,
    string? Tag,
    string? Commit,
    double LocationNs,
    double? Ratio,
    HistoryChange Change,
    bool LevelBegins
);

/// <summary>What a step between two measurements of a case is.</summary>
public enum HistoryChange
{
    /// <summary>Within the noise of the runs, or the first point.</summary>
    None,

    /// <summary>
    /// The times moved by more than the runs' noise and the machine code is another: a change point of the code.
    /// </summary>
    Code,

    /// <summary>The times moved by more than the runs' noise under the same machine code: the machine did it.</summary>
    Machine,
}
