using System.Collections.Immutable;

namespace PerfGate.Core.Statistics;

/// <summary>The samples of the runs on the two sides of a comparison, positive, in any unit.</summary>
/// <param name="Reference">Samples of the reference's runs.</param>
/// <param name="Candidate">Samples of the candidate's runs; run by run beside the reference's where paired.</param>
/// <param name="Paired">Whether run i of both sides came out of one process.</param>
/// <param name="Days">The runs of each day of the reference, where it spans three days or more; else empty.</param>
public sealed record ComparedRuns(
    ImmutableArray<ImmutableArray<double>> Reference,
    ImmutableArray<ImmutableArray<double>> Candidate,
    bool Paired,
    ImmutableArray<ImmutableArray<ImmutableArray<double>>> Days)
{
    /// <summary>Two independent sides.</summary>
    public static ComparedRuns Unpaired(
        ImmutableArray<ImmutableArray<double>> reference, ImmutableArray<ImmutableArray<double>> candidate) =>
        new(reference, candidate, false, []);

    /// <summary>The log locations of runs.</summary>
    /// <param name="runs">Samples of each run.</param>
    public static double[] LogLocations(ImmutableArray<ImmutableArray<double>> runs) =>
        [.. runs.Select(samples => Math.Log(InterquartileMean.Of(samples.AsSpan())))];

    /// <summary>Difference, standard error and degrees of freedom.</summary>
    /// <remarks>At least two runs a side.</remarks>
    public Effect Effect() => Effect(LogLocations(Reference), LogLocations(Candidate));

    /// <summary>
    /// Difference, standard error and degrees of freedom from log locations at hand: they cost a sort of every run.
    /// </summary>
    /// <param name="reference">Log locations of <see cref="Reference"/>.</param>
    /// <param name="candidate">Log locations of <see cref="Candidate"/>.</param>
    public Effect Effect(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate)
    {
        if (!Days.IsEmpty)
            return MeanDifference.AcrossDays([.. Days.Select(d => Moments.Mean(LogLocations(d)))], candidate);
        return Paired
            ? MeanDifference.Paired(Differences(reference, candidate))
            : MeanDifference.Unpaired(reference, candidate);
    }

    /// <summary>
    /// Candidate minus reference by the typical runs, on the log scale: what a few far-off runs hardly move
    /// (<see cref="HodgesLehmann"/>).
    /// </summary>
    /// <param name="reference">Log locations of <see cref="Reference"/>.</param>
    /// <param name="candidate">Log locations of <see cref="Candidate"/>.</param>
    public double TypicalDifference(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate) =>
        !Days.IsEmpty ? HodgesLehmann.Shift([.. Days.Select(d => Quantiles.Median(LogLocations(d)))], candidate)
        : Paired ? HodgesLehmann.Centre(Differences(reference, candidate))
        : HodgesLehmann.Shift(reference, candidate);

    /// <summary>Candidate minus reference, run by run.</summary>
    /// <param name="reference">Log locations, one a run.</param>
    /// <param name="candidate">As many.</param>
    public static double[] Differences(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate)
    {
        var differences = new double[candidate.Length];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = candidate[i] - reference[i];
        return differences;
    }
}
