using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class ReportFilesTests
{
    [Fact]
    public void The_same_input_gives_the_same_bytes() =>
        Assert.Equal(
            ReportFiles.Render(SampleReports.PullRequest()).AsEnumerable(),
            ReportFiles.Render(SampleReports.PullRequest())
        );

    [Fact]
    public void Every_file_that_is_documented_is_there() =>
        Assert.Equal(
            [
                "badges/cases.json",
                "badges/cases.svg",
                "badges/change.json",
                "badges/change.svg",
                "badges/effect.json",
                "badges/effect.svg",
                "badges/verdict.json",
                "badges/verdict.svg",
                "cases.csv",
                "exports/bmf.json",
                "exports/github-action-benchmark.json",
                "exports/otava.csv",
                "junit.xml",
                "perfgate.sarif",
                "report.html",
                "report.md",
            ],
            ReportFiles.Render(SampleReports.Passing()).Select(f => f.Path).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_second_writing_leaves_every_file_alone()
    {
        var folder = Directory.CreateTempSubdirectory("perfgate-reports-").FullName;
        try
        {
            var files = ReportFiles.Render(SampleReports.Passing());

            Assert.Equal(16, ReportFolder.Write(folder, files).Length);
            Assert.Empty(ReportFolder.Write(folder, files));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Hostile_texts_leave_no_raw_control_character_in_any_file() =>
        Assert.All(
            ReportFiles.Render(HostileReports.Everywhere()),
            file =>
                // A line of CSV ends as its RFC says.
                Assert.DoesNotContain(
                    file.Text.Replace("\r\n", "\n", StringComparison.Ordinal),
                    c =>
                        char.IsControl(c) && c is not ('\n' or '\t')
                        || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069'
                )
        );
}
