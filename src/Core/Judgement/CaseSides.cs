using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>The runs of one case on the two sides of a comparison.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Reference">Samples of the reference's runs, nanoseconds.</param>
/// <param name="Candidate">Samples of the candidate's runs, nanoseconds; run by run beside the reference's where paired.</param>
/// <param name="Paired">Whether run i of both sides came out of one process.</param>
/// <param name="Days">Log locations of the runs of each day of the reference, where it spans three days or more; else empty.</param>
internal sealed record CaseSides(
    string Name,
    ImmutableArray<ImmutableArray<double>> Reference,
    ImmutableArray<ImmutableArray<double>> Candidate,
    bool Paired,
    ImmutableArray<ImmutableArray<double>> Days)
{
    /// <summary>Runs a side below which there is no variance to go by.</summary>
    public const int FewestRuns = 2;

    /// <summary>Whether both sides have runs enough to say anything.</summary>
    public bool Comparable => Reference.Length >= FewestRuns && Candidate.Length >= FewestRuns;

    /// <summary>Two measurements of a case; null where either has no times.</summary>
    public static CaseSides? Unpaired(ImmutableArray<MeasuredCase> referenceDays, MeasuredCase? candidate)
    {
        if (candidate is null || referenceDays.IsEmpty)
            return null;
        var newest = referenceDays[^1];
        // An older measurement of other code says nothing of this code's days.
        ImmutableArray<MeasuredCase> same =
            [.. referenceDays.Where(d => d.CodeHash == newest.CodeHash && d.Runs.Length >= FewestRuns)];
        var days = same.Length >= 3
            ? same.Select(d => d.Runs.Select(r => Math.Log(InterquartileMean.Of(r.Samples.AsSpan()))).ToImmutableArray()).ToImmutableArray()
            : [];
        return new(
            candidate.Name,
            [.. newest.Runs.Select(r => r.Samples)],
            [.. candidate.Runs.Select(r => r.Samples)],
            Paired: false,
            days);
    }

    /// <summary>An interleaved case; null where no run holds the base's side.</summary>
    public static CaseSides? Interleaved(MeasuredCase? trial)
    {
        if (trial is null || !trial.Runs.Any(r => r.ReferenceSamples is { IsEmpty: false }))
            return null;
        ImmutableArray<CaseRun> both = [.. trial.Runs.Where(r => r.ReferenceSamples is { IsEmpty: false })];
        return new(
            trial.Name, [.. both.Select(r => r.ReferenceSamples!.Value)], [.. both.Select(r => r.Samples)], Paired: true, []);
    }
}
