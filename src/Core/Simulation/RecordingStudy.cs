using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Simulation;

/// <summary>
/// What becomes of cases whose runs are drawn, with replacement, from recorded processes of one and the same kernel.
/// </summary>
/// <param name="Clock">The clock of the recording.</param>
/// <param name="Kernel">The recorded kernel.</param>
/// <param name="Runs">Runs a side.</param>
/// <param name="Slowdown">Slow-down put into the candidate's times, as a fraction.</param>
/// <param name="Tolerance">The tolerance, as a fraction.</param>
/// <param name="FloorNs">The absolute floor, nanoseconds.</param>
/// <param name="Family">Cases in the family.</param>
/// <param name="Experiments">Experiments simulated.</param>
/// <param name="Regression">Share called regressions.</param>
/// <param name="Undecided">Share left undecided.</param>
public sealed record RecordingStudy(
    string Clock,
    string Kernel,
    int Runs,
    double Slowdown,
    double Tolerance,
    double FloorNs,
    int Family,
    int Experiments,
    double Regression,
    double Undecided
)
{
    /// <summary>Resamples one recorded kernel.</summary>
    /// <param name="recorded">The recorded kernel.</param>
    /// <param name="runs">Runs a side, all taken at once.</param>
    /// <param name="slowdown">Slow-down to put in, as a fraction.</param>
    /// <param name="policy">The policy; its looks take their share of the error even though only one is made.</param>
    /// <param name="family">Cases in the family, of which this is the one with the smallest p-value.</param>
    /// <param name="experiments">Experiments to simulate.</param>
    public static RecordingStudy Of(
        RecordedKernel recorded, int runs, double slowdown, GatePolicy policy, int family, int experiments)
    {
        var locations = recorded.Processes.Select(p => InterquartileMean.Of(p.AsSpan())).ToArray();
        var findings = new Finding[experiments];
        var seed = CounterRandom.SeedOf($"recording {recorded.Clock} {recorded.Kernel} {runs} {slowdown} {family}");
        Parallel.For(
            0,
            experiments,
            i =>
            {
                var random = new CounterRandom(seed + (ulong)i);
                var reference = Drawn(locations, runs, 1, ref random);
                var candidate = Drawn(locations, runs, 1 + slowdown, ref random);
                var evidence = EvidenceWeighing.Weigh(
                    new("recorded", ComparedRuns.Unpaired(reference, candidate)),
                    new(policy.Tolerance.Cuda, policy.AbsoluteFloorNs, 0),
                    MachineShift.None,
                    policy.Runs.Maximum,
                    policy.Confidence,
                    resamples: 0
                );
                // The other cases of the family show nothing: Holm then asks the most of this one.
                var others = Enumerable.Repeat(
                    evidence with
                    {
                        Effect = evidence.Effect with { Difference = -1 },
                    },
                    family - 1
                );
                findings[i] = FamilyDecision.Decide([evidence, .. others], policy)[0].Finding;
            }
        );
        double Share(Finding finding) => findings.Count(f => f == finding) / (double)experiments;
        return new(
            recorded.Clock,
            recorded.Kernel,
            runs,
            slowdown,
            policy.Tolerance.Cuda,
            policy.AbsoluteFloorNs,
            family,
            experiments,
            Share(Finding.Slower),
            Share(Finding.Undecided)
        );
    }

    private static ImmutableArray<ImmutableArray<double>> Drawn(
        double[] locations,
        int runs,
        double ratio,
        ref CounterRandom random
    )
    {
        var drawn = ImmutableArray.CreateBuilder<ImmutableArray<double>>(runs);
        for (var i = 0; i < runs; i++)
            drawn.Add([locations[random.NextIndex(locations.Length)] * ratio]);
        return drawn.MoveToImmutable();
    }
}

/// <summary>The processes that were recorded of one kernel with one clock.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Processes">Samples of each process, nanoseconds.</param>
public sealed record RecordedKernel(string Clock, string Kernel, ImmutableArray<ImmutableArray<double>> Processes);
