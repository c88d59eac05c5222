using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Tuning;

/// <summary>
/// Whether a variant replaces the one in use: where the gate proves it faster in one case at least, and slower in none.
/// </summary>
internal static class Adoption
{
    private static readonly ImmutableHashSet<string> Harmless =
    [
        Name(CaseVerdict.Improvement),
        Name(CaseVerdict.Pass),
        Name(CaseVerdict.Unchanged),
    ];

    /// <summary>Decides.</summary>
    /// <param name="cases">What the trial found.</param>
    /// <returns>Whether it does, and why, in words.</returns>
    public static (bool Adopted, string Reason) Of(ImmutableArray<TunedCase> cases)
    {
        if (cases.FirstOrDefault(c => !Harmless.Contains(c.Verdict)) is { } bad)
            return (false, $"the trial does not confirm it: {bad.Case} is {bad.Verdict}");
        return cases.Any(c => c.Verdict == Name(CaseVerdict.Improvement))
            ? (true, "the trial proves it faster")
            : (false, "a tie: the trial proves it faster in no case");
    }

    /// <summary>A verdict as files name it.</summary>
    public static string Name(CaseVerdict verdict) => Lower(verdict.ToString());

    /// <summary>A name of the code's as files write it: <c>bruteForce</c>.</summary>
    public static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
