using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Tuning;

/// <summary>How a benchmark is to be tuned.</summary>
internal sealed record TuneRequest
{
    /// <summary>The benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The place of its section <c>tune</c>.</summary>
    public required SourceLocation At { get; init; }

    /// <summary>The variants.</summary>
    public required TuningSpace Space { get; init; }

    /// <summary>The variant in use.</summary>
    public required long Incumbent { get; init; }

    /// <summary>Which variants are tried next.</summary>
    public required TuningStrategy Strategy { get; init; }

    /// <summary>Seed of the strategy.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many variants are tried at most, those of an earlier, interrupted tuning included.</summary>
    public required int Evaluations { get; init; }

    /// <summary>When no further variants are tried.</summary>
    public required DateTimeOffset Deadline { get; init; }
}

/// <summary>A variant that was tried.</summary>
/// <param name="Point">The variant.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Why">Why it has no times; null if it has.</param>
/// <param name="Shapes">Its times; empty if it has none of its own.</param>
/// <param name="IsIncumbentCode">Whether it is the machine code that is in use.</param>
internal sealed record TriedVariant(
    long Point,
    TuneOutcome Outcome,
    string? Why,
    ImmutableArray<ShapeCosts> Shapes,
    bool IsIncumbentCode = false
)
{
    /// <summary>Whether it was timed.</summary>
    public bool HasTimes => Outcome == TuneOutcome.Timed && !Shapes.IsEmpty;

    /// <summary>Per run the mean over the shapes; empty if it was not timed.</summary>
    public ImmutableArray<double> Costs { get; } = Shapes.IsEmpty ? [] : ShapeCosts.Together(Shapes);

    /// <summary>
    /// Natural logarithm of its time over that of the variant in use, the mean over runs and shapes; null if it
    /// failed.
    /// </summary>
    public double? Mean =>
        IsIncumbentCode ? 0
        : HasTimes ? Costs.Average()
        : null;
}

/// <summary>What a tuning found.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Tried">All variants that were tried, in order.</param>
/// <param name="Finals">Those that ran side by side at the end.</param>
/// <param name="Adopted">The variant that replaces the one in use; null if that one stays.</param>
/// <param name="Confirmed">What the confirming trial found; empty if there was none.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record TuneResult(
    TuneRequest Request,
    ImmutableArray<TriedVariant> Tried,
    ImmutableArray<TriedVariant> Finals,
    long? Adopted,
    ImmutableArray<TunedCase> Confirmed,
    string Reason
);
