using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class MarkdownReportTests
{
    private static readonly ReportInput PullRequest = SampleReports.PullRequest();

    [Fact]
    public void The_first_line_is_the_verdict_and_what_to_do() =>
        Assert.Equal(
            "❌ **Regression.** gemm/M=1024,N=1024 is 8.3 % slower. Look at kernels/gemm.cu(31), or accept the "
                + "slow-down in perfgate.json.",
            MarkdownReport.Render(PullRequest).Split('\n')[0]);

    [Fact]
    public void A_changed_case_shows_both_times_the_change_with_its_interval_g_p_and_runs() =>
        Assert.Contains(
            "| ❌ `gemm/M=1024,N=1024` | 245.7 µs | 266.1 µs | +8.31 % [+8.23, +8.39] | 133.0 | < 0.0001 | 6 + 6 |",
            Unfolded(MarkdownReport.Render(PullRequest)), StringComparison.Ordinal);

    [Fact]
    public void An_unchanged_case_is_folded_away()
    {
        var text = MarkdownReport.Render(PullRequest);

        Assert.DoesNotContain("fma/N=80us", Unfolded(text), StringComparison.Ordinal);
        Assert.Contains("| `fma/N=80us` | unchanged |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_changed_it_says_so() =>
        Assert.Contains(
            "No case needs a look",
            Unfolded(MarkdownReport.Render(SampleReports.Passing())),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("| `gemm_tiled` | machine code; registers 32 → 48, spills 0 B → 16 B | 2 |")]
    [InlineData("| `gpu.driverVersion` | `580.159.04` | `580.105.08` |")]
    [InlineData("the newest measurement of baselines/nvidia-h200.json at the merge base")]
    [InlineData("| `triad/N=128Ki` | +1.96 % | +3.00 % | 2027-01-31 | bounds checks; the launch hides it |")]
    [InlineData("`kernels/gemm.cu:31`")]
    [InlineData("| Cost | `0.401 USD at 3.50 an hour` | |")]
    [InlineData("dotnet build /t:PerfGate -p:PerfGateDevice=cuda -p:PerfGateFilter=gemm/M=1024%2CN=1024")]
    public void The_folded_part_tells(string what) =>
        Assert.Contains(what, MarkdownReport.Render(PullRequest), StringComparison.Ordinal);

    [Fact]
    public void A_pass_whose_tolerance_was_raised_needs_a_look_and_shows_both_tolerances()
    {
        var passing = SampleReports.Passing();
        var raised = passing with
        {
            Verdict = passing.Verdict with
            {
                Cases =
                [
                    .. passing.Verdict.Cases.Select(c =>
                        c with
                        {
                            Verdict = CaseVerdict.Pass,
                            Tolerance = 0.855,
                            StatedTolerance = 0.05,
                        }
                    ),
                ],
            },
        };

        var text = Unfolded(MarkdownReport.Render(raised));

        Assert.Contains("| tolerance |", text, StringComparison.Ordinal);
        Assert.Contains("| 85.5 % (stated 5.0 %) |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("No case needs a look", text, StringComparison.Ordinal);
        Assert.DoesNotContain("| tolerance |", MarkdownReport.Render(passing), StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_of_drift_stands_once()
    {
        var passing = SampleReports.Passing();
        var drifted = passing with
        {
            Verdict = passing.Verdict with
            {
                Drift = new(1.6, 17, true, "The machine moved."),
                Warnings = ["The machine moved."],
            },
        };

        Assert.Equal(1, Unfolded(MarkdownReport.Render(drifted)).Split("The machine moved").Length - 1);
    }

    [Fact]
    public void An_undecided_outcome_is_called_so_once_and_no_pass()
    {
        var passing = SampleReports.Passing();
        var undecided = passing with
        {
            Verdict = passing.Verdict with { Outcome = Outcome.Undecided, Summary = "Undecided: 2 of 14 cases." },
        };

        var first = MarkdownReport.Render(undecided).Split('\n')[0];

        Assert.Equal("❓ **Undecided:** 2 of 14 cases.", first);
    }

    [Fact]
    public void A_rate_above_its_ceiling_is_called_an_error_in_the_work_count() =>
        Assert.Contains(
            "**364 %: above the ceiling, the work count is wrong**",
            MarkdownReport.Render(PullRequest),
            StringComparison.Ordinal
        );

    [Fact]
    public void Five_thousand_cases_fit_a_comment_and_it_says_what_is_left_out()
    {
        var text = MarkdownReport.Render(ManyCases.Of(5_000, runs: 2, samples: 2));

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 40_000, 60_000);
        Assert.StartsWith("❌ **Regression.** 50 of 5000 cases are slower.", text, StringComparison.Ordinal);
        Assert.Contains("Left out to keep this short: All 5,000 cases", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_size_is_kept_and_keeps_the_verdict()
    {
        var input = ManyCases.Of(400, runs: 2, samples: 2);
        var verdict = MarkdownReport.Render(input).Split('\n')[0];
        for (var size = MarkdownReport.SmallestSize; size < 120_000; size += 1_777)
        {
            var text = MarkdownReport.Render(input, size);
            Assert.True(Encoding.UTF8.GetByteCount(text) <= size, $"{size}: {Encoding.UTF8.GetByteCount(text)}");
            Assert.StartsWith(verdict, text, StringComparison.Ordinal);
            Assert.Equal(Count(text, "<details>"), Count(text, "</details>"));
        }
    }

    [Fact]
    public void Hostile_texts_fit_the_smallest_size_too() =>
        Assert.InRange(
            Encoding.UTF8.GetByteCount(MarkdownReport.Render(HostileReports.Everywhere(), MarkdownReport.SmallestSize)),
            1, MarkdownReport.SmallestSize);

    [Fact]
    public void The_least_important_section_gives_way_first()
    {
        var input = ManyCases.Of(400, runs: 2, samples: 2);
        var text = MarkdownReport.Render(
            input,
            Encoding.UTF8.GetByteCount(MarkdownReport.Render(input, 1_000_000)) - 2_000
        );

        Assert.Contains("Roofline", text, StringComparison.Ordinal);
        Assert.Contains("All 400 cases", text, StringComparison.Ordinal);
        Assert.Matches("… and [0-9]+ more, in `report.html`", text);
    }

    [Fact]
    public void A_file_has_headings_instead_of_folds()
    {
        var text = MarkdownReport.Render(PullRequest, target: MarkdownTarget.File);

        Assert.DoesNotContain("<details>", text, StringComparison.Ordinal);
        Assert.Contains("## Roofline", text, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Unfolded(string text) => text[..text.IndexOf("<details>", StringComparison.Ordinal)];
}
