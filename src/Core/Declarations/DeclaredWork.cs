using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Declarations;

/// <summary>
/// Whether a case does the same work as another declaration of it, so that their times can be compared.
/// </summary>
internal static class DeclaredWork
{
    /// <summary>How the work of a case differs from a declaration's; empty if either is not known.</summary>
    /// <param name="now">The case as it was measured.</param>
    /// <param name="before">The other declaration; null if it is not known.</param>
    public static ImmutableArray<CheckEdit> Changes(MeasuredCase now, CaseDeclaration? before) =>
        now.Declaration is { } declared && before is not null
            ? [.. DeclarationComparison.Of(before, declared, sameBuild: false).Where(e => e.ChangesWork)]
            : [];
}
