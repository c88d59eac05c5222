using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>The runs of one case on the two sides of a comparison.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Runs">Their samples, nanoseconds.</param>
internal sealed record CaseSides(string Name, ComparedRuns Runs)
{
    /// <summary>Runs a side below which there is no variance to go by.</summary>
    public const int FewestRuns = 2;

    /// <summary>Days below which the variance between them cannot be told.</summary>
    public const int FewestDays = 3;

    /// <summary>Whether both sides have runs enough to say anything.</summary>
    public bool Comparable => Runs.Reference.Length >= FewestRuns && Runs.Candidate.Length >= FewestRuns;

    /// <summary>Two measurements of a case; null where either has no times.</summary>
    /// <param name="referenceDays">The case in each measurement of the baseline, oldest first.</param>
    /// <param name="candidate">The case now.</param>
    public static CaseSides? Unpaired(ImmutableArray<MeasuredCase> referenceDays, MeasuredCase? candidate)
    {
        if (candidate is null || referenceDays.IsEmpty)
            return null;
        var newest = referenceDays[^1];
        // An older measurement of other code says nothing of this code's days.
        ImmutableArray<MeasuredCase> same =
            [.. referenceDays.Where(d => d.CodeHash == newest.CodeHash && d.Runs.Length >= FewestRuns)];
        return new(candidate.Name, new(
            Samples(newest), Samples(candidate), Paired: false, same.Length >= FewestDays ? [.. same.Select(Samples)] : []));
    }

    /// <summary>An interleaved case; null where no run holds the base's side.</summary>
    /// <param name="trial">The case in the interleaved measurement.</param>
    public static CaseSides? Interleaved(MeasuredCase? trial)
    {
        ImmutableArray<CaseRun> both = [.. (trial?.Runs ?? []).Where(r => r.ReferenceSamples is { IsEmpty: false })];
        return both.IsEmpty
            ? null
            : new(trial!.Name, new([.. both.Select(r => r.ReferenceSamples!.Value)], [.. both.Select(r => r.Samples)], Paired: true, []));
    }

    private static ImmutableArray<ImmutableArray<double>> Samples(MeasuredCase measured) => [.. measured.Runs.Select(r => r.Samples)];
}
