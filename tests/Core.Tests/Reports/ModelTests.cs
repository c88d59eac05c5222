using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class ModelTests
{
    [Fact]
    public void What_needs_a_look_comes_first() =>
        Assert.Equal(
            [
                "gemm/M=1024,N=1024", "gemm/M=256,N=256", "sdpa/S=512", "triad/N=128Ki", "triad/N=64Mi", "sdpa/S=4096",
                "wmma/N=4096", "triad/N=1Mi", "fma/N=80us",
            ],
            ReportModel.From(SampleReports.PullRequest()).Cases.Select(c => c.Judgement.Name));

    // Of each verdict another number of cases, so that a wrong order cannot look right.
    [Theory]
    [InlineData(CaseVerdict.Incorrect)]
    [InlineData(CaseVerdict.Regression)]
    [InlineData(CaseVerdict.Inconclusive)]
    [InlineData(CaseVerdict.Improvement)]
    public void Summary_and_headers_count_a_mixed_verdict_in_the_same_words_and_order(CaseVerdict worst)
    {
        var one = SampleReports.Passing().Verdict.Cases[0];
        var cases = Enum.GetValues<CaseVerdict>()
            .Where(v => v >= worst)
            .Reverse()
            .SelectMany((v, kind) =>
                Enumerable.Range(0, kind + 1).Select(i => one with { Name = $"{v}/N={i}", Verdict = v }))
            .ToImmutableArray();
        var (outcome, summary) = OverallOutcome.Of(cases, new());
        var verdict = SampleReports.Passing().Verdict with { Cases = cases, Outcome = outcome, Summary = summary };

        var inSummary = Counts(Regex.Replace(GateLine.FirstSentence(summary), " cases? (is|are)", ""));
        var page = HtmlReport.Render(new(verdict));
        var inPage = Counts(Regex.Match(page, "<ul class=\"counts\".*?</ul>", RegexOptions.Singleline).Value);
        var inComment = Counts(MarkdownReport.Render(new(verdict)).Split('\n')[2]);

        Assert.Equal(cases.Select(c => c.Verdict).Distinct().Count(), inSummary.Length);
        Assert.Equal(inSummary, inPage);
        Assert.Equal(inSummary, inComment);

        // A number and some words, behind which a list goes on or ends.
        static string[] Counts(string text) =>
            [
                .. Regex
                    .Matches(text, @"\d+ [a-z]+( [a-z]+)*( \([a-z ]+\))?(?=[,.)<]| ·|$)")
                    .Select(m => m.Value),
            ];
    }

    [Fact]
    public void A_file_that_names_a_case_twice_breaks_nothing()
    {
        var input = SampleReports.PullRequest();
        var twice = input.Measurement! with { Cases = input.Measurement.Cases.AddRange(input.Measurement.Cases) };

        Assert.Equal(9, ReportModel.From(input with { Measurement = twice }).Cases.Length);
    }

    [Fact]
    public void Rates_follow_from_work_and_time()
    {
        var position = RooflinePosition.Of(
            1_000,
            flops: 2e6,
            bytes: 1e6,
            new(CopyBytesPerSecond: 2e12, MatrixFlopsPerSecond: 4e12, "f16")
        )!;

        Assert.Equal(new(2e12, 1e12, 2, 0.5, 0.5), position);
        Assert.False(position.AboveCeiling);
    }

    [Fact]
    public void A_rate_above_its_ceiling_is_not_clipped()
    {
        var position = RooflinePosition.Of(
            1_000,
            flops: null,
            bytes: 5e6,
            new(CopyBytesPerSecond: 2e12, MatrixFlopsPerSecond: 4e12, "f16")
        )!;

        Assert.Equal(2.5, position.CopyShare!.Value, 12);
        Assert.True(position.AboveCeiling);
    }

    [Fact]
    public void Without_a_work_count_there_is_no_position() =>
        Assert.Null(RooflinePosition.Of(1_000, null, null, new(2e12, 4e12, "f16")));

    [Fact]
    public void Resources_are_compared_kernel_by_kernel_and_launch_by_launch()
    {
        ImmutableArray<LaunchedKernel> before = [new("a", "1", 32), new("a", "1", 32), new("gone", "2")];
        ImmutableArray<LaunchedKernel> after = [new("a", "1", 32), new("a", "3", 40), new("added", "4")];

        var changes = ResourceChange.Of(new CaseJudgement
        {
            Name = "x", Verdict = CaseVerdict.Pass, Reason = "", ReferenceKernels = before, Kernels = after,
        });

        Assert.Equal(
            [
                new("a", "machine code; registers 32 → 40"),
                new("added", "launched only by the candidate"),
                new("gone", "no longer launched"),
            ],
            changes
        );
    }
}
