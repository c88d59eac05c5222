using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace PerfGate.Core.Tuning;

/// <summary>
/// Compares variants by a few runs each. Every difference is held against the scatter between runs, pooled over all of
/// them, because two or three runs of one variant say little about its own.
/// </summary>
public sealed class Race
{
    private const double Confidence = 0.95;

    private readonly double _deviation;
    private readonly double _quantile;

    private Race(ImmutableArray<Contestant> contestants)
    {
        Contestants = contestants;
        var degrees = contestants.Sum(c => c.Costs.Length - 1);
        var squares = contestants.Sum(c => c.Costs.Sum(x => (x - c.Mean) * (x - c.Mean)));
        _deviation = degrees > 0 ? Math.Sqrt(squares / degrees) : double.PositiveInfinity;
        _quantile = degrees > 0 ? StudentT.InvCDF(0, 1, degrees, (1 + Confidence) / 2) : 1;
        Leader = contestants.MinBy(c => c.Mean)!;
    }

    /// <summary>The variants, in the order given.</summary>
    public ImmutableArray<Contestant> Contestants { get; }

    /// <summary>The one with the smallest mean.</summary>
    public Contestant Leader { get; }

    /// <summary>Those whose interval is not clear of the leader's, the leader first and then by their means.</summary>
    public IEnumerable<Contestant> Abreast =>
        Contestants.Where(c => !IsClear(Leader, c)).OrderBy(c => c.Mean).ThenBy(c => c.Point);

    /// <summary>Compares variants.</summary>
    /// <param name="costs">
    /// The variants, at least one, each with its costs: per run, at least one, the natural logarithm of its time over
    /// that of a fixed variant.
    /// </param>
    public static Race Of(IEnumerable<(long Point, ImmutableArray<double> Costs)> costs) =>
        new([.. costs.Select(c => new Contestant(c.Point, c.Costs))]);

    /// <summary>Whether a variant is faster than the fixed one (cost 0) by more than chance explains.</summary>
    public bool IsClearlyFaster(Contestant contestant) => contestant.Mean < -Margin(contestant);

    /// <summary>Whether a variant is slower than the fixed one (cost 0) by more than chance explains.</summary>
    public bool IsClearlySlower(Contestant contestant) => contestant.Mean > Margin(contestant);

    private double Margin(Contestant contestant) => _quantile * _deviation / Math.Sqrt(contestant.Costs.Length);

    /// <summary>
    /// Whether one is faster than another by more than chance explains: the 95 % interval of the difference lies on one
    /// side of 0.
    /// </summary>
    public bool IsClear(Contestant faster, Contestant slower) =>
        slower.Mean - faster.Mean
        > _quantile * _deviation * Math.Sqrt(1.0 / faster.Costs.Length + 1.0 / slower.Costs.Length);
}

/// <summary>A variant in a race.</summary>
/// <param name="Point">Its index.</param>
/// <param name="Costs">Natural logarithm of its time over that of a fixed variant, per run.</param>
public sealed record Contestant(long Point, ImmutableArray<double> Costs)
{
    /// <summary>The mean of its costs.</summary>
    public double Mean { get; } = Costs.Average();
}
