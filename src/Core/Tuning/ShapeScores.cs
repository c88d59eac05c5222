using System.Collections.Immutable;

namespace PerfGate.Core.Tuning;

/// <summary>How variants do over several shapes of a benchmark together.</summary>
public static class ShapeScores
{
    /// <summary>Scores variants.</summary>
    /// <param name="costs">
    /// Per variant and shape the natural logarithm of its time over that of a fixed variant; the shapes are the same
    /// for all.
    /// </param>
    /// <returns>In the order given.</returns>
    public static ImmutableArray<ShapeScore> Of(IReadOnlyList<ImmutableArray<double>> costs)
    {
        if (costs.Count == 0)
            return [];
        var best = Enumerable.Range(0, costs[0].Length).Select(shape => costs.Min(c => c[shape])).ToList();
        return
        [
            .. costs.Select(c => new ShapeScore(
                Math.Exp(c.Average()),
                Math.Exp(c.Zip(best, (x, b) => x - b).Max()) - 1
            )),
        ];
    }
}

/// <summary>The score of one variant.</summary>
/// <param name="GeometricMean">Geometric mean over the shapes of its time over that of the fixed variant.</param>
/// <param name="WorstRegret">
/// By how much it is slower than the best variant of a shape, at the shape where that is most; a fraction.
/// </param>
public sealed record ShapeScore(double GeometricMean, double WorstRegret);
