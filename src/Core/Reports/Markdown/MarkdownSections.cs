using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Markdown;

/// <summary>
/// The sections about cases and the order of all; those about the surroundings are in
/// <see cref="MarkdownSurroundings"/>.
/// </summary>
internal static class MarkdownSections
{
    // A row has 50 bytes and more, and the longest report 1 MB.
    private const int MostRows = 20_000;

    /// <summary>Every section, in reading order.</summary>
    public static ImmutableArray<MarkdownSection> Of(ReportModel model) =>
    [
        Findings(model),
        Changed(model),
        MarkdownSurroundings.Warnings(model),
        Reasons(model),
        MarkdownExplanation.Of(model),
        Acceptance(model),
        Accepted(model),
        Code(model),
        Accuracy(model),
        Observed(model),
        Roofline(model),
        MarkdownSurroundings.Reference(model),
        MarkdownSurroundings.Environment(model),
        All(model),
        MarkdownSurroundings.Reproduce(model),
    ];

    private static MarkdownSection Changed(ReportModel model)
    {
        var rows = model.Changed.Select(c => Row(model, c, sign: true)).ToImmutableArray();
        return rows.IsEmpty
            ? new("", "", ["No case needs a look: none is slower, faster or undecided.\n"], 100)
            : new("", Header(model, "case", ":--"), rows, 100);
    }

    // Never folded: it is what a reader wants first where many cases are slower.
    private static MarkdownSection Findings(ReportModel model) =>
        new(
            "",
            "",
            [
                .. model
                    .SharedFindings()
                    .Select(f => $"- 🔗 **{MarkdownText.Prose(f.Headline)}**: {MarkdownText.Prose(f.Names)}\n"),
                .. model.CostShifts().Select(s => $"- ⚖️ **Cost shift**: {MarkdownText.Prose(s.Text)}\n"),
            ],
            95
        );

    private static MarkdownSection All(ReportModel model) => new(
        $"All {model.Cases.Length:N0} cases",
        Header(model, "case | verdict", ":--|:--"),
        [.. model.Cases.Take(MostRows).Select(c => Row(model, c, sign: false))],
        10)
    {
        Dropped = Math.Max(0, model.Cases.Length - MostRows),
    };

    // The tolerance has a column where it is another one than anybody stated.
    private static string Header(ReportModel model, string first, string alignment) =>
        model.ToleranceIsRaised
            ? $"| {first} | reference | candidate | change [95 %] | tolerance | g | p | runs "
                + $"|\n|{alignment}|--:|--:|:--|:--|--:|--:|--:|\n"
            : $"| {first} | reference | candidate | change [95 %] | g | p | runs "
                + $"|\n|{alignment}|--:|--:|:--|--:|--:|--:|\n";

    private static MarkdownSection Reasons(ReportModel model) =>
        new(
            "Why, case by case",
            "",
            [
                .. model
                    .Cases.Where(c =>
                        VerdictTraits.Of(c.Verdict).Explained
                        || c.IsChanged
                        || c.Verdict == CaseVerdict.New
                        || c.Judgement.RenamedFrom is not null
                    )
                    .Select(c => Reason(c, model.Input.Links)),
            ],
            60
        );

    // Only names that nothing can misread are in it, so that no backtick can end the block.
    private static MarkdownSection Acceptance(ReportModel model)
    {
        var lines = AcceptanceSnippet.Of(model);
        return new(
            "Accept a slow-down",
            "Put this into `perfgate.json`, with the reason:\n\n",
            lines.Count == 0 ? [] : [$"```json\n{string.Join("\n", lines)}\n```\n"],
            65
        );
    }

    private static MarkdownSection Accepted(ReportModel model)
    {
        var used = model.Cases.Where(c => c.Judgement.Accepted is not null).Select(c => c.Judgement).ToImmutableArray();
        var idle = model.Verdict.Policy.Accepted.Except(used.Select(c => c.Accepted!));
        return new(
            "Accepted slow-downs",
            "| case | now | accepted up to | until | why |\n|:--|--:|--:|:--|:--|\n",
            [
                .. used.Select(c => AcceptedRow(c.Name, Quantity.Change(c.Ratio), c.Accepted!)),
                .. idle.Select(a => AcceptedRow(a.Case, "acts on no case", a)),
            ],
            40);
    }

    // Many cases share a kernel: one row a kernel and change, with the number of cases.
    private static MarkdownSection Code(ReportModel model) =>
        new(
            "Machine code and resources",
            "| kernel | what changed | cases |\n|:--|:--|--:|\n",
            [
                .. model
                    .Cases.SelectMany(c => ResourceChange.Of(c.Judgement))
                    .CountBy(change => (change.Kernel, change.Text))
                    .Select(c =>
                        $"| {MarkdownText.Code(c.Key.Kernel)} | {MarkdownText.Prose(c.Key.Text)} | {c.Value:N0} |\n"
                    ),
            ],
            50
        );

    // What has the reference's machine code has its errors too.
    private static MarkdownSection Accuracy(ReportModel model) =>
        new(
            "Accuracy against the expected outputs",
            "Where both sides are known: reference → candidate. An element is exact if no value of its type "
                + "is nearer.\n\n| case | output | relative error | largest difference | exact | same bytes in every "
                + "run |\n|:--|:--|--:|--:|--:|:--|\n",
            [
                .. from c in model.Cases
                where c.Verdict != CaseVerdict.Unchanged
                from a in c.Judgement.Accuracy
                orderby a.Growth descending
                select $"| {MarkdownText.Code(c.Judgement.Name)} | {MarkdownText.Code(a.Buffer)} | "
                    + $"{AccuracyText.RelativeError(a)} | {AccuracyText.LargestDifference(a)} | "
                    + $"{AccuracyText.ExactShare(a)} | {AccuracyText.SameBytes(a)} |\n",
            ],
            30
        );

    private static MarkdownSection Observed(ReportModel model) =>
        new(
            "Observed commands",
            "PerfGate timed these commands as they ran by themselves. Caches, buffers and outputs are theirs. "
                + $"All other cases are {ObservedWork.Otherwise}.\n\n| case | what was observed |\n|:--|:--|\n",
            [
                .. from c in model.Cases
                let observed = c.Judgement.Observed
                where observed is not null
                select $"| {MarkdownText.Code(c.Judgement.Name)} | {MarkdownText.Prose(observed.Said, 300)} |\n",
            ],
            35
        );

    private static MarkdownSection Roofline(ReportModel model)
    {
        var ceilings = model.Input.Measurement?.Ceilings;
        var head = ceilings is null
            ? "The device's ceilings were not measured.\n\n"
            : $"Measured on this device in the same session: copy {Quantity.Rate(ceilings.CopyBytesPerSecond, "B")}, "
                + $"{MarkdownText.Prose(ceilings.MatrixPrecision)} matrix product "
                + $"{Quantity.Rate(ceilings.MatrixFlopsPerSecond, "FLOP")}.\n\n";
        return new(
            "Roofline",
            head + "| case | rate | of the product | bandwidth | of the copy | FLOP/B |\n|:--|--:|--:|--:|--:|--:|\n",
            [
                .. model
                    .Cases.Where(c => c.Roofline is not null)
                    .OrderByDescending(c => c.Roofline!.AboveCeiling)
                    .Select(RooflineRow),
            ],
            20
        );
    }

    private static string RooflineRow(ReportCase c)
    {
        var r = c.Roofline!;
        return $"| {MarkdownText.Code(c.Judgement.Name)} | {Quantity.Rate(r.FlopsPerSecond, "FLOP")} | "
            + $"{Ceiling(r.ComputeShare)} | {Quantity.Rate(r.BytesPerSecond, "B")} | {Ceiling(r.CopyShare)} | "
            + $"{(r.Intensity is { } i ? Quantity.Significant(i, 3) : Quantity.None)} |\n";
    }

    private static string Ceiling(double? share) => share > 1
        ? $"**{Quantity.Share(share)}: above the ceiling, the work count is wrong**"
        : Quantity.Share(share);

    private static string Row(ReportModel model, ReportCase c, bool sign)
    {
        var j = c.Judgement;
        var name = sign
            ? $"{VerdictTraits.Of(c.Verdict).Sign} {Named(j, model.Input.Links)}{Remark(c)}"
            : $"{MarkdownText.Code(j.Name)} | {VerdictTraits.Of(c.Verdict).Word}";
        return $"| {name} | {Quantity.Duration(j.ReferenceNs)} | {Quantity.Duration(j.CandidateNs)} "
            + $"| {Quantity.Change(j.Ratio, j.RatioInterval)} "
            + $"{(model.ToleranceIsRaised ? $"| {Quantity.Tolerance(j)} " : "")}| {Quantity.EffectSize(j.HedgesG)} "
            + $"| {Quantity.Probability(j.P)} | {Quantity.Runs(j.Runs)} |\n";
    }

    // The name leads to the kernel's line.
    private static string Named(CaseJudgement j, ReportLinks? links) =>
        j.Source is { } at && links?.Line(at) is { } address
            ? $"[{MarkdownText.Code(j.Name)}]({address})"
            : MarkdownText.Code(j.Name);

    // A row of figures speaks for itself; a row of dashes needs a word, and a tolerated slow-down says that it is one.
    private static string Remark(ReportCase c) =>
        c.Verdict == CaseVerdict.Accepted || c.Judgement.Ratio is null ? $" {VerdictTraits.Of(c.Verdict).Word}" : "";

    private static string Reason(ReportCase c, ReportLinks? links)
    {
        var j = c.Judgement;
        var place = j.Source is { } at ? $" ({Place(at, links)})" : "";
        var stage = j.Accusation is not { } a
            ? ""
            : $" – before that, against {MarkdownText.Prose(a.Against, 120)}: "
                + $"{Quantity.Change(a.Ratio, a.RatioInterval)}, "
                + $"{Quantity.P(a.P).Replace("<", "&lt;", StringComparison.Ordinal)}, {Quantity.Runs(a.Runs)} runs";
        var (word, reason) = VerdictTraits.Apart(j.Verdict, j.Reason);
        return $"- {VerdictTraits.Of(c.Verdict).Sign} {MarkdownText.Code(j.Name)}{place} **{word}**: "
            + $"{MarkdownText.Prose(reason)}{stage}\n";
    }

    private static string Place(SourceLocation at, ReportLinks? links)
    {
        var text = MarkdownText.Code($"{at.File}:{at.Line}");
        return links?.Line(at) is { } address ? $"[{text}]({address})" : text;
    }

    private static string AcceptedRow(string name, string now, AcceptedSlowdown a) =>
        $"| {MarkdownText.Code(name)} | {now} | {Quantity.Change(a.MaximumRatio)} | {a.Expires:yyyy-MM-dd} | "
            + $"{MarkdownText.Prose(a.Reason, 200)} |\n";
}
