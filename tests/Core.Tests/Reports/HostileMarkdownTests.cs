using System.Globalization;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class HostileMarkdownTests
{
    private static readonly string Text = MarkdownReport.Render(HostileReports.Everywhere(), 1_000_000);

    private static readonly MarkdownDocument Parsed =
        Markdown.Parse(Text, new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().Build());

    [Fact]
    public void No_link_and_no_image_comes_of_it()
    {
        Assert.Empty(Parsed.Descendants<LinkInline>().Select(l => l.Url));
        Assert.Empty(Parsed.Descendants<AutolinkInline>());
    }

    [Fact]
    public void No_html_but_the_report_s_own_folds()
    {
        var html = Parsed.Descendants<HtmlInline>().Select(h => h.Tag)
            .Concat(Parsed.Descendants<HtmlBlock>().Select(b => b.Lines.ToString().Trim()));

        Assert.All(html, h => Assert.Matches("^(<details><summary>[A-Za-z0-9,:\\- ]+</summary>|</details>)$", h));
    }

    [Fact]
    public void No_heading_and_no_code_block_but_the_report_s_own()
    {
        Assert.Empty(Parsed.Descendants<HeadingBlock>());
        Assert.Equal("sh", Assert.Single(Parsed.Descendants<FencedCodeBlock>()).Info);
    }

    [Fact]
    public void Each_row_of_a_table_has_as_many_cells_as_its_head()
    {
        var tables = Parsed.Descendants<Markdig.Extensions.Tables.Table>().ToArray();

        Assert.NotEmpty(tables);
        Assert.All(tables, table =>
        {
            var cells = table.Cast<Markdig.Extensions.Tables.TableRow>().Select(r => r.Count).ToArray();
            Assert.All(cells, n => Assert.Equal(cells[0], n));
        });
    }

    [Fact]
    public void Nobody_is_mentioned_and_no_issue_referred_to_outside_code()
    {
        var running = string.Concat(Parsed.Descendants<LiteralInline>().Select(l => l.Content.ToString() + "\n"));

        Assert.Contains("everyone", running, StringComparison.Ordinal);
        Assert.DoesNotMatch("@[A-Za-z0-9]", running);
        Assert.DoesNotMatch("#[0-9]", running);
        Assert.DoesNotMatch("GH-[0-9]", running);
        Assert.DoesNotMatch("://", running);
        Assert.DoesNotMatch("www\\.", running);
    }

    [Fact]
    public void A_log_that_shows_it_sees_no_workflow_command()
    {
        Assert.All(
            Text.Split('\n'),
            line => Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), line)
        );
        Assert.DoesNotContain("##[", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("::set-output", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_control_character_and_no_mark_of_direction_is_left() =>
        Assert.All(
            Text.EnumerateRunes().Where(r => r.Value is not ('\n' or 0x200B or 0xFE0F)),
            r =>
                Assert.False(
                    Rune(r) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate,
                    $"U+{r.Value:X4}"
                )
        );

    [Fact]
    public void The_commands_to_paste_hold_no_hostile_text() =>
        Assert.Equal(
            "dotnet build /t:PerfGate -p:PerfGateDevice=cuda",
            Assert.Single(Parsed.Descendants<FencedCodeBlock>()).Lines.ToString().Trim());

    private static UnicodeCategory Rune(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune);
}
