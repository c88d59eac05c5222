using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>
/// The judgement on a case that does other work under its old name: its times are shown per unit of work and not
/// compared.
/// </summary>
internal static class ChangedWork
{
    /// <summary>The judgement; null if the work is the same, or nobody can tell.</summary>
    public static CaseJudgement? Judge(Comparisons p, string name)
    {
        var changes = DeclaredChanges.Work(p, name);
        if (changes.IsEmpty)
            return null;
        var (candidate, reference) = Times(p, name);
        var theirs = p.Tried.ContainsKey(name) ? "the base commit" : "the baseline";
        var said = $"its work is not {theirs}'s, so its times are not compared: "
            + $"{string.Join(", ", changes.Select(c => c.Text))}{PerUnit(p, name, candidate, reference)}";
        var branchs = DeclaredChanges.IsTheBranchs(p, name);
        return new()
        {
            Name = name,
            Verdict = branchs ? CaseVerdict.ChangedWork : CaseVerdict.Inconclusive,
            Cause = InconclusiveCause.OtherWork,
            Reason = branchs ? said : $"{said}; the base commit declares the new work already, so refresh the baseline",
            CandidateNs = candidate is { } c ? Rounding.Stable(c) : null,
            ReferenceNs = reference is { } r ? Rounding.Stable(r) : null,
            Runs = Runs(p, name),
        };
    }

    private static string PerUnit(Comparisons p, string name, double? candidate, double? reference)
    {
        var (now, before) = DeclaredChanges.Sides(p, name);
        if (
            candidate is not { } ours
            || reference is not { } theirs
            || now?.Declaration is not { } declared
            || before is null
            || Unit(before, declared) is not { } unit
        )
            return "";
        var (each, eachBefore) = (ours / unit.Now, theirs / unit.Before);
        var said = each >= eachBefore
            ? $"{Numbers.Number(each / eachBefore)} times slower"
            : $"{Numbers.Number(eachBefore / each)} times faster";
        return $"; it is {said} per {unit.Name} ({Numbers.Number(each)} against {Numbers.Number(eachBefore)} ns)";
    }

    private static (string Name, double Before, double Now)? Unit(CaseDeclaration before, CaseDeclaration now) =>
        before.Flops is { } flops && now.Flops is { } flopsNow ? ("operation", flops, flopsNow)
        : before.Bytes is { } bytes && now.Bytes is { } bytesNow ? ("byte", bytes, bytesNow)
        : Elements(before) is > 0 and var elements && Elements(now) is > 0 and var elementsNow
            ? ("element", elements, elementsNow)
        : null;

    private static double Elements(CaseDeclaration declaration) =>
        declaration.Buffers.Where(b => declaration.Outputs.Any(o => o.Buffer == b.Name)).Sum(b => (double)b.Count);

    private static (double? Candidate, double? Reference) Times(Comparisons p, string name) =>
        CaseSides.Interleaved(p.Tried.GetValueOrDefault(name)) is { } both
            ? (Centre(both.Runs.Candidate), Centre(both.Runs.Reference))
            : (
                Location(p.Candidate.GetValueOrDefault(name)),
                p.Incomparable ? null : Location(p.Reference.GetValueOrDefault(name))
            );

    private static ImmutableArray<int> Runs(Comparisons p, string name) =>
        CaseSides.Interleaved(p.Tried.GetValueOrDefault(name)) is { } both
            ? [both.Runs.Reference.Length, both.Runs.Candidate.Length]
            :
            [
                p.Reference.GetValueOrDefault(name)?.Runs.Length ?? 0,
                p.Candidate.GetValueOrDefault(name)?.Runs.Length ?? 0,
            ];

    private static double Centre(ImmutableArray<ImmutableArray<double>> runs) =>
        Math.Exp(Moments.Mean(ComparedRuns.LogLocations(runs)));

    private static double? Location(MeasuredCase? measured) =>
        measured is { Runs.IsEmpty: false } ? RunLocation.Centre(RunLocation.RunMeans(measured)) : null;
}
