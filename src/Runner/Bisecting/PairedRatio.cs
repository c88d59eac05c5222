using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Runner.Bisecting;

/// <summary>
/// Candidate over base of an interleaved case: mean and standard error of the runs' paired log differences.
/// </summary>
/// <param name="LogRatio">Their mean; above 0 the candidate is slower.</param>
/// <param name="StandardError">Of the mean; infinite for a single run.</param>
/// <param name="Runs">How many runs hold both sides.</param>
internal readonly record struct PairedRatio(double LogRatio, double StandardError, int Runs)
{
    /// <summary>From the runs of a case.</summary>
    /// <param name="runs">The runs; those without the base's side do not count.</param>
    public static PairedRatio Of(IEnumerable<CaseRun> runs)
    {
        var differences = runs.Where(r => r.ReferenceSamples is { IsEmpty: false })
            .Select(r =>
                Math.Log(
                    InterquartileMean.Of(r.Samples.AsSpan()) / InterquartileMean.Of(r.ReferenceSamples!.Value.AsSpan())
                )
            )
            .ToArray();
        if (differences.Length == 0)
            return new(0, double.PositiveInfinity, 0);
        var mean = differences.Average();
        var error = differences.Length < 2 ? double.PositiveInfinity
            : Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1) / differences.Length);
        return new(mean, error, differences.Length);
    }
}
