using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Explaining;

/// <summary>An explanation in file, report, comment and page.</summary>
public sealed class ExplainedReportTests
{
    private const string Case = "gemm/M=1024,N=1024";

    [Fact]
    public void The_file_keeps_all_and_fits_its_schema()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf(ExplainReport.FileName);

        JsonFile.Write(path, Explained(), PerfGateJson.Default.ExplainReport);
        var read = JsonFile.Read(path, PerfGateJson.Default.ExplainReport, ExplainReport.SchemaName);

        Assert.Equal(Text(Explained()), Text(read));
    }

    [Fact]
    public void The_comment_has_paragraph_counters_and_code()
    {
        var text = MarkdownReport.Render(SampleReports.PullRequest() with { Explanation = Explained() });

        Assert.Contains("<summary>Why: counters and machine code</summary>", text, StringComparison.Ordinal);
        Assert.Contains(
            $"- `{Case}`: tiled is slower because of bank conflicts in shared memory: 4.1 M conflicts",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"(`{NcuMetrics.BankConflicts}`, `{NcuMetrics.SharedWavefronts}`)",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("```diff\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_counters_of_both_sides()
    {
        var page = HtmlReport.Render(SampleReports.PullRequest() with { Explanation = Explained() });

        Assert.Contains("<h4>Why</h4>", page, StringComparison.Ordinal);
        Assert.Contains("Counters of <code>tiled</code>", page, StringComparison.Ordinal);
        Assert.Contains($"<code>{NcuMetrics.DramRead}</code>", page, StringComparison.Ordinal);
        Assert.Contains("<pre tabindex=\"0\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_without_an_explanation_is_as_before() =>
        Assert.DoesNotContain(
            "Why: counters",
            MarkdownReport.Render(SampleReports.PullRequest()),
            StringComparison.Ordinal
        );

    [Fact]
    public void Hostile_text_in_code_and_sentences_stays_inert()
    {
        var hostile = Explained() with
        {
            Cases =
            [
                new()
                {
                    Name = Case,
                    Sentences = [new("<script>alert(1)</script> @everyone ```", ["<b>`"])],
                    Kernels =
                    [
                        new()
                        {
                            Name = "<img src=x>",
                            Code = new(
                                1,
                                0,
                                [],
                                [
                                    new(
                                        "f```",
                                        0,
                                        false,
                                        1,
                                        0,
                                        ["+ ```", "+ </pre><script>", "+ ##[error]x", "+ `(.L_x_0)"]
                                    ),
                                ]
                            ),
                        },
                    ],
                },
            ],
        };
        var input = SampleReports.PullRequest() with { Explanation = hostile };

        var (text, page) = (MarkdownReport.Render(input), HtmlReport.Render(input));

        Assert.DoesNotContain("\n+ ```", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
        Assert.DoesNotContain("##[error]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("</pre><script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_precheck_shows_the_difference()
    {
        var report = new PrecheckReport
        {
            Reference = "the kernels of the base",
            Cases = [new("tiled", true, "its machine code is not the base's")],
            Code = [new("tiled", null, Tiled), new("other", null, null, "nvdisasm was not found")],
        };

        var text = PrecheckMarkdown.Render(report);

        Assert.Contains("## Machine code of `tiled`\n\nIn the machine code of tiled ", text, StringComparison.Ordinal);
        Assert.Contains("```diff\n", text, StringComparison.Ordinal);
        Assert.Contains("The machine code was not compared: nvdisasm was not found.", text, StringComparison.Ordinal);
    }

    private static CodeDifference Tiled =>
        CodeDifference.Of(RecordedPairs.Code("fast", "tiled"), RecordedPairs.Code("slow", "tiled"));

    private static ExplainReport Explained()
    {
        var kernel = RecordedPairs.Slowed("tiled") with { Code = Tiled };
        var (sentences, bounded) = Explanation.Of([kernel], new());
        return new()
        {
            Reference = "the kernels of the base",
            Profiler = "Nsight Compute",
            Cases =
            [
                new()
                {
                    Name = Case,
                    Sentences = sentences,
                    Bounded = bounded,
                    Kernels = [kernel],
                },
            ],
        };
    }

    private static string Text(ExplainReport report) =>
        System.Text.Json.JsonSerializer.Serialize(report, PerfGateJson.Default.ExplainReport);
}
