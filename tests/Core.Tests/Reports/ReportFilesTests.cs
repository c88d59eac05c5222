using System.Text.RegularExpressions;
using System.Xml.Linq;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Reports.Svg;
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

    [Theory]
    [InlineData("junit.xml", "<testcase[^>]* name=\"([^\"]*)\"")]
    [InlineData("report.md", "`(n[^`]*)`")]
    [InlineData("report.html", "<a href=\"#c[0-9]+\">(.*?)</a>")]
    [InlineData("cases.csv", "(?m)^\"?(n[^,\"]*)")]
    public void Two_names_of_340_letters_that_differ_at_the_end_are_told_apart(string path, string name)
    {
        var file = ReportFiles.Render(LongNames()).Single(f => f.Path == path).Text;

        Assert.Equal(2, Regex.Matches(file, name).Select(m => m.Groups[1].Value).Distinct().Count());
    }

    [Fact]
    public void They_are_told_apart_in_the_picture_of_a_comment() =>
        Assert.Equal(
            2,
            XDocument
                .Parse(ChangedCasesSvg.Render(LongNames())!)
                .Descendants()
                .Where(e => e.Name.LocalName == "text" && e.Value.StartsWith("nn", StringComparison.Ordinal))
                .Select(e => e.Value)
                .Distinct()
                .Count()
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

    private static ReportInput LongNames()
    {
        var verdict = SampleReports.PullRequest().Verdict;
        var slower = verdict.Cases.First(c => c.Verdict == CaseVerdict.Regression);
        var alike = new string('n', 339);
        return new(
            verdict with { Cases = [slower with { Name = alike + "1" }, slower with { Name = alike + "2" }] }
        );
    }
}
