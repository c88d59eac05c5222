using System.Text.Json;
using NJsonSchema;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class SarifReportTests
{
    public static TheoryData<string> Inputs => ["pull request", "passing", "hostile"];

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task It_fits_the_schema(string which)
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(AppContext.BaseDirectory, "data", "schemas", "sarif-2.1.0.json"),
            TestContext.Current.CancellationToken
        );
        var input = which switch
        {
            "hostile" => HostileReports.Everywhere(),
            "passing" => SampleReports.Passing(),
            _ => SampleReports.PullRequest(),
        };

        Assert.Empty(schema.Validate(SarifReport.Render(input)));
    }

    [Fact]
    public async Task The_schema_would_refuse_a_wrong_file()
    {
        var schema = await JsonSchema.FromFileAsync(
            Path.Combine(AppContext.BaseDirectory, "data", "schemas", "sarif-2.1.0.json"),
            TestContext.Current.CancellationToken
        );

        Assert.NotEmpty(
            schema.Validate(
                SarifReport
                    .Render(SampleReports.PullRequest())
                    .Replace("\"startLine\": 31", "\"startLine\": 0", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public void A_regression_is_an_error_at_the_kernel_s_line()
    {
        var result = Results(SampleReports.PullRequest()).Single(r => r.GetProperty("ruleId").GetString() == "PG3001");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");

        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Equal("kernels/gemm.cu", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(31, place.GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public void What_passes_is_not_reported() => Assert.Empty(Results(SampleReports.Passing()));

    [Fact]
    public void A_fingerprint_stays_when_the_line_and_the_figures_move()
    {
        var before = SampleReports.PullRequest();
        var after = before with
        {
            Verdict = before.Verdict with
            {
                Cases =
                [
                    .. before.Verdict.Cases.Select(c =>
                        c with
                        {
                            Source = new("kernels/moved.cu", 99),
                            Ratio = 1.2,
                            Reason = "otherwise",
                        }
                    ),
                ],
            },
        };

        Assert.Equal(Fingerprints(before), Fingerprints(after));
    }

    [Fact]
    public void Two_cases_never_share_a_fingerprint()
    {
        var fingerprints = Fingerprints(ManyCases.Of(300, runs: 2, samples: 2));

        Assert.Equal(fingerprints.Distinct(), fingerprints);
    }

    [Theory]
    [InlineData("../secrets.cu")]
    [InlineData("/etc/passwd")]
    [InlineData("https://evil.example/x.cu")]
    [InlineData("a\\..\\b.cu")]
    [InlineData("")]
    public void A_path_that_leaves_the_repository_gives_no_place(string file)
    {
        var input = SampleReports.PullRequest();
        var regression = input.Verdict.Cases.Single(c => c.Verdict == CaseVerdict.Regression) with
        {
            Source = new(file, 1),
        };

        var result = Assert.Single(Results(new(input.Verdict with { Cases = [regression] })));

        Assert.False(result.TryGetProperty("locations", out _));
    }

    private static string[] Fingerprints(ReportInput input) =>
        [
            .. Results(input)
                .Select(r => r.GetProperty("partialFingerprints").GetProperty("perfgateCase/v1").GetString()!)
                .Order(),
        ];

    private static JsonElement[] Results(ReportInput input) =>
        [
            .. JsonDocument
                .Parse(SarifReport.Render(input))
                .RootElement.GetProperty("runs")[0]
                .GetProperty("results")
                .EnumerateArray(),
        ];
}
