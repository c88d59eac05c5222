namespace PerfGate.Core.Judgement;

/// <summary>What the candidate was compared with.</summary>
public sealed record ReferenceDescription
{
    /// <summary>Where it came from.</summary>
    public required ReferenceKind Kind { get; init; }

    /// <summary>How it was chosen, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The baseline file, relative to the repository root; null for none.</summary>
    public string? Path { get; init; }

    /// <summary>The commit that it belongs to; null where unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>The release tag that it was measured at; null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>When it was measured, UTC; null for none.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }
}

/// <summary>Where a reference came from.</summary>
public enum ReferenceKind
{
    /// <summary>There is none: every case is new.</summary>
    None,

    /// <summary>The device's committed baseline.</summary>
    Baseline,

    /// <summary>The base commit's own kernels, run now.</summary>
    Base,
}
