using System.Collections.Immutable;
using PerfGate.Core.Declarations;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>What a branch declares of its cases against what the base and the reference declare.</summary>
internal static class DeclaredChanges
{
    /// <summary>
    /// What the branch changes in the declaration of a case. Against the base commit's manifests where they are known,
    /// else against what the reference measured; nothing where neither is known.
    /// </summary>
    public static ImmutableArray<CheckEdit> Edits(Comparisons p, string name)
    {
        var now = p.Candidate.GetValueOrDefault(name) ?? p.Tried.GetValueOrDefault(name);
        // Another name is no cover for another check.
        var theirs = p.Renamed.GetValueOrDefault(name, name);
        var old = p.Reference.GetValueOrDefault(theirs)?.Declaration;
        var tried = p.Tried.GetValueOrDefault(name)?.ReferenceDeclaration;
        if (now?.Declaration is not { } declared || (p.Declared(theirs) ?? tried ?? old) is not { } before)
            return [];
        // The base's manifests are read without compiling anything. Who compiled the same source knows its machine
        // code.
        var (compiled, sameBuild) =
            SameSource(before, tried) ? (tried, true)
            : SameSource(before, old) ? (old, p.SameHostCompiler)
            : (before, false);
        return
        [
            .. DeclarationComparison
                .Of(
                    before with
                    {
                        Expected = compiled!.Expected with { Arguments = before.Expected.Arguments },
                    },
                    declared,
                    sameBuild
                )
                .Select(e => e with { At = now.DeclaredAt }),
        ];
    }

    /// <summary>
    /// Whether the branch itself makes a case do other work, rather than that the baseline is behind the base.
    /// </summary>
    public static bool IsTheBranchs(Comparisons p, string name) => Edits(p, name).Any(e => e.ChangesWork);

    /// <summary>
    /// How the work of a case differs from the work that its reference times are of; empty if it does not, or nobody
    /// can tell.
    /// </summary>
    public static ImmutableArray<CheckEdit> Work(Comparisons p, string name) => Changes(Sides(p, name));

    /// <summary>How the work of a case differs from the baseline's, whatever a trial found.</summary>
    public static ImmutableArray<CheckEdit> WorkOfBaseline(Comparisons p, string name) =>
        Changes(SidesOfBaseline(p, name));

    /// <summary>The case whose times count, and the declaration of the work that its reference times are of.</summary>
    public static (MeasuredCase? Now, CaseDeclaration? Before) Sides(Comparisons p, string name) =>
        p.Tried.GetValueOrDefault(name) is { } tried
            ? (tried, tried.ReferenceDeclaration ?? p.Declared(name))
            : SidesOfBaseline(p, name);

    private static (MeasuredCase? Now, CaseDeclaration? Before) SidesOfBaseline(Comparisons p, string name) =>
        p.Reference.GetValueOrDefault(name) is { } old
            ? (p.Candidate.GetValueOrDefault(name), old.Declaration ?? p.Declared(name))
            : (null, null);

    private static ImmutableArray<CheckEdit> Changes((MeasuredCase? Now, CaseDeclaration? Before) sides) =>
        sides.Now is { } now ? DeclaredWork.Changes(now, sides.Before) : [];

    private static bool SameSource(CaseDeclaration before, CaseDeclaration? compiled) =>
        compiled?.Expected is { CodeHash: not null } theirs && before.Expected is var ours
        && ours.Kind == theirs.Kind && ours.Name == theirs.Name && ours.Digest == theirs.Digest
        && (ours.Digest is not null || ours.CodeHash == theirs.CodeHash);
}
