using System.Text.RegularExpressions;
using System.Xml.Linq;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Svg;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

/// <summary>The picture of the changed cases that a comment shows.</summary>
public sealed class ChangedCasesSvgTests
{
    [Fact]
    public void Each_changed_case_has_its_name_its_change_and_a_bar()
    {
        var picture = XDocument.Parse(ChangedCasesSvg.Render(SampleReports.PullRequest())!);
        var texts = Elements(picture, "text").Select(t => t.Value).ToList();

        Assert.Contains("gemm/M=1024,N=1024", texts);
        Assert.Contains("+8.31 % regression", texts);
        Assert.DoesNotContain("fma/N=80us", texts);
        Assert.Equal(
            texts.Count(t =>
                t.Contains('%', StringComparison.Ordinal) && !t.Contains("no change", StringComparison.Ordinal)
            ),
            Elements(picture, "path").Count(p => (string?)p.Attribute("stroke-width") == "10")
        );
    }

    [Fact]
    public void Where_nothing_has_changed_there_is_no_picture() =>
        Assert.Null(ChangedCasesSvg.Render(SampleReports.Passing()));

    [Fact]
    public void A_bar_beyond_the_scale_has_an_arrow_and_many_cases_are_counted()
    {
        var many = ManyCases.Of(400, runs: 2, samples: 2);
        var far = many with
        {
            Verdict = many.Verdict with
            {
                Cases =
                [
                    .. many.Verdict.Cases.Select(c =>
                        c with
                        {
                            Verdict = CaseVerdict.Regression,
                            Ratio = 3,
                            RatioInterval = [2.5, 3.5],
                        }
                    ),
                ],
            },
        };

        var picture = ChangedCasesSvg.Render(far)!;

        Assert.Equal(12, Regex.Count(picture, "b cut"));
        Assert.Contains("and 388 more", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_foreign_acts_in_it()
    {
        var picture = XDocument.Parse(ChangedCasesSvg.Render(HostileReports.Everywhere())!);

        Assert.Equal(
            ["path", "style", "svg", "text"],
            picture.Descendants().Select(e => e.Name.LocalName).Distinct().Order()
        );
        Assert.DoesNotContain(
            picture.Descendants().Attributes(),
            a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
        );
    }

    private static IEnumerable<XElement> Elements(XDocument picture, string name) =>
        picture.Descendants().Where(e => e.Name.LocalName == name);
}
