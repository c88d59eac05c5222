using PerfGate.Core.Judgement;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Simulation;

/// <summary>What becomes of the cases of whole simulated gates: rounds of runs, decisions at the planned looks, the default policy.</summary>
/// <param name="Model">Name of the noise model.</param>
/// <param name="Slowdown">True slow-down of the case, as a fraction.</param>
/// <param name="Gates">Gates simulated.</param>
/// <param name="Cases">Cases a gate of which this was true.</param>
/// <param name="Regression">Share of these cases called regressions.</param>
/// <param name="Families">Share of gates with any of these cases called a regression.</param>
/// <param name="Pass">Share of these cases that passed, improvements among them.</param>
/// <param name="Undecided">Share of these cases left undecided at the largest number of runs.</param>
/// <param name="MeanRuns">Runs a side that these cases took on average.</param>
public sealed record GateStudy(
    string Model, double Slowdown, int Gates, int Cases, double Regression, double Families, double Pass, double Undecided, double MeanRuns)
{
    /// <summary>Cases of a simulated gate.</summary>
    public const int FamilySize = 30;

    /// <summary>Simulates gates.</summary>
    /// <param name="model">The noise.</param>
    /// <param name="slowdowns">True slow-down of each case, <see cref="FamilySize"/> of them; one row is given for each value.</param>
    /// <param name="gates">Gates to simulate.</param>
    public static IReadOnlyList<GateStudy> Of(NoiseModel model, IReadOnlyList<double> slowdowns, int gates)
    {
        // The absolute floor is off: at 3.4 us it would hide slow-downs of up to 1.5 %, and flatter the error rates.
        var policy = new GatePolicy { AbsoluteFloorNs = 0 };
        var results = new CaseResult[gates][];
        var seed = CounterRandom.SeedOf($"gate {model.Name} {string.Join(' ', slowdowns)}");
        Parallel.For(0, gates, g =>
        {
            var random = new CounterRandom(seed + (ulong)g);
            results[g] = Gate(model, slowdowns, policy, ref random);
        });
        return [.. slowdowns.Distinct().Select(s => Row(model, s, slowdowns, results))];
    }

    private static GateStudy Row(NoiseModel model, double slowdown, IReadOnlyList<double> slowdowns, CaseResult[][] results)
    {
        var members = Enumerable.Range(0, slowdowns.Count).Where(i => slowdowns[i] == slowdown).ToArray();
        var cases = results.SelectMany(gate => members.Select(i => gate[i])).ToArray();
        double Share(Finding finding) => cases.Count(c => c.Finding == finding) / (double)cases.Length;
        return new(
            model.Name, slowdown, results.Length, members.Length, Share(Finding.Slower),
            results.Count(gate => members.Any(i => gate[i].Finding == Finding.Slower)) / (double)results.Length,
            Share(Finding.NotSlower) + Share(Finding.Faster), Share(Finding.Undecided), cases.Average(c => c.Runs));
    }

    // Runs of all cases are drawn to the end at once; a look sees the first of them. A decided case is not measured on.
    private static CaseResult[] Gate(NoiseModel model, IReadOnlyList<double> slowdowns, GatePolicy policy, ref CounterRandom random)
    {
        var sessions = new ComparedRuns[slowdowns.Count];
        for (var i = 0; i < sessions.Length; i++)
            sessions[i] = Located(model.Session(policy.Runs.Maximum, 1 + slowdowns[i], paired: false, ref random));
        var evidence = new CaseEvidence[sessions.Length];
        var results = new CaseResult[sessions.Length];
        foreach (var runs in SequentialPlan.Looks(policy.Runs))
        {
            for (var i = 0; i < sessions.Length; i++)
            {
                if (results[i].Finding == Finding.Undecided)
                    evidence[i] = EvidenceOf(sessions[i], runs, policy);
            }

            var findings = FamilyDecision.Decide(evidence, policy);
            for (var i = 0; i < sessions.Length; i++)
            {
                if (results[i].Finding == Finding.Undecided)
                    results[i] = new(findings[i].Finding, runs);
            }
        }

        return results;
    }

    private static CaseEvidence EvidenceOf(ComparedRuns session, int runs, GatePolicy policy) => EvidenceWeighing.Weigh(
        new("simulated", ComparedRuns.Unpaired(session.Reference[..runs], session.Candidate[..runs])),
        new(policy.Tolerance.Cuda, policy.AbsoluteFloorNs, 0), MachineShift.None, policy.Runs.Maximum, policy.Confidence, resamples: 0);

    // Student's interval asks for the locations alone, which need not be found anew at every look.
    private static ComparedRuns Located(ComparedRuns runs) => ComparedRuns.Unpaired(
        [.. runs.Reference.Select(r => System.Collections.Immutable.ImmutableArray.Create(InterquartileMean.Of(r.AsSpan())))],
        [.. runs.Candidate.Select(r => System.Collections.Immutable.ImmutableArray.Create(InterquartileMean.Of(r.AsSpan())))]);

    private readonly record struct CaseResult(Finding Finding, int Runs);
}
