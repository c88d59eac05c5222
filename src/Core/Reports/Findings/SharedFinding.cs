using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Findings;

/// <summary>Slower cases that have something in common: one finding for a reader, with a list.</summary>
/// <param name="Kernels">The kernels that they launch and that changed, by name; one, or several of one file.</param>
/// <param name="Source">The line of the kernel, or the file of the kernels; null if it is not known.</param>
/// <param name="Cases">The cases, the slowest first; at least two.</param>
public sealed record SharedFinding(
    ImmutableArray<string> Kernels,
    SourceLocation? Source,
    ImmutableArray<CaseJudgement> Cases
)
{
    private const int ShownKernels = 5;
    private const int ShownCases = 10;

    /// <summary>Whether it is about a file that defines several kernels, a header for one.</summary>
    public bool IsOfFile => Kernels.Length > 1;

    /// <summary>The finding in a sentence without its end, foreign text in it: what the cases have in common.</summary>
    public string Headline
    {
        get
        {
            var worst = Cases[0].Ratio is null ? "" : $", {Quantity.Change(Cases[0].Ratio)} at most";
            var common = IsOfFile
                ? $"are of {Kernels.Length} kernels in {Source!.File} ({Listed(Kernels, ShownKernels)})"
                : $"launch the kernel {Kernels[0]}{(Source is null ? "" : $" ({Source.File}:{Source.Line})")}";
            return string.Create(CultureInfo.InvariantCulture, $"{Cases.Length:N0} slower cases {common}{worst}");
        }
    }

    /// <summary>The names of its cases, the slowest first, shortened.</summary>
    public string Names => Listed([.. Cases.Select(c => c.Name)]);

    /// <summary>
    /// The findings of a verdict, the one with the most cases first. Each slower case is in one of them at most; a case
    /// that shares nothing is in none. The cost is linear in the cases.
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    public static ImmutableArray<SharedFinding> Of(Verdict verdict)
    {
        ImmutableArray<(CaseJudgement Case, ImmutableArray<string> Kernels)> slower =
        [
            .. verdict
                .Cases.Where(c => c.Verdict == CaseVerdict.Regression)
                .OrderByDescending(c => c.Ratio ?? 1)
                .ThenBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => (c, Changed(c)))
                .Where(c => !c.Item2.IsEmpty),
        ];
        // A case of several changed kernels goes to the one that most cases have.
        var uses = slower.SelectMany(c => c.Kernels).CountBy(k => k).ToDictionary();
        var byKernel = slower.ToLookup(c =>
            c.Kernels.OrderByDescending(k => uses[k]).ThenBy(k => k, StringComparer.Ordinal).First()
        );
        return
        [
            .. byKernel
                .GroupBy(g => g.First().Case.Source?.File)
                .SelectMany(file => file.Key is null || file.Count() == 1 ? file.Select(OfKernel) : [OfFile(file)])
                .Where(f => f.Cases.Length > 1)
                .OrderByDescending(f => f.Cases.Length)
                .ThenBy(f => f.Kernels[0], StringComparer.Ordinal),
        ];
    }

    private static SharedFinding OfKernel(IGrouping<string, (CaseJudgement Case, ImmutableArray<string>)> kernel) =>
        new([kernel.Key], kernel.First().Case.Source, [.. kernel.Select(c => c.Case)]);

    private static SharedFinding OfFile(
        IEnumerable<IGrouping<string, (CaseJudgement Case, ImmutableArray<string>)>> kernels
    ) =>
        new(
            [.. kernels.Select(k => k.Key).Order(StringComparer.Ordinal)],
            new(kernels.First().First().Case.Source!.File),
            [.. kernels.SelectMany(k => k).Select(c => c.Case).OrderByDescending(c => c.Ratio ?? 1)]
        );

    // What has other machine code than the reference's kernel of that name; all, where none has or nobody knows.
    private static ImmutableArray<string> Changed(CaseJudgement c)
    {
        ImmutableArray<LaunchedKernel> kernels = c.Kernels.IsDefault ? [] : c.Kernels;
        var before = (c.ReferenceKernels.IsDefault ? [] : c.ReferenceKernels)
            .Select(k => (k.Name, k.CodeHash))
            .ToHashSet();
        var changed = kernels.Where(k => !before.Contains((k.Name, k.CodeHash))).ToImmutableArray();
        return [.. (changed.IsEmpty ? kernels : changed).Select(k => k.Name).Distinct()];
    }

    /// <summary>Names of cases, the first of them.</summary>
    /// <param name="names">All of them.</param>
    internal static string Listed(ImmutableArray<string> names) => Listed(names, ShownCases);

    private static string Listed(ImmutableArray<string> names, int shown) =>
        string.Join(", ", names.Take(shown))
        + (
            names.Length > shown
                ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - shown:N0} more")
                : ""
        );
}
