using System.Collections.Immutable;
using PerfGate.Core.Declarations;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>
/// Recognises a case that has only another name: the same machine code, launches, inputs, check and work.
/// </summary>
internal static class RenamedCases
{
    /// <summary>
    /// The renamed cases: from the new name to the old one. Where several could be meant nothing is guessed.
    /// </summary>
    /// <param name="gone">Cases of the reference that the candidate does not have.</param>
    /// <param name="appeared">Cases of the candidate that neither the reference nor the base has.</param>
    /// <param name="sameHostCompiler">Whether one compiler made both sides' expected-output functions.</param>
    public static ImmutableSortedDictionary<string, string> Of(
        IEnumerable<MeasuredCase> gone, IEnumerable<MeasuredCase> appeared, bool sameHostCompiler)
    {
        // Two unknown codes join nothing.
        var pairs = (
            from now in appeared
            join old in gone on now.CodeHash equals old.CodeHash
            where Agree(old, now, sameHostCompiler)
            select (Old: old.Name, New: now.Name)).ToList();
        var (timesOld, timesNew) = (pairs.CountBy(p => p.Old).ToDictionary(), pairs.CountBy(p => p.New).ToDictionary());
        return pairs
            .Where(pair => timesOld[pair.Old] == 1 && timesNew[pair.New] == 1)
            .ToImmutableSortedDictionary(pair => pair.New, pair => pair.Old, StringComparer.Ordinal);
    }

    // The hash covers machine code, launch configuration, buffers and arguments. Kernels may have other names too.
    private static bool Agree(MeasuredCase old, MeasuredCase now, bool sameHostCompiler) =>
        old.Flops == now.Flops
        && old.Bytes == now.Bytes
        && old.Tolerance == now.Tolerance
        && (old.Cache is null || now.Cache is null || old.Cache == now.Cache)
        && (
            old.Declaration is null
            || now.Declaration is null
            || DeclarationComparison
                .Of(old.Declaration, now.Declaration, sameHostCompiler)
                .All(e => e.Kind == CheckEditKind.Launches)
        );
}
