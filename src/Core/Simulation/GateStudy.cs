using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Simulation;

/// <summary>
/// What becomes of the cases of whole simulated gates: rounds of runs, decisions at the planned looks, the default
/// policy.
/// </summary>
/// <param name="Model">Name of the noise model.</param>
/// <param name="Tolerance">The tolerance, as a fraction.</param>
/// <param name="Slowdown">True slow-down of the case, as a fraction.</param>
/// <param name="Gates">Gates simulated.</param>
/// <param name="Cases">Cases in each gate.</param>
/// <param name="Regression">Share of these cases called regressions.</param>
/// <param name="Families">Share of gates with any of these cases called a regression.</param>
/// <param name="Pass">Share of these cases that passed, improvements among them.</param>
/// <param name="Undecided">Share of these cases left undecided at the largest number of runs.</param>
/// <param name="MeanRuns">Runs a side that these cases took on average.</param>
public sealed record GateStudy(
    string Model,
    double Tolerance,
    double Slowdown,
    int Gates,
    int Cases,
    double Regression,
    double Families,
    double Pass,
    double Undecided,
    double MeanRuns
)
{
    /// <summary>Cases of a simulated gate.</summary>
    public const int FamilySize = 30;

    /// <summary>Simulates gates.</summary>
    /// <param name="model">The noise.</param>
    /// <param name="slowdowns">
    /// True slow-down of each case, <see cref="FamilySize"/> of them; one row is given for each value.
    /// </param>
    /// <param name="gates">Gates to simulate.</param>
    /// <param name="tolerance">The tolerance, as a fraction.</param>
    public static IReadOnlyList<GateStudy> Of(
        NoiseModel model,
        IReadOnlyList<double> slowdowns,
        int gates,
        double tolerance = 0.01
    )
    {
        // The absolute floor is off: at 3.4 us it would hide slow-downs of up to 1.5 %, and flatter the error rates.
        var policy = new GatePolicy { AbsoluteFloorNs = 0, Tolerance = new() { Cuda = tolerance } };
        var results = new StudiedCase[gates][];
        var seed = CounterRandom.SeedOf($"gate {model.Name} {string.Join(' ', slowdowns)}");
        Parallel.For(0, gates, g =>
        {
            var random = new CounterRandom(seed + (ulong)g);
            results[g] = Gate(model, slowdowns, policy, ref random);
        });
        return [.. slowdowns.Distinct().Select(s => Row(model, tolerance, s, slowdowns, results))];
    }

    private static GateStudy Row(
        NoiseModel model,
        double tolerance,
        double slowdown,
        IReadOnlyList<double> slowdowns,
        StudiedCase[][] results
    )
    {
        var members = Enumerable.Range(0, slowdowns.Count).Where(i => slowdowns[i] == slowdown).ToArray();
        var cases = results.SelectMany(gate => members.Select(i => gate[i])).ToArray();
        double Share(Finding finding) => cases.Count(c => c.Finding == finding) / (double)cases.Length;
        return new(
            model.Name, tolerance, slowdown, results.Length, members.Length, Share(Finding.Slower),
            results.Count(gate => members.Any(i => gate[i].Finding == Finding.Slower)) / (double)results.Length,
            Share(Finding.NotSlower) + Share(Finding.Faster), Share(Finding.Undecided), cases.Average(c => c.Runs));
    }

    private static StudiedCase[] Gate(
        NoiseModel model,
        IReadOnlyList<double> slowdowns,
        GatePolicy policy,
        ref CounterRandom random
    )
    {
        var cases = new SimulatedCase[slowdowns.Count];
        for (var i = 0; i < cases.Length; i++)
            cases[i] = new(model, 1 + slowdowns[i], model.Begin(policy.Runs.Maximum, paired: false, ref random));
        var results = new StudiedCase[cases.Length];
        foreach (var runs in SequentialPlan.Looks(policy.Runs))
        {
            // A decided case is not measured on; its evidence stays in the family.
            for (var i = 0; i < cases.Length; i++)
            {
                if (results[i].Finding == Finding.Undecided)
                    cases[i].Measure(runs, policy, ref random);
            }

            var findings = FamilyDecision.Decide([.. cases.Select(c => c.Evidence!)], policy);
            for (var i = 0; i < cases.Length; i++)
            {
                if (results[i].Finding == Finding.Undecided)
                    results[i] = new(findings[i].Finding, runs);
            }
        }

        return results;
    }

    private sealed class SimulatedCase(NoiseModel model, double ratio, SimulatedSession session)
    {
        // Each run is one location: without a bootstrap nothing else of its samples counts.
        private readonly List<ImmutableArray<double>> _reference = [];
        private readonly List<ImmutableArray<double>> _candidate = [];

        public CaseEvidence? Evidence { get; private set; }

        public void Measure(int runs, GatePolicy policy, ref CounterRandom random)
        {
            while (_reference.Count < runs)
            {
                var (old, now) = model.Next(session, _reference.Count, ratio, ref random);
                _reference.Add([InterquartileMean.Of(old.AsSpan())]);
                _candidate.Add([InterquartileMean.Of(now.AsSpan())]);
            }

            Evidence = EvidenceWeighing.Weigh(
                new("simulated", ComparedRuns.Unpaired([.. _reference], [.. _candidate])),
                new(policy.Tolerance.Cuda, policy.AbsoluteFloorNs, 0),
                MachineShift.None,
                policy.Runs.Maximum,
                policy.Confidence,
                resamples: 0
            );
        }
    }

    private readonly record struct StudiedCase(Finding Finding, int Runs);
}
