using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>Refuses samples from which no honest verdict can follow.</summary>
internal static class SampleGuard
{
    /// <summary>Checks every side.</summary>
    /// <exception cref="PerfGateException">
    /// PG3011: a sample is not a positive finite time; PG3012: both sides hold the same samples; PG3013: a case is
    /// there twice.
    /// </exception>
    public static void Check(JudgementInput input)
    {
        IEnumerable<(string Side, Measurement Measurement)> sides =
        [
            ("the candidate's measurement (measurement.json)", input.Candidate),
            .. input.Trial is { } trial ? [("the trial (trial.json)", trial)] : Array.Empty<(string, Measurement)>(),
            .. input.Remeasured is { } again
                ? [("the second measurement (remeasured.json)", again)]
                : Array.Empty<(string, Measurement)>(),
            .. (input.Reference?.Measurements ?? []).Select(m => ("the baseline (reference.json)", m)),
        ];
        foreach (var (side, measurement) in sides)
        {
            if (
                measurement.Cases.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is
                { } twice
            )
                throw Unusable(DiagnosticCatalog.CaseHeldTwice(side, twice.Key));
            foreach (var measured in measurement.Cases)
                CheckTimes(side, measured);
        }

        if (input.Reference is { Measurements.IsEmpty: false } baseline)
            CheckDistinct(baseline.Measurements[^1], input.Candidate);
        foreach (var measured in (input.Trial ?? input.Candidate).Cases.Where(c => c.Role == CaseRole.Case))
            CheckDistinct(measured);
    }

    private static void CheckTimes(string side, MeasuredCase measured)
    {
        foreach (var run in measured.Runs)
        {
            if (run.Samples.IsDefaultOrEmpty)
                throw Unusable(DiagnosticCatalog.UnusableSamples(side, measured.Name, run.Run, "has no samples"));
            if (Bad(run.Samples) is { } bad)
                throw Unusable(
                    DiagnosticCatalog.UnusableSamples(side, measured.Name, run.Run, $"holds {Numbers.Number(bad)}")
                );
            if (run.ReferenceSamples is { } reference && Bad(reference) is { } worse)
                throw Unusable(
                    DiagnosticCatalog.UnusableSamples(side, measured.Name, run.Run, $"holds {Numbers.Number(worse)}")
                );
        }
    }

    private static double? Bad(ImmutableArray<double> samples)
    {
        foreach (var sample in samples)
        {
            if (!(sample > 0 && double.IsFinite(sample)))
                return sample;
        }

        return null;
    }

    // Real clocks do not repeat whole runs of varying samples: equal ones are a copied file. Constant samples, of a
    // coarse clock, may be.
    private static void CheckDistinct(Measurement reference, Measurement candidate)
    {
        var before = reference.Cases.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (var now in candidate.Cases.Where(c => c.Role == CaseRole.Case))
        {
            if (
                !before.TryGetValue(now.Name, out var old)
                || old.Runs.Length != now.Runs.Length
                || Comparisons.SameCode(old, now)
            )
                continue;
            var equal = old.Runs.Zip(now.Runs).All(pair => pair.First.Samples.SequenceEqual(pair.Second.Samples));
            if (equal && Vary(now))
                throw Unusable(DiagnosticCatalog.SameSamples(now.Name));
        }
    }

    // Both sides of an interleaved case.
    private static void CheckDistinct(MeasuredCase tried)
    {
        if (
            tried.Runs.All(r => r.ReferenceSamples is { } reference && reference.SequenceEqual(r.Samples))
            && Vary(tried)
        )
            throw Unusable(DiagnosticCatalog.SameSamples(tried.Name));
    }

    private static bool Vary(MeasuredCase measured) => measured.Runs.Any(r => r.Samples.Distinct().Count() > 1);

    private static PerfGateException Unusable(Diagnostic diagnostic) => new(diagnostic, ExitCode.Usage);
}
