using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>Takes rounds of runs for as long as a decision is open.</summary>
/// <param name="gate">What is settled.</param>
/// <param name="progress">Shows what goes on.</param>
internal sealed class GateRounds(SettledGate gate, IRunProgress progress)
{
    /// <summary>
    /// Rounds of runs, until the judge has nothing left to decide, the runs reach their largest number, or time is up.
    /// </summary>
    /// <param name="session">Takes the runs.</param>
    /// <param name="cases">The cases, by name.</param>
    /// <param name="measured">Makes a measurement of what the session has, and keeps it where that is wanted.</param>
    /// <param name="judged">What the judge is asked about a measurement.</param>
    /// <param name="deadline">When no further run is started.</param>
    /// <param name="cancellation">Stops it at once; what was taken stays.</param>
    /// <param name="first">Runs before the first look; null for the policy's.</param>
    /// <returns>The measurement in the end.</returns>
    public async Task<Measurement> DecideAsync(
        MeasurementSession session,
        ImmutableArray<string> cases,
        Func<Measurement> measured,
        Func<Measurement, JudgementInput> judged,
        DateTimeOffset deadline,
        CancellationToken cancellation,
        int? first = null
    )
    {
        var measurement = measured();
        int? target = first ?? SequentialPlan.First(gate.Policy);
        while (target is { } runs && cases.Length > 0)
        {
            try
            {
                await session.TakeAsync(cases, runs, deadline, cancellation).ConfigureAwait(false);
            }
            finally
            {
                measurement = measured();
            }

            if (cancellation.IsCancellationRequested || DateTimeOffset.UtcNow >= deadline)
                break;
            cases = [.. Judge.Undecided(judged(measurement)).Intersect(session.Open)];
            target = SequentialPlan.Next(gate.Policy, runs);
            if (target is not null && cases.Length > 0)
                progress.Say(
                    $"{cases.Length} undecided: {string.Join(", ", cases.Take(5))}{(cases.Length > 5 ? " ..." : "")}"
                );
        }

        return measurement;
    }
}
