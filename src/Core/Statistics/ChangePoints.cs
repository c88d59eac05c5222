using Perfolizer.Mathematics.Cpd;

namespace PerfGate.Core.Statistics;

/// <summary>Where the level of a history changed.</summary>
public static class ChangePoints
{
    /// <summary>Runs on either side of a change, at least: below five a level is a matter of luck.</summary>
    public const int FewestRuns = 5;

    // ED-PELT's penalty lets through about one change too many in a short history; this error is divided by the places
    // where one could be.
    private const double MostP = 0.05;

    /// <summary>Finds the changes in a case's run locations over all measurements of a history.</summary>
    /// <param name="locations">Locations of the runs, oldest first.</param>
    /// <returns>
    /// Index of the first run of each new level, ascending; empty if nothing changed or the history is short.
    /// </returns>
    /// <remarks>
    /// ED-PELT of Haynes, Fearnhead and Eckley (2017), Statistics and Computing 27, 1293-1305, as Perfolizer has it; of
    /// the changes that it proposes, those stay whose neighbouring levels a Mann-Whitney test tells apart.
    /// </remarks>
    public static int[] Of(ReadOnlySpan<double> locations)
    {
        if (locations.Length < 2 * FewestRuns)
            return [];

        // The detector names the last run before a change.
        var runs = locations.ToArray();
        List<int> edges =
        [
            0,
            .. EdPeltChangePointDetector.Instance.GetChangePointIndexes(runs, FewestRuns).Select(i => i + 1),
            runs.Length,
        ];
        while (edges.Count > 2)
        {
            var (least, at) = Enumerable.Range(1, edges.Count - 2).Max(i => (P(runs, edges, i), i));
            if (least <= MostP / runs.Length)
                break;
            edges.RemoveAt(at);
        }

        return [.. edges.Skip(1).SkipLast(1)];
    }

    private static double P(double[] runs, List<int> edges, int i) =>
        MannWhitney.Test(runs.AsSpan(edges[i - 1]..edges[i]), runs.AsSpan(edges[i]..edges[i + 1])).P;
}
