using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>The runs of one case on the two sides of a comparison.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Runs">Their samples, nanoseconds.</param>
internal sealed record CaseSides(string Name, ComparedRuns Runs)
{
    /// <summary>The indices of the reference's runs in its measurement; empty where they count from 0.</summary>
    public ImmutableArray<int> ReferenceRuns { get; init; } = [];

    /// <summary>The indices of the candidate's runs in its measurement; empty where they count from 0.</summary>
    public ImmutableArray<int> CandidateRuns { get; init; } = [];

    /// <summary>Runs a side below which there is no variance to go by.</summary>
    public const int FewestRuns = 2;

    /// <summary>Fewest days from which the variance between them can be estimated.</summary>
    public const int FewestDays = 3;

    /// <summary>What a person calls a run of the reference, from 1.</summary>
    /// <param name="i">Its place among the valid runs, from 0.</param>
    public int ReferenceRun(int i) => 1 + (ReferenceRuns.IsEmpty ? i : ReferenceRuns[i]);

    /// <summary>What a person calls a run of the candidate, or of both sides where interleaved, from 1.</summary>
    /// <param name="i">Its place among the valid runs, from 0.</param>
    public int CandidateRun(int i) => 1 + (CandidateRuns.IsEmpty ? i : CandidateRuns[i]);

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
        [
            .. referenceDays.Where(d => d.CodeHash == newest.CodeHash && d.Runs.Length >= FewestRuns),
        ];
        return new(
            candidate.Name,
            new(
                Samples(newest),
                Samples(candidate),
                Paired: false,
                same.Length >= FewestDays ? [.. same.Select(Samples)] : []
            )
        )
        {
            ReferenceRuns = Indices(newest.Runs),
            CandidateRuns = Indices(candidate.Runs),
        };
    }

    /// <summary>An interleaved case; null where no run holds the base's side.</summary>
    /// <param name="trial">The case in the interleaved measurement.</param>
    public static CaseSides? Interleaved(MeasuredCase? trial)
    {
        ImmutableArray<CaseRun> both = [.. (trial?.Runs ?? []).Where(r => r.ReferenceSamples is { IsEmpty: false })];
        return both.IsEmpty
            ? null
            : new(
                trial!.Name,
                new(
                    [.. both.Select(r => r.ReferenceSamples!.Value)],
                    [.. both.Select(r => r.Samples)],
                    Paired: true,
                    []
                )
            )
            {
                ReferenceRuns = Indices(both),
                CandidateRuns = Indices(both),
            };
    }

    private static ImmutableArray<int> Indices(ImmutableArray<CaseRun> runs) => [.. runs.Select(r => r.Run)];

    private static ImmutableArray<ImmutableArray<double>> Samples(MeasuredCase measured) =>
        [.. measured.Runs.Select(r => r.Samples)];
}
