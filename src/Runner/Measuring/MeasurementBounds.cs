using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>Keeps what a measurement is written as within the limits of those who read it.</summary>
internal static class MeasurementBounds
{
    /// <summary>
    /// The most samples of a measurement, both sides together: about 60 MB of JSON. A measurement that has more, a
    /// thousand cases with twenty long runs each, keeps fewer of each run, chosen so that the run's location stays.
    /// </summary>
    public const int MaximumSamples = 6_000_000;

    /// <summary>The measurement with its texts cut and, where there are too many, its samples thinned.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="mostSamples">The most samples of all.</param>
    public static Measurement Bounded(this Measurement measurement, int mostSamples = MaximumSamples)
    {
        var keep = Kept(
            [.. measurement.Cases.SelectMany(c => c.Runs).SelectMany(Series).Select(s => s.Length)],
            mostSamples
        );
        return measurement with
        {
            Cases = [.. measurement.Cases.Select(c => Bounded(c, keep))],
            Workers = [.. measurement.Workers.Select(w => w with { Reason = Cut(w.Reason) })],
            Warnings = [.. measurement.Warnings.Select(RecordedText.Cut)],
        };
    }

    /// <summary>What is to be judged by, with its texts cut.</summary>
    /// <param name="inputs">As it was resolved.</param>
    public static GateInputs Bounded(this GateInputs inputs) =>
        inputs with
        {
            NoTrial = Cut(inputs.NoTrial),
            Reference = inputs.Reference with { Reason = RecordedText.Cut(inputs.Reference.Reason) },
            BaseUnknown = [.. inputs.BaseUnknown.Select(RecordedText.Cut)],
            GateEdits = [.. inputs.GateEdits.Select(e => e with { Text = RecordedText.Cut(e.Text) })],
        };

    private static MeasuredCase Bounded(MeasuredCase c, int keep) =>
        c with
        {
            Reason = Cut(c.Reason),
            Discarded = [.. c.Discarded.Select(d => d with { Reason = RecordedText.Cut(d.Reason) })],
            Checks = [.. c.Checks.Select(k => k with { Detail = Cut(k.Detail) })],
            ReferenceChecks = [.. c.ReferenceChecks.Select(k => k with { Detail = Cut(k.Detail) })],
            Runs = c.Runs.SelectMany(Series).All(s => s.Length <= keep)
                ? c.Runs
                : [.. c.Runs.Select(r => Thinned(r, keep))],
        };

    private static CaseRun Thinned(CaseRun run, int keep) =>
        run with
        {
            Samples = SampleThinning.Thin(run.Samples, keep),
            ReferenceSamples = run.ReferenceSamples is { } theirs ? SampleThinning.Thin(theirs, keep) : null,
            LaunchTimes = run.LaunchTimes is { } launches ? SampleThinning.Thin(launches, keep) : null,
            ReferenceLaunchTimes = run.ReferenceLaunchTimes is { } before ? SampleThinning.Thin(before, keep) : null,
        };

    private static IEnumerable<ImmutableArray<double>> Series(CaseRun run) =>
        new[] { run.Samples, run.ReferenceSamples ?? [], run.LaunchTimes ?? [], run.ReferenceLaunchTimes ?? [] };

    // The largest length to which series may be cut so that all of them are no more than the limit: short ones stay
    // whole.
    private static int Kept(int[] lengths, int most)
    {
        Array.Sort(lengths);
        var left = (long)most;
        for (var i = 0; i < lengths.Length; i++)
        {
            var each = left / (lengths.Length - i);
            if (lengths[i] > each)
                return (int)Math.Max(1, each);
            left -= lengths[i];
        }

        return int.MaxValue;
    }

    private static string? Cut(string? text) => text is null ? null : RecordedText.Cut(text);
}
