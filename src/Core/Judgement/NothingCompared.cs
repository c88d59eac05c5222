using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>Finds whether anything was compared, and where nothing was, the reason that lies deepest.</summary>
internal static class NothingComparedReasons
{
    /// <summary>Why nothing was compared; null if something was.</summary>
    /// <param name="p">The comparisons.</param>
    /// <param name="cases">The judgement of every case.</param>
    public static NothingCompared? Of(Comparisons p, ImmutableArray<CaseJudgement> cases)
    {
        if (cases.Any(IsCompared))
            return null;
        var (reason, remedy) = Explained(p, cases);
        var expected = p.Input.Expected;
        return new()
        {
            Reason =
                reason + (expected.Because is { } because ? $" A comparison was expected, because {because}." : ""),
            Remedy = remedy,
            Fails = expected.Fails(p.Input.Policy),
        };
    }

    /// <summary>
    /// What keeps a case that has no reference from having one; null if there are references and the case is simply
    /// not among them.
    /// </summary>
    public static string? NoReference(Comparisons p) => p.Input.ReferenceDescription.Kind switch
    {
        ReferenceKind.None => $"there is no reference: {p.Input.ReferenceDescription.Reason}",
        ReferenceKind.Base when p.Interleaved is null && p.Input.NoTrial is { } why =>
            $"the base's kernels could not be run: {why}",
        ReferenceKind.Base or ReferenceKind.Baseline => null,
    };

    // By times or by machine code. A missing case and changed work are comparisons too: what is missing, or changed,
    // was found by comparing.
    private static bool IsCompared(CaseJudgement c) =>
        c.Ratio is not null || VerdictTraits.Of(c.Verdict).Compared;

    private static (string Reason, string Remedy) Explained(Comparisons p, ImmutableArray<CaseJudgement> cases)
    {
        if (p.Input.Expected.SwitchedOff)
        {
            return (
                $"{Sentence(p.Input.ReferenceDescription.Reason)} (PerfGateReference=none), although a base was named.",
                "Take PerfGateReference=none out of the project or the command line, or do not name a base.");
        }

        if (cases.IsEmpty)
            return ("There are no cases.", "List kernels with manifests as CudaKernel, or change PerfGateFilter.");
        if (p.Candidate.Values.All(c => c.FilteredOut))
            return ("The filter left every case out.", "Change PerfGateFilter so that it selects a case.");
        if (p.Candidate.Values.All(c => c.Status == CaseStatus.Skipped))
        {
            var first = p.Candidate.Values.First(c => !c.FilteredOut);
            return (
                $"Every case was skipped: {first.Name} ({first.Reason}).",
                "Run the gate on a device that meets what the manifests require."
            );
        }

        if (NoReference(p) is { } missing)
            return (Sentence(missing) + ".", Remedy(p));
        if (p.Incomparable)
        {
            var fields = string.Join(", ", p.Differences.Where(d => d.Incomparable).Select(d => d.Field));
            var trial = p.Input.NoTrial is { } why ? $", and the base's kernels could not be run: {why}" : "";
            return (
                $"The baseline was measured under other conditions ({fields}){trial}.",
                "Refresh the baseline (dotnet build -t:PerfGateBaseline), or run the base's kernels "
                    + "(PerfGateReference=base)."
            );
        }

        if (cases.Any(c => c.Verdict == CaseVerdict.Unstable))
            return ("No steady run of any case could be had.", "Repeat the run on a machine that nothing else uses.");
        if (cases.FirstOrDefault(c => p.Reference.ContainsKey(c.Name)) is { } timeless
            && VerdictTraits.Of(timeless.Verdict) is { Remedy: { } remedy } traits)
            return ($"No case gave a time to compare: {timeless.Name} is {traits.Word}.", remedy);
        var lacks = p.Input.NoTrial is { } reason ? $"; {reason}" : "";
        return (
            $"The reference has none of these cases ({p.Input.ReferenceDescription.Reason}{lacks}).",
            "Measure known cases along with new ones, or refresh the baseline (dotnet build "
                + $"-t:PerfGateBaseline{Keep(p)})."
        );
    }

    private static string Remedy(Comparisons p) =>
        ImportedJudging.IsImported(p) ? ImportedJudging.Remedy : RemedyOf(p);

    private static string RemedyOf(Comparisons p) => p.Input.ReferenceDescription.Kind switch
    {
        ReferenceKind.Base => "Fix the base first, or commit a baseline to it (dotnet build -t:PerfGateBaseline).",
        ReferenceKind.None or ReferenceKind.Baseline =>
            Keep(p).Length > 0
                ? $"Keep this measurement as the baseline (dotnet build -t:PerfGateBaseline{Keep(p)}), or name a base "
                    + "commit (-p:PerfGateBase=REVISION)."
                : "Make a baseline (dotnet build -t:PerfGateBaseline), or name a base commit "
                    + "(-p:PerfGateBase=REVISION).",
    };

    // What was just measured needs not be measured again, where it is fit.
    private static string Keep(Comparisons p) =>
        BaselineRules.IsFit(p.Input.Candidate, p.Input.Policy) ? " -p:PerfGateFromLast=true" : "";

    private static string Sentence(string clause) =>
        clause is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest.TrimEnd('.') : clause;
}

/// <summary>Why not one case was compared with anything; part of <c>verdict.json</c> where that happened.</summary>
public sealed record NothingCompared
{
    /// <summary>The reason in one sentence: what stood in the way, with file and line where there is one.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do about it, in one sentence or two.</summary>
    public required string Remedy { get; init; }

    /// <summary>Whether this fails the gate; otherwise it warns.</summary>
    public required bool Fails { get; init; }
}
