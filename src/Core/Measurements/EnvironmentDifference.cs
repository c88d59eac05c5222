namespace PerfGate.Core.Measurements;

/// <summary>A field in which the environments of reference and candidate differ.</summary>
/// <param name="Field">Its path, such as <c>gpu.driverVersion</c>.</param>
/// <param name="Reference">The reference's value; null where absent.</param>
/// <param name="Candidate">The candidate's value; null where absent.</param>
/// <param name="Incomparable">Whether times on the two sides must not be compared because of it.</param>
public sealed record EnvironmentDifference(
    string Field,
    string? Reference = null,
    string? Candidate = null,
    bool Incomparable = false
);
