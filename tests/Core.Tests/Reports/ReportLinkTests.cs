using System.Text.RegularExpressions;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

/// <summary>Links out of a report, the place it names first, and what is there to be pasted.</summary>
public sealed class ReportLinkTests
{
    private const string Commit = "4f1d2c0b9a8e7f6d5c4b3a29180716253443526a";

    private static readonly ReportLinks Links = new("https://github.test/acme/kernels", Commit)
    {
        Run = "https://github.test/acme/kernels/actions/runs/77",
    };

    private static readonly ReportInput Linked = SampleReports.PullRequest() with { Links = Links };

    [Fact]
    public void The_comment_links_each_changed_case_and_each_reason_to_the_kernels_line()
    {
        var text = MarkdownReport.Render(Linked);
        var address = $"(https://github.test/acme/kernels/blob/{Commit}/kernels/gemm.cu#L31)";

        Assert.Contains($"| ❌ [`gemm/M=1024,N=1024`]{address} |", text, StringComparison.Ordinal);
        Assert.Contains($"[`kernels/gemm.cu:31`]{address}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("](http", MarkdownReport.Render(SampleReports.PullRequest()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_comment_says_on_which_device_before_anything_is_folded()
    {
        var text = MarkdownReport.Render(Linked);

        Assert.Matches(
            "Measured on NVIDIA H200 · 4f1d2c0b9a8e · against v0\\.3\\.0",
            text[..text.IndexOf("| case |", StringComparison.Ordinal)]
        );
    }

    [Fact]
    public void A_picture_stands_above_the_table()
    {
        var text = MarkdownReport.Render(Linked with { Links = Links with { Picture = "https://github.test/p.svg" } });

        Assert.Matches(@"!\[[^\]]*\]\(https://github\.test/p\.svg\)\n\n\| case", text);
        Assert.DoesNotContain("![", MarkdownReport.Render(Linked), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernels/a b(1).cu", "kernels/a%20b%281%29.cu#L3")]
    [InlineData("kernels/ä\"<>.cu", "kernels/%C3%A4%22%3C%3E.cu#L3")]
    [InlineData("../outside.cu", null)]
    [InlineData("/etc/passwd", null)]
    [InlineData("C:\\x.cu", null)]
    [InlineData("a//b.cu", null)]
    [InlineData("javascript:alert(1)", null)]
    public void A_path_that_leaves_the_repository_is_no_link(string path, string? linked) =>
        Assert.Equal(
            linked is null ? null : $"https://github.test/acme/kernels/blob/{Commit}/{linked}",
            Links.Line(new(path, 3))
        );

    [Fact]
    public void Hostile_names_get_no_link_of_their_own()
    {
        var text = MarkdownReport.Render(HostileReports.Everywhere() with { Links = Links }, 1_000_000);
        var outsideCode = Regex.Replace(text, "`[^`\n]*`", "");

        Assert.All(
            Regex.Matches(outsideCode, @"(?<!\\)\]\(([^)]*)\)"),
            m => Assert.StartsWith("https://github.test/acme/kernels/", m.Groups[1].Value, StringComparison.Ordinal)
        );
        Assert.Contains("](https://github.test/", outsideCode, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_down_comes_with_what_accepts_it()
    {
        const string Snippet = """
            "accepted": [
              { "case": "gemm/M=1024,N=1024", "reason": "", "maximumRatio": 1.09, "expires": "
            """;

        Assert.Contains("```json\n" + Snippet, MarkdownReport.Render(Linked), StringComparison.Ordinal);
        Assert.Contains(Snippet, System.Net.WebUtility.HtmlDecode(HtmlReport.Render(Linked)), StringComparison.Ordinal);
        Assert.DoesNotContain("\"accepted\"", MarkdownReport.Render(SampleReports.Passing()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_accepts_a_slow_down_fits_the_policys_schema_once_it_has_a_reason()
    {
        var text = MarkdownReport.Render(Linked);
        var snippet = Regex.Match(text, "```json\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;
        var filled = snippet.Replace("\"reason\": \"\"", "\"reason\": \"worth it\"", StringComparison.Ordinal);
        var policy = $"{{ \"schemaVersion\": 1, {filled} }}";

        Assert.Empty(Core.Files.JsonSchemas.Validate(policy, "perfgate.json", "perfgate.schema.json"));
    }

    [Fact]
    public void No_name_gets_out_of_what_is_pasted()
    {
        var text = MarkdownReport.Render(HostileReports.Everywhere(), 1_000_000);

        Assert.DoesNotMatch(new Regex("```json\n[^`]*DROP TABLE"), text);
    }

    [Fact]
    public void A_failure_is_said_once()
    {
        var failed = Linked with
        {
            Verdict = Linked.Verdict with { Summary = "Failed: 2 slower. Make the slower cases faster." },
        };

        Assert.StartsWith(
            "❌ **Regression:** 2 slower. Make the slower cases faster.",
            MarkdownReport.Render(failed),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_page_links_to_the_run_its_files_the_commit_and_the_lines()
    {
        var page = HtmlReport.Render(Linked);

        foreach (
            var address in new[]
            {
                "actions/runs/77\"",
                "actions/runs/77#artifacts\"",
                $"commit/{Commit}\"",
                $"blob/{Commit}/kernels/gemm.cu#L31\"",
            }
        )
            Assert.Contains($"href=\"https://github.test/acme/kernels/{address}", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "href=\"https:",
            HtmlReport.Render(SampleReports.PullRequest()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_page_says_first_how_long_it_took_and_what_it_cost()
    {
        var page = HtmlReport.Render(SampleReports.PullRequest());
        var top = page[..page.IndexOf("<main>", StringComparison.Ordinal)];

        Assert.Contains("0.401 USD at 3.50 an hour", top, StringComparison.Ordinal);
        Assert.Matches("took [0-9.]+ (s|min)", top);
    }

    [Fact]
    public void A_case_of_several_launches_shows_what_each_takes()
    {
        var input = SampleReports.PullRequest();
        var measured = input.Measurement! with
        {
            Cases =
            [
                .. input.Measurement.Cases.Select(c =>
                    c.Name == "triad/N=1Mi"
                        ? c with
                        {
                            Kernels = [new("first", "a", 1, 0, 0, 0), new("second", "b", 1, 0, 0, 0)],
                            Runs = [.. c.Runs.Select(r => r with { LaunchTimes = [1500.0, 2500.0] })],
                        }
                        : c
                ),
            ],
        };

        Assert.Contains(
            "<dt>Per launch</dt><dd><code>first</code> 1.500 µs, <code>second</code> 2.500 µs</dd>",
            HtmlReport.Render(input with { Measurement = measured }),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Per launch", HtmlReport.Render(input), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bar_that_is_cut_has_an_arrow()
    {
        var input = SampleReports.PullRequest();
        var far = input with
        {
            Verdict = input.Verdict with
            {
                Cases =
                [
                    .. input.Verdict.Cases.Select(c =>
                        c.Verdict == CaseVerdict.Regression ? c with { Ratio = 4, RatioInterval = [3.5, 4.5] } : c
                    ),
                ],
            },
        };

        Assert.Single(Regex.Matches(HtmlReport.Render(far), "k6 cut\""));
        Assert.DoesNotContain(" cut\"", HtmlReport.Render(input), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_can_be_had_as_csv()
    {
        var page = HtmlReport.Render(SampleReports.PullRequest());
        var csv = System.Text.Encoding.UTF8.GetString(
            Convert.FromBase64String(Regex.Match(page, "href=\"data:text/csv;base64,([^\"]*)\"").Groups[1].Value)
        );

        Assert.Equal(CasesCsv.Render(SampleReports.PullRequest()), csv);
        var rows = csv.Split("\r\n");
        Assert.StartsWith("case,verdict,reference_ns,candidate_ns,ratio,", rows[0], StringComparison.Ordinal);
        Assert.Matches("^\"gemm/M=1024,N=1024\",regression,[0-9.]+,[0-9.]+,1\\.083[0-9]*,", rows[1]);
        Assert.Equal(SampleReports.PullRequest().Verdict.Cases.Length + 2, rows.Length);
    }

    [Fact]
    public void A_name_that_a_spreadsheet_would_run_is_text()
    {
        var csv = CasesCsv.Render(HostileReports.Everywhere());

        Assert.DoesNotMatch("(?m)^\"?[=+@-]", csv);
    }
}
