using System.Text.RegularExpressions;
using System.Xml.Linq;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Reports.Svg;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed partial class ReportFilesTests
{
    [Fact]
    public void The_same_input_gives_the_same_bytes() =>
        Assert.Equal(
            ReportFiles.Render(SampleReports.PullRequest()).AsEnumerable(),
            ReportFiles.Render(SampleReports.PullRequest())
        );

    [Fact]
    public void The_page_of_reports_has_a_row_for_each_file_and_no_other() =>
        Assert.Equal(
            Documented().Order(StringComparer.Ordinal),
            ReportFiles.Render(SampleReports.Passing()).Select(f => f.Path).Order(StringComparer.Ordinal)
        );

    // The first column of the table "writes": `badges/{verdict,cases}.svg` and `.json` are four files.
    private static IEnumerable<string> Documented()
    {
        var rows = File.ReadAllLines(Checkout.PathOf("docs/reports.md"))
            .SkipWhile(line => !line.StartsWith("| writes |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        foreach (var cell in rows.Select(row => row.Split('|')[1]))
        {
            var paths = CodeSpan().Matches(cell).Select(m => m.Groups[1].Value).ToArray();
            var (head, names, tail) = Alternatives().Match(paths[0]) is { Success: true } match
                ? (match.Groups[1].Value, match.Groups[2].Value.Split(','), match.Groups[3].Value)
                : ("", [Path.ChangeExtension(paths[0], null)], Path.GetExtension(paths[0]));
            foreach (var ending in paths.Skip(1).Prepend(tail))
            {
                foreach (var name in names)
                    yield return $"{head}{name}{ending}";
            }
        }
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^(.*)\{(.*)\}(.*)$")]
    private static partial Regex Alternatives();

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
            var files = ReportFiles.Render(SampleReports.Passing()).ToArray();

            Assert.Equal(files.Length, ReportFolder.Write(folder, files).Length);
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
