using System.Text.RegularExpressions;
using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class HtmlReportTests
{
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

        Assert.Single(Regex.Matches(HtmlReport.Render(drifted), "The machine moved"));
    }

    [Fact]
    public void A_raised_tolerance_stands_with_the_stated_one_in_the_row_of_its_case_alone()
    {
        var passing = SampleReports.Passing();
        var raised = passing.Verdict.Cases[0] with
        {
            Verdict = CaseVerdict.Pass,
            Tolerance = 0.855,
            StatedTolerance = 0.05,
        };
        var page = HtmlReport.Render(
            passing with { Verdict = passing.Verdict with { Cases = passing.Verdict.Cases.SetItem(0, raised) } }
        );

        var row = Assert.Single(
            Regex.Matches(page, "<tr><th scope=\"row\"><a href=\"#c.*</tr>").Select(m => m.Value),
            r => r.Contains("85.5 % (stated 5.0 %)</td>", StringComparison.Ordinal)
        );
        Assert.Contains(
            $">{raised.Name}</bdi></a></th>",
            row.Replace("<wbr>", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("(stated ", HtmlReport.Render(passing), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_cases_stay_under_ten_megabytes() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(HtmlReport.Render(ManyCases.Of(1_000))), 1_000_000, 10_000_000);

    [Fact]
    public void Cases_beyond_the_fully_plotted_have_a_strip_of_their_runs()
    {
        var page = HtmlReport.Render(ManyCases.Of(130, runs: 3, samples: 10));

        Assert.Equal(10, page.Split("class=\"strip plot\"").Length - 1);
        Assert.Contains("The first 120 of 130 cases", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_of_the_page_lets_its_own_script_and_style_run_only() =>
        Assert.Matches(
            "content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; script-src "
                + "'sha256-[A-Za-z0-9+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'\"",
            HtmlReport.Render(SampleReports.Passing()));

    [Fact]
    public void A_rate_above_its_ceiling_is_called_an_error_in_the_work_count() =>
        Assert.Contains(
            "(364 % of the measured copy), 0.00521 FLOP/B <strong class=\"slower\">above the ceiling: the manifest’s "
                + "work count is wrong",
            Unbroken(SampleReports.PullRequest()),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_history_names_the_releases_and_its_change_points()
    {
        var page = Unbroken(SampleReports.PullRequest());

        Assert.Equal(
            "v0.1.0, v0.1.1, v0.2.0, v0.2.1, v0.3.0, 4f1d2c0b9a8e; another level begins at v0.2.0, 4f1d2c0b9a8e.",
            System.Text.RegularExpressions.Regex.Match(page, "History of gemm/M=1024,N=1024: ([^<]*)").Groups[1].Value);
    }

    [Fact]
    public void A_verdict_alone_is_enough_for_a_page() =>
        Assert.Contains(
            "<h1>Regression</h1>",
            HtmlReport.Render(new(SampleReports.PullRequest().Verdict)),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_verdict_without_cases_is_enough_for_a_page() =>
        Assert.Contains(
            "<h1>Passed</h1>",
            HtmlReport.Render(new(SampleReports.Passing().Verdict with { Cases = [] })),
            StringComparison.Ordinal
        );

    [Fact]
    public void An_interleaved_trial_is_what_is_plotted_where_one_was_held()
    {
        var input = SampleReports.PullRequest();
        var trial = input.Measurement! with
        {
            Interleaved = true,
            Cases =
            [
                .. input.Measurement.Cases.Where(c => c.Name == "gemm/M=1024,N=1024").Select(c => c with
                {
                    Runs = [.. c.Runs.Take(4).Select(r => r with { ReferenceSamples = r.Samples })],
                }),
            ],
        };

        Assert.Contains(
            "Runs of gemm/M=1024,N=1024: 4 of the reference on the left, 4 of the candidate on the right.",
            Unbroken(input with { Trial = trial }),
            StringComparison.Ordinal
        );
    }

    private static string Unbroken(ReportInput input) => System.Net.WebUtility.HtmlDecode(HtmlReport.Render(input));
}
