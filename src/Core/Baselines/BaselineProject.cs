using PerfGate.Core.Measurements;

namespace PerfGate.Core.Baselines;

/// <summary>
/// Whose cases a baseline holds. One that is shared by two projects would lose the cases of each in turn.
/// </summary>
public static class BaselineProject
{
    /// <summary>The project whose baseline this is, where it is another one than that of a measurement.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="project">
    /// The measurement's project, relative to the repository root; null where it is not known.
    /// </param>
    /// <param name="exists">
    /// Whether a project, named in this way, is still there: one that was renamed owns nothing.
    /// </param>
    /// <returns>The other project; null where it is the same, or one of the two is not known.</returns>
    public static string? OtherThan(Baseline baseline, string? project, Func<string, bool> exists) =>
        baseline.Newest.Project is { } owner && project is not null && owner != project && exists(owner) ? owner : null;

    /// <summary>
    /// Whether a measurement names none of the cases of a baseline, measured or not; canaries are left out. Where no
    /// project is recorded, this is how another project's measurement shows.
    /// </summary>
    public static bool HasNoCaseOf(Baseline baseline, Measurement candidate)
    {
        var before = Names(baseline.Newest).ToHashSet(StringComparer.Ordinal);
        return before.Count > 0 && !Names(candidate).Any(before.Contains);
    }

    private static IEnumerable<string> Names(Measurement measurement) => measurement.Cases
        .Where(c => c.Role == CaseRole.Case)
        .Select(c => c.Name);
}
