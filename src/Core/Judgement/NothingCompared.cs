namespace PerfGate.Core.Judgement;

/// <summary>Why not one case was compared with anything; part of <c>verdict.json</c> where that happened.</summary>
public sealed record NothingCompared
{
    /// <summary>The reason in one sentence: what stood in the way, with file and line where there is one.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do about it, in one sentence or two.</summary>
    public required string Remedy { get; init; }

    /// <summary>Whether this fails the gate; otherwise it warns.</summary>
    public required bool Fails { get; init; }
}
