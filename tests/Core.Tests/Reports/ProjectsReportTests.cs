using System.Text.Json;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Tests.Reports;

/// <summary>The combined verdict of several projects.</summary>
public sealed class ProjectsReportTests
{
    private static readonly ProjectsVerdict Two = ProjectsVerdict.Of([
        new("a/a.csproj", Outcome.Pass, "Passed", "Passed: 3 not slower.", 3, "../../a/artifacts/report.html"),
        new(
            "b & c/<b>|.csproj",
            Outcome.Regression,
            "Regression",
            "Failed: 1 slower | [link](http://example.com) <script>.",
            1,
            "../../b & c/artifacts/report.html"
        ),
    ]);

    private static string Text(string name) => ProjectsReport.Render(Two).Single(f => f.Path == name).Text;

    [Fact]
    public void The_worst_outcome_decides_and_the_file_fits_its_schema()
    {
        Assert.Empty(JsonSchemas.Validate(Text("projects.json"), "projects.json", "projects.schema.json"));
        var read = JsonSerializer.Deserialize(Text("projects.json"), PerfGateJson.Default.ProjectsVerdict)!;
        Assert.Equal(Outcome.Regression, read.Outcome);
        Assert.Equal(Two.Projects, read.Projects);
    }

    [Fact]
    public void The_page_leads_to_the_report_of_each_project_and_shows_foreign_text_as_text()
    {
        var page = Text("projects.html");

        Assert.Contains("<h1>Regression</h1>", page, StringComparison.Ordinal);
        Assert.Contains("PerfGate ran in 2 projects, with 4 cases.", page, StringComparison.Ordinal);
        Assert.Contains("href=\"../../a/artifacts/report.html\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"../../b%20%26%20c/artifacts/report.html\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Contains("script-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_markdown_has_a_row_a_project_whatever_its_texts_hold()
    {
        var rows = Text("projects.md").Split('\n').Where(l => l.StartsWith('|')).ToList();

        Assert.Equal(4, rows.Count);
        Assert.Contains("Passed", rows[2], StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", rows[3], StringComparison.Ordinal);
        Assert.Contains("\\[link\\](", rows[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_that_it_names_is_one_that_it_writes() =>
        Assert.Equal(ProjectsReport.Names, ProjectsReport.Render(Two).Select(f => f.Path));
}
