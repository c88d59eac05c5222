using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class JUnitReportTests
{
    public static TheoryData<string> Inputs => ["pull request", "hostile", "many"];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void It_fits_the_schema(string which)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add("", Path.Combine(AppContext.BaseDirectory, "data", "schemas", "jenkins-junit.xsd"));
        var problems = new List<string>();

        Parse(Input(which)).Validate(schemas, (_, e) => problems.Add(e.Message));

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("gemm/M=1024,N=1024", "failure")]
    [InlineData("gemm/M=256,N=256", "skipped")]
    [InlineData("sdpa/S=512", "skipped")]
    [InlineData("wmma/N=4096", "skipped")]
    [InlineData("triad/N=1Mi", null)]
    [InlineData("triad/N=64Mi", null)]
    public void Only_a_proven_case_passes(string name, string? element) =>
        Assert.Equal(
            element,
            Case(SampleReports.PullRequest(), name).Elements().First().Name.LocalName is var first
            && first == "system-out"
                ? null
                : first
        );

    [Fact]
    public void An_undecided_case_fails_where_the_policy_fails_it()
    {
        var input = SampleReports.PullRequest();
        input = input with
        {
            Verdict = input.Verdict with { Policy = input.Verdict.Policy with { FailOnInconclusive = true } },
        };

        Assert.NotNull(Case(input, "gemm/M=256,N=256").Element("failure"));
    }

    [Fact]
    public void The_counts_are_those_of_the_elements()
    {
        var root = Parse(Input("many")).Root!;

        Assert.Equal(root.Descendants("testcase").Count(), (int)root.Attribute("tests")!);
        Assert.Equal(root.Descendants("failure").Count(), (int)root.Attribute("failures")!);
        Assert.All(
            root.Elements("testsuite"),
            suite => Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!)
        );
    }

    [Fact]
    public void A_failure_names_the_line_of_the_kernel() =>
        Assert.StartsWith(
            "kernels/gemm.cu(31): regression",
            Case(SampleReports.PullRequest(), "gemm/M=1024,N=1024").Element("failure")!.Value,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_incorrect_case_is_an_error()
    {
        var input = SampleReports.PullRequest();
        input = input with
        {
            Verdict = input.Verdict with { Cases = [input.Verdict.Cases[0] with { Verdict = CaseVerdict.Incorrect }] },
        };

        Assert.Equal(1, (int)Parse(input).Root!.Attribute("errors")!);
    }

    private static ReportInput Input(string which) => which switch
    {
        "hostile" => HostileReports.Everywhere(),
        "many" => ManyCases.Of(200, runs: 2, samples: 2),
        _ => SampleReports.PullRequest(),
    };

    private static XElement Case(ReportInput input, string name) =>
        Parse(input).Descendants("testcase").Single(c => (string)c.Attribute("name")! == name);

    private static XDocument Parse(ReportInput input)
    {
        using var reader = XmlReader.Create(new StringReader(JUnitReport.Render(input)));
        return XDocument.Load(reader);
    }
}
