using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>
/// Whether a measurement was to be compared with anything, as decided when it was taken. The judge reads it from
/// <c>inputs.json</c> and
/// never looks at the environment itself.
/// </summary>
public sealed record ExpectedComparison
{
    /// <summary>Whether a CI system ran the measurement.</summary>
    public bool InCi { get; init; }

    /// <summary>
    /// Why a comparison was expected, as a clause: <c>this is a pull request to 'main'</c>; null if none was
    /// expected.
    /// </summary>
    public string? Because { get; init; }

    /// <summary>
    /// Whether no comparison was asked for (<c>PerfGateReference=none</c>) although a base was named.
    /// </summary>
    public bool SwitchedOff { get; init; }

    /// <summary>
    /// Whether comparing with nothing fails the gate. What the policy states counts. Where it states nothing, a
    /// comparison that was expected in
    /// CI must take place, and one that was switched off although a base was named fails everywhere.
    /// </summary>
    /// <param name="policy">The policy in force.</param>
    public bool Fails(GatePolicy policy) =>
        policy.FailOnNothingCompared ?? (SwitchedOff || (InCi && Because is not null));
}
