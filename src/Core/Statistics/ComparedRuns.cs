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
    public Effect Effect()
    {
        var candidate = LogLocations(Candidate);
        if (!Days.IsEmpty)
            return MeanDifference.AcrossDays([.. Days.Select(d => Moments.Mean(LogLocations(d)))], candidate);
        var reference = LogLocations(Reference);
        return Paired
            ? MeanDifference.Paired([.. candidate.Zip(reference, (c, r) => c - r)])
            : MeanDifference.Unpaired(reference, candidate);
    }
}
