namespace PerfGate.Core.Judgement;

/// <summary>A case that the base commit's manifests declare.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tolerance">The tolerance that its manifest sets, as a fraction; null for the policy's.</param>
public sealed record BaseCase(string Name, double? Tolerance = null);
