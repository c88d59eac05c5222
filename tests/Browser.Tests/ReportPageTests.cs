using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Browser.Tests;

public sealed class ReportPageTests(Chromium chromium)
{
    [Fact]
    public async Task The_page_asks_for_nothing_and_complains_of_nothing()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());

        Assert.Empty(opened.Requests);
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task Every_plot_of_an_open_case_is_drawn()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());

        var plots = await opened
            .Page.Locator("#c0 svg.plot")
            .EvaluateAllAsync<double[][]>(
                "plots => plots.map(p => [p.getBoundingClientRect().width, p.querySelectorAll('path').length, "
                    + "p.getBBox().height])"
            );

        // Runs, distribution, time order, history, roofline.
        Assert.Equal(5, plots.Length);
        Assert.All(plots, plot => Assert.True(plot[0] > 200 && plot[1] >= 4 && plot[2] > 100, string.Join(' ', plot)));
    }

    [Fact]
    public async Task Every_axis_of_a_plot_names_what_it_shows()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());

        var titles = await opened
            .Page.Locator("#c0 svg.plot")
            .EvaluateAllAsync<string[]>(
                "plots => plots.map(p => [...p.querySelectorAll('text')].map(t => t.textContent).filter(t => "
                    + "/^[a-zµ]{2}|^FLOP/.test(t) && !/^v0|^4f/.test(t)).join(' over '))"
            );

        Assert.Equal(
            [
                "µs over run",
                "share of the samples over µs",
                "µs over run, its samples from left to right",
                "µs over measurement",
                "FLOP/s over FLOP/B",
            ],
            titles
        );
    }

    [Fact]
    public async Task A_case_without_samples_has_no_legend_of_plots()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.BadDay());

        Assert.Equal(0, await opened.Page.Locator("#c0 .legend, #c1 .legend").CountAsync());
        Assert.Equal(1, await opened.Page.Locator("#c2 .legend").CountAsync());
    }

    [Fact]
    public async Task An_accepted_slow_down_says_so_in_the_table()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.BadDay());

        Assert.Equal(
            "accepted",
            await opened
                .Page.Locator("#cases tr", new() { HasText = "triad/N=128Ki" })
                .Locator(".chip")
                .InnerTextAsync()
        );
    }

    [Fact]
    public async Task No_mark_of_a_plot_leaves_its_frame()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());

        var outside = await opened
            .Page.Locator("svg.plot")
            .EvaluateAllAsync<string[]>(
                """
                plots => plots.filter(p => {
                  const box = p.getBBox(), frame = p.viewBox.baseVal;
                  return box.x < -1 || box.y < -1 || box.x + box.width > frame.width + 1 || box.y + box.height > frame.height + 1;
                }).map(p => `${p.querySelector('title').textContent} ${p.getBBox().x} ${p.getBBox().y} ${p.getBBox().width} ${p.getBBox().height}`)
                """
            );

        Assert.Empty(outside);
    }

    [Fact]
    public async Task A_click_on_a_heading_sorts_by_its_numbers_and_says_so()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, ManyRatios());
        var heading = opened.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Change" });

        await heading.GetByRole(AriaRole.Button).ClickAsync();
        var ascending = await Changes(opened.Page);
        await heading.GetByRole(AriaRole.Button).ClickAsync();
        var descending = await Changes(opened.Page);

        Assert.Equal(ascending.Order(), ascending);
        Assert.Equal(ascending.Reverse(), descending);
        Assert.Equal("descending", await heading.GetAttributeAsync("aria-sort"));
    }

    [Fact]
    public async Task Cases_without_a_number_stay_last_however_the_table_is_sorted()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());
        var button = opened.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Change" }).GetByRole(AriaRole.Button);

        await button.ClickAsync();
        await button.ClickAsync();

        Assert.EndsWith(
            "–",
            await opened.Page.Locator("#cases tbody tr").Last.Locator("td").Nth(3).InnerTextAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_filter_leaves_the_rows_that_fit()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());

        await opened.Page.GetByRole(AriaRole.Searchbox).FillAsync("gemm");

        Assert.Equal(2, await opened.Page.Locator("#cases tbody tr:visible").CountAsync());
    }

    [Fact]
    public async Task A_link_in_the_table_opens_its_case()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());

        await opened.Page.Locator("#cases tbody tr").Last.Locator("a").ClickAsync();

        await Assertions.Expect(opened.Page.Locator("details").Last).ToHaveAttributeAsync("open", "");
    }

    [Fact]
    public async Task Without_scripts_everything_is_there_to_read()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest(), scripts: false);

        await opened.Page.Locator("details").Last.Locator("summary").ClickAsync();

        Assert.Equal(9, await opened.Page.Locator("#cases tbody tr:visible").CountAsync());
        Assert.True(await opened.Page.Locator("details").Last.Locator("svg.plot").First.IsVisibleAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Axe_finds_no_serious_violation(ColorScheme scheme, int width)
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.BadDay(), scheme, width);
        await opened.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

        AxeResult result = await opened.Page.RunAxe();

        Assert.Empty(result.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id}: {v.Help} {string.Join(' ', v.Nodes.Take(3).Select(n => n.Html))}"));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(320)]
    public async Task On_a_phone_the_page_does_not_scroll_sideways(int width)
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest(), width: width);
        await opened.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

        await FitsItsWindow(opened.Page);
    }

    // Text spacing that a page must bear by WCAG 2.1, 1.4.12; a reader's font may be as much wider than the one of the
    // machine that runs this.
    [Theory]
    [InlineData("letter-spacing: 0.12em !important; word-spacing: 0.16em !important")]
    [InlineData("font-family: monospace !important")]
    public async Task On_a_phone_wider_letters_do_not_make_it_scroll_sideways(string style)
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest(), width: 320);
        // A sheet made by script: the page's policy refuses a style element.
        await opened.Page.EvaluateAsync(
            "text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets = "
                + "[sheet]; }",
            $"* {{ {style} }}"
        );
        await opened.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

        await FitsItsWindow(opened.Page);
    }

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(ColorScheme.Dark, "rgb(15, 19, 24)")]
    public async Task The_page_follows_the_reader_into_the_dark(ColorScheme scheme, string paper)
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest(), scheme);

        Assert.Equal(paper, await opened.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    [Fact]
    public async Task Hostile_names_run_nothing_and_stay_text()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, HostileReports.Everywhere());

        Assert.Empty(opened.Requests);
        Assert.Empty(opened.Complaints);
        Assert.Equal(1, await opened.Page.Locator("script").CountAsync());
        Assert.Equal(
            0,
            await opened.Page.Locator("img, iframe, object, embed, form, b[onclick], [onerror], [onload]").CountAsync()
        );
        Assert.Null(await opened.Page.EvaluateAsync<string?>("window.hacked ?? null"));
    }

    [Fact]
    public async Task Nothing_hostile_widens_the_page_on_a_phone()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, HostileReports.Everywhere(), width: 390);
        await opened.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

        await FitsItsWindow(opened.Page);
    }

    private static Core.Reports.ReportInput ManyRatios() => ManyCases.Of(60, runs: 3, samples: 20);

    private static async Task<double[]> Changes(IPage page) =>
        await page.Locator("#cases tbody tr")
            .EvaluateAllAsync<double[]>("rows => rows.map(r => Number(r.cells[4].dataset.v))");

    // Told are the innermost elements that make the page wider than its window.
    private static async Task FitsItsWindow(IPage page)
    {
        var wide = await page.EvaluateAsync<string>(
            """
            () => document.documentElement.scrollWidth <= innerWidth ? "" : [...document.querySelectorAll('body *')]
              .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
              .filter(e => { for (let up = e.parentElement; up; up = up.parentElement) if (getComputedStyle(up).overflowX !== 'visible') return false; return true; })
              .slice(-5).map(e => `${e.tagName} ${e.getAttribute('class')} to ${e.getBoundingClientRect().right}: ${e.textContent.trim().slice(0, 20)}`).join('\n') || "unknown"
            """);
        Assert.True(wide.Length == 0, wide);
    }
}
