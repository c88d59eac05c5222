using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>Refuses samples from which no honest verdict can follow.</summary>
internal static class SampleGuard
{
    /// <summary>Checks every side.</summary>
    /// <exception cref="PerfGateException">PG3011: a sample is not a positive finite time; PG3012: both sides hold the same samples.</exception>
    public static void Check(JudgementInput input)
    {
        IEnumerable<(string Side, Measurement Measurement)> sides =
        [
            ("the candidate's measurement", input.Candidate),
            .. input.Trial is { } trial ? [("the trial", trial)] : Array.Empty<(string, Measurement)>(),
            .. input.Remeasured is { } again ? [("the second measurement", again)] : Array.Empty<(string, Measurement)>(),
            .. (input.Reference?.Measurements ?? []).Select(m => ("the baseline", m)),
        ];
        foreach (var (side, measurement) in sides)
        {
            foreach (var measured in measurement.Cases)
                CheckTimes(side, measured);
        }

        if (input.Reference is { Measurements.IsEmpty: false } baseline)
            CheckDistinct(baseline.Measurements[^1], input.Candidate);
    }

    private static void CheckTimes(string side, MeasuredCase measured)
    {
        foreach (var run in measured.Runs)
        {
            if (run.Samples.IsDefaultOrEmpty)
                throw Unusable(DiagnosticCatalog.UnusableSamples(side, measured.Name, run.Run, "has no samples"));
            if (Bad(run.Samples) is { } bad)
                throw Unusable(DiagnosticCatalog.UnusableSamples(side, measured.Name, run.Run, $"holds {Wording.Number(bad)}"));
            if (run.ReferenceSamples is { } reference && Bad(reference) is { } worse)
                throw Unusable(DiagnosticCatalog.UnusableSamples(side, measured.Name, run.Run, $"holds {Wording.Number(worse)}"));
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

    // Real clocks do not repeat whole runs of varying samples: equal ones are a copied file. Constant samples, of a coarse clock, may be.
    private static void CheckDistinct(Measurement reference, Measurement candidate)
    {
        foreach (var now in candidate.Cases.Where(c => c.Role == CaseRole.Case))
        {
            var old = reference.Cases.FirstOrDefault(c => c.Name == now.Name);
            if (old is null || old.Runs.IsEmpty || old.Runs.Length != now.Runs.Length || Proceedings.SameCode(old, now))
                continue;
            var equal = old.Runs.Zip(now.Runs).All(pair => pair.First.Samples.SequenceEqual(pair.Second.Samples));
            if (equal && now.Runs.Any(r => r.Samples.Distinct().Count() > 1))
                throw Unusable(DiagnosticCatalog.SameSamples(now.Name));
        }
    }

    private static PerfGateException Unusable(Diagnostic diagnostic) => new(diagnostic, ExitCode.Usage);
}
