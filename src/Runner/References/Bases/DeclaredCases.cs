using System.Collections.Immutable;
using PerfGate.Core.Judgement;

namespace PerfGate.Runner.References.Bases;

/// <summary>What a commit declares, as far as it is known.</summary>
/// <param name="Cases">The cases that are known, ordered by name.</param>
/// <param name="Unknown">What is not known, and why, one line each; empty if <paramref name="Cases"/> is
/// all.</param>
/// <param name="HasManifests">Whether the commit has manifests of this project's, readable or not; true if that is
/// not known.</param>
internal sealed record DeclaredCases(ImmutableArray<BaseCase> Cases, ImmutableArray<string> Unknown, bool HasManifests)
{
    /// <summary>There is no base to declare anything.</summary>
    public static DeclaredCases NoBase { get; } = new([], [], HasManifests: true);
}
