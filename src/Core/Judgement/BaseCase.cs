using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>A case that the base commit's manifests declare.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tolerance">The tolerance that its manifest sets, as a fraction; null for the policy's.</param>
/// <param name="Declaration">
/// What its manifest declares, without the machine code of an expected-output function; null where not known.
/// </param>
public sealed record BaseCase(string Name, double? Tolerance = null, CaseDeclaration? Declaration = null);
