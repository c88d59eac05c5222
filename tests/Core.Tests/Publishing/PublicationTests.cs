using System.Text.Json;
using System.Text.RegularExpressions;
using PerfGate.Core.Claims;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Publishing;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Publishing;

public sealed partial class PublicationTests
{
    private static readonly Dictionary<string, string> Files = Rendered(PublicationSamples.Input());

    private static string Markdown => Files[Publication.MarkdownName];

    [Fact]
    public void It_has_every_file_and_the_same_bytes_each_time()
    {
        string[] names =
        [
            "ARTIFACT.md",
            "CITATION.cff",
            "REPORT.md",
            "badges/reproducibility.json",
            "badges/reproducibility.svg",
            "badges/speedup.json",
            "badges/speedup.svg",
            "badges/tier.json",
            "badges/tier.svg",
            "publication.json",
            "report.html",
            "report.tex",
        ];

        Assert.Equal(names, Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Files, Rendered(PublicationSamples.Input()));
    }

    [Theory]
    [InlineData("Claims and limits")]
    [InlineData("Statement to paste")]
    [InlineData("Shapes")]
    [InlineData("Tiers")]
    [InlineData("Explanation")]
    [InlineData("Methods")]
    [InlineData("Factors")]
    [InlineData("Inputs and seeds")]
    [InlineData("Percentiles")]
    [InlineData("Upper bound")]
    [InlineData("Correctness")]
    [InlineData("False alarms and detection limit")]
    [InlineData("Plots")]
    [InlineData("Artefact appendix")]
    [InlineData("What is not stated")]
    public void It_has_every_section_of_the_checklist(string title)
    {
        Assert.Contains($"\n## {title}\n", Markdown, StringComparison.Ordinal);
        Assert.Contains($"<h2>{title}</h2>", Files[Publication.PageName], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VBIOS")]
    [InlineData("archived at")]
    [InlineData("why the candidate is faster")]
    [InlineData("false-alarm rate of this device")]
    public void A_line_without_a_value_says_so_and_is_listed_at_the_end(string label)
    {
        var end = Markdown[Markdown.IndexOf("## What is not stated", StringComparison.Ordinal)..];

        Assert.Contains($"- {label}", end, StringComparison.Ordinal);
        Assert.Contains("not stated", Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_a_value_is_not_listed_as_missing()
    {
        var end = Markdown[Markdown.IndexOf("## What is not stated", StringComparison.Ordinal)..];

        Assert.DoesNotContain("authors", end, StringComparison.Ordinal);
        Assert.DoesNotContain("licence", end, StringComparison.Ordinal);
        Assert.DoesNotContain("driver", end, StringComparison.Ordinal);
    }

    [Fact]
    public void The_figures_are_those_of_the_claims()
    {
        var input = PublicationSamples.Input();

        foreach (var c in input.Claims.Claims)
        {
            var row = Assert.Single(
                Markdown.Split('\n'),
                l =>
                    l.StartsWith($"| {c.Shape} | ", StringComparison.Ordinal)
                    && l.Contains("µs \\[", StringComparison.Ordinal)
            );
            Assert.Contains(FormattableString.Invariant($"{c.Speedup:0.000} \\["), row, StringComparison.Ordinal);
            Assert.Contains(
                FormattableString.Invariant($"| {c.RelativeToFixed:0.000} |"),
                row,
                StringComparison.Ordinal
            );
        }

        Assert.Contains("cold", Markdown, StringComparison.Ordinal);
        Assert.Contains("2.5e-7", Markdown, StringComparison.Ordinal);
        Assert.Contains("1e-5", Markdown, StringComparison.Ordinal);
        Assert.Contains("6.87 min", Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_claims_are_a_file_that_fits_its_schema()
    {
        var read = JsonFile.Parse(
            Files[Publication.ClaimsName],
            Publication.ClaimsName,
            PerfGateJson.Default.SpeedClaims,
            SpeedClaims.SchemaName
        );

        Assert.Equal(Files[Publication.ClaimsName], Publication.Json(read));
    }

    [Fact]
    public void A_candidate_that_does_not_win_is_published_as_such()
    {
        var files = Rendered(PublicationSamples.Input(1));

        Assert.Contains("minimum: speed-up", files[Publication.MarkdownName], StringComparison.Ordinal);
        Assert.Contains("\"none\"", files["badges/tier.json"], StringComparison.Ordinal);
        Assert.Contains("not tried", files["badges/reproducibility.json"], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_foreign_acts_in_the_page_or_the_Markdown()
    {
        var files = Rendered(PublicationSamples.Hostile());

        Assert.DoesNotMatch(@"<(script|img|iframe|b |svg onload)", files[Publication.PageName]);
        Assert.DoesNotMatch(@"(?<!\\)<(script|img|iframe)", files[Publication.MarkdownName]);
        Assert.DoesNotContain('\u001b', files[Publication.MarkdownName]);
    }

    [Fact]
    public void Nothing_foreign_acts_in_LaTeX()
    {
        var tex = Rendered(PublicationSamples.Hostile())[Publication.TexName];

        Assert.All(tex, c => Assert.True(c is '\n' or >= ' ' and <= '~', $"U+{(int)c:X4}"));
        // Only commands of our own, and no comment but ours.
        Assert.All(Command().Matches(tex).Select(m => m.Value).Distinct(), c => Assert.Contains(c, Known));
        Assert.All(
            tex.Split('\n').Where(l => Comment().IsMatch(l)),
            l => Assert.StartsWith("%", l, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_citation_states_what_is_known()
    {
        var lines = Files[Publication.CitationName].Split('\n');

        Assert.Contains("cff-version: 1.2.0", lines);
        Assert.Contains("  - name: \"Ada Example\"", lines);
        Assert.Contains("date-released: 2026-11-23", lines);
        Assert.Contains("commit: \"4f1d2c0b9a8e7f6d5c4b3a29180716253443526a\"", lines);
        Assert.Contains(
            "  - name: \"not stated\"",
            Rendered(PublicationSamples.Input() with { Authors = [] })[Publication.CitationName].Split('\n')
        );
    }

    [Fact]
    public void The_badges_say_speed_up_and_tier()
    {
        using var speed = JsonDocument.Parse(Files["badges/speedup.json"]);

        Assert.Matches(@"^1\.\d\dx$", speed.RootElement.GetProperty("message").GetString()!);
        Assert.Contains("\"minimum\"", Files["badges/tier.json"], StringComparison.Ordinal);
    }

    private static readonly string[] Known =
    [
        "\\documentclass",
        "\\begin",
        "\\end",
        "\\section",
        "\\item",
        "\\centering",
        "\\scriptsize",
        "\\caption",
        "\\hline",
        "\\textbackslash",
        "\\textasciitilde",
        "\\textasciicircum",
        "\\mu",
        "\\times",
        "\\ldots",
        "\\infty",
        "\\circ",
    ];

    private static Dictionary<string, string> Rendered(PublicationInput input) =>
        Publication.Render(input).ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);

    [GeneratedRegex(@"(?<!\\)\\[A-Za-z]+")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<!\\)%")]
    private static partial Regex Comment();
}
