using System.Collections.Immutable;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>
/// The numbers of runs at which a decision is looked for. They follow from the policy alone, so that a judgement made
/// from files spends the error as the one made while measuring did.
/// </summary>
public static class SequentialPlan
{
    /// <summary>
    /// All looks: from the smallest number of runs to the largest, each about √2 times the one before.
    /// </summary>
    /// <param name="bounds">The policy's bounds.</param>
    /// <remarks>
    /// With √2 between looks five of them span 5 to 20 runs, and a case is measured at most 41 % longer than it needed.
    /// </remarks>
    public static ImmutableArray<int> Looks(RunBounds bounds)
    {
        var looks = ImmutableArray.CreateBuilder<int>();
        for (
            var runs = bounds.Minimum;
            runs < bounds.Maximum;
            runs = Math.Max(runs + 1, (int)Math.Round(runs * Math.Sqrt(2)))
        )
            looks.Add(runs);
        looks.Add(Math.Max(bounds.Minimum, bounds.Maximum));
        return looks.ToImmutable();
    }

    /// <summary>
    /// Valid runs that a reference must have to decide anything: as many as the candidate, yet no more than five, so
    /// that a policy that asks for more runs now does not make every older baseline useless.
    /// </summary>
    /// <param name="policy">The policy.</param>
    public static int FewestReferenceRuns(GatePolicy policy) => Math.Min(policy.Runs.Minimum, MostAskedOfReference);

    // The default minimum. Three or four runs often agree by luck, and their small variance would then prove whatever
    // comes.
    private const int MostAskedOfReference = 5;

    /// <summary>Runs before the first look.</summary>
    /// <param name="policy">The policy.</param>
    public static int First(GatePolicy policy) => Looks(policy.Runs)[0];

    /// <summary>
    /// Runs where every case has the reference's machine code, so that none is judged and none needs controls.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <remarks>
    /// Two are the fewest that tell whether the machine has drifted; each of them checks the outputs. A policy whose
    /// bounds are equal asks for that number of runs and gets it.
    /// </remarks>
    public static int WithoutJudgement(GatePolicy policy) => policy.Runs.Minimum == policy.Runs.Maximum
        ? policy.Runs.Minimum
        : Math.Min(CaseSides.FewestRuns, policy.Runs.Minimum);

    /// <summary>
    /// The number of runs at the look after <paramref name="runs"/> runs; null if that was the last.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="runs">Runs taken so far.</param>
    public static int? Next(GatePolicy policy, int runs)
    {
        foreach (var look in Looks(policy.Runs))
        {
            if (look > runs)
                return look;
        }

        return null;
    }
}
