namespace PerfGate.Core.Simulation;

/// <summary>The kinds of <see cref="NoiseModel"/>.</summary>
public enum NoiseKind
{
    /// <summary>Normal on both levels.</summary>
    Normal,

    /// <summary>Right-skewed on both levels.</summary>
    LogNormal,

    /// <summary>Strongly skewed between runs.</summary>
    LogNormalHeavy,

    /// <summary>Neighbouring samples alike.</summary>
    Autocorrelated,

    /// <summary>A trend over the session and inside the runs.</summary>
    Drifting,

    /// <summary>Two modes, evenly.</summary>
    TwoMode,

    /// <summary>Two modes, 30 to 70.</summary>
    TwoModeThird,

    /// <summary>Two modes, 10 to 90.</summary>
    TwoModeRare,

    /// <summary>Whole ticks.</summary>
    Quantised,

    /// <summary>Sides of unequal noise.</summary>
    Unequal,

    /// <summary>One run in ten of the reference is far slower.</summary>
    FarReference,

    /// <summary>One run in ten of the candidate is far slower.</summary>
    FarCandidate,

    /// <summary>One run in ten of either side is far slower.</summary>
    FarBoth,
}
