namespace PerfGate.Core.Policy;

/// <summary>A slow-down that a person took on purpose: an entry of <c>perfgate.json</c>.</summary>
/// <param name="Case">Case name, or a pattern with <c>*</c> and <c>?</c>.</param>
/// <param name="Reason">Why it is worth it.</param>
/// <param name="MaximumRatio">The largest accepted ratio, above 1; beyond it the entry is void.</param>
/// <param name="Expires">The last day on which it counts.</param>
public sealed record AcceptedSlowdown(string Case, string Reason, double MaximumRatio, DateOnly Expires);
