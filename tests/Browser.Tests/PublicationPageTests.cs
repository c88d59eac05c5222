using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PerfGate.Core.Publishing;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Browser.Tests;

public sealed class PublicationPageTests(Chromium chromium)
{
    private static string Page(PublicationInput input) =>
        Publication.Render(input).Single(f => f.Path == Publication.PageName).Text;

    [Fact]
    public async Task The_page_asks_for_nothing_and_complains_of_nothing()
    {
        await using var opened = await OpenedPage.Html(chromium.Browser, Page(PublicationSamples.Input()));

        Assert.Empty(opened.Requests);
        Assert.Empty(opened.Complaints);
        // Three plots a shape, and the roofline.
        Assert.Equal(7, await opened.Page.Locator("svg.plot").CountAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_serious(ColorScheme scheme)
    {
        await using var opened = await OpenedPage.Html(chromium.Browser, Page(PublicationSamples.Input()), scheme);

        var found = await opened.Page.RunAxe();

        Assert.DoesNotContain(found.Violations, v => v.Impact is "serious" or "critical");
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task The_page_is_no_wider_than_its_window(int width)
    {
        await using var opened = await OpenedPage.Html(
            chromium.Browser,
            Page(PublicationSamples.Input()),
            width: width
        );

        Assert.Equal(width, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Foreign_texts_do_nothing()
    {
        await using var opened = await OpenedPage.Html(chromium.Browser, Page(PublicationSamples.Hostile()));

        Assert.Empty(opened.Requests);
        Assert.Empty(opened.Complaints);
        Assert.True(await opened.Page.EvaluateAsync<bool>("window.hacked === undefined"));
    }

    [Theory]
    [InlineData("publication-light", ColorScheme.Light, 1200)]
    [InlineData("publication-dark", ColorScheme.Dark, 1200)]
    [InlineData("publication-phone", ColorScheme.Light, 390)]
    public async Task A_picture_can_be_looked_at(string name, ColorScheme scheme, int width)
    {
        await using var opened = await OpenedPage.Html(
            chromium.Browser,
            Page(PublicationSamples.Input()),
            scheme,
            width
        );

        // For the eye of whoever changes the page, and not for the documentation.
        var path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png");
        await opened.Page.ScreenshotAsync(new() { Path = path, FullPage = true });

        Assert.True(new FileInfo(path).Length > 20_000);
    }
}
