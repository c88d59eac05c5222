using System.Text.Json;
using System.Xml.Linq;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class BadgesTests
{
    [Theory]
    [InlineData("verdict", "perf gate", "regression")]
    [InlineData("cases", "perf cases", "3 of 9 not slower")]
    [InlineData("change", "largest change", "+8.31 %")]
    [InlineData("effect", "effect size", "g = 133.0")]
    public void The_endpoint_says(string badge, string label, string message)
    {
        var json = Json(SampleReports.PullRequest(), badge);

        Assert.Equal(1, json.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(label, json.GetProperty("label").GetString());
        Assert.Equal(message, json.GetProperty("message").GetString());
    }

    [Fact]
    public void The_image_says_the_same_as_the_endpoint()
    {
        var files = Badges.Render(SampleReports.PullRequest());

        Assert.Equal(8, files.Length);
        Assert.All(
            files.Where(f => f.Path.EndsWith(".svg", StringComparison.Ordinal)),
            svg =>
            {
                var json = JsonDocument
                    .Parse(files.Single(f => f.Path == Path.ChangeExtension(svg.Path, ".json")).Text)
                    .RootElement;
                Assert.Equal(
                    $"{json.GetProperty("label").GetString()}: {json.GetProperty("message").GetString()}",
                    (string)XDocument.Parse(svg.Text).Root!.Attribute("aria-label")!
                );
            }
        );
    }

    [Fact]
    public void A_case_of_unchanged_machine_code_is_no_change()
    {
        var input = SampleReports.PullRequest();
        input = input with
        {
            Verdict = input.Verdict with
            {
                Cases = [.. input.Verdict.Cases.Where(c => c.Verdict == CaseVerdict.Unchanged)],
            },
        };

        Assert.Equal("none", Json(input, "change").GetProperty("message").GetString());
    }

    [Fact]
    public void An_infinite_effect_size_is_shown_as_such()
    {
        var input = SampleReports.PullRequest();
        var regression = input.Verdict.Cases.Single(c => c.Verdict == CaseVerdict.Regression) with { HedgesG = 1e308 };

        Assert.Equal(
            "g = ∞",
            Json(new(input.Verdict with { Cases = [regression] }), "effect").GetProperty("message").GetString()
        );
    }

    [Theory]
    [InlineData(Outcome.Pass, "passed")]
    [InlineData(Outcome.Warning, "warning")]
    [InlineData(Outcome.Undecided, "undecided")]
    [InlineData(Outcome.Inconclusive, "undecided")]
    [InlineData(Outcome.Incorrect, "incorrect")]
    public void No_outcome_but_a_pass_reads_as_one(Outcome outcome, string message)
    {
        var input = SampleReports.Passing();

        Assert.Equal(
            message,
            Json(new(input.Verdict with { Outcome = outcome }), "verdict").GetProperty("message").GetString()
        );
    }

    private static JsonElement Json(ReportInput input, string badge) =>
        JsonDocument.Parse(Badges.Render(input).Single(f => f.Path == $"badges/{badge}.json").Text).RootElement;
}
