namespace PerfGate.Core.Judgement;

/// <summary>How far an output is from what is expected, on both sides.</summary>
/// <param name="Buffer">The output's name.</param>
/// <param name="RelativeError">Norm of the candidate's difference over the norm of the expected output.</param>
/// <param name="MaximumAbsoluteError">The candidate's largest absolute difference of an element.</param>
public sealed record OutputAccuracy(string Buffer, double RelativeError, double MaximumAbsoluteError)
{
    /// <summary>
    /// Share of the candidate's elements, 0 to 1, that are as near to the expected value as their type can be; null
    /// where not known.
    /// </summary>
    public double? ExactShare { get; init; }

    /// <summary>Whether every run of the candidate gave the same bytes; null where not known.</summary>
    public bool? Deterministic { get; init; }

    /// <summary>The reference's <see cref="RelativeError"/>; null where it is not comparable or not known.</summary>
    public double? ReferenceRelativeError { get; init; }

    /// <summary>The reference's <see cref="MaximumAbsoluteError"/>; likewise.</summary>
    public double? ReferenceMaximumAbsoluteError { get; init; }

    /// <summary>The reference's <see cref="ExactShare"/>; likewise.</summary>
    public double? ReferenceExactShare { get; init; }

    /// <summary>
    /// How many times the reference's error the candidate's is, where it grew by more than the policy's factor; null
    /// where it did not.
    /// </summary>
    public double? Growth { get; init; }
}
