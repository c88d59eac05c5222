using Microsoft.Playwright;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Browser.Tests;

/// <summary>
/// The pictures of the documentation. They are taken into the folder that <c>PERFGATE_SCREENSHOTS</c> names, and
/// otherwise into a temporary one, so that taking them is tested and the committed ones change only when asked.
/// </summary>
public sealed class Screenshots(Chromium chromium)
{
    [Theory]
    [InlineData("report-light", ColorScheme.Light, 1200, 1640)]
    [InlineData("report-dark", ColorScheme.Dark, 1200, 1640)]
    [InlineData("report-phone", ColorScheme.Light, 390, 1740)]
    public async Task A_picture_of_the_report_is_taken(string name, ColorScheme scheme, int width, int height)
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest(), scheme, width);
        // One open case says what the others would.
        await opened.Page.EvaluateAsync("document.querySelectorAll('details').forEach((d, i) => d.open = i === 0)");

        var path = PathOf(name);
        await opened.Page.ScreenshotAsync(
            new()
            {
                Path = path,
                FullPage = true,
                Clip = new() { Width = width, Height = height },
            }
        );

        Assert.True(new FileInfo(path).Length > 20_000);
    }

    [Theory]
    [InlineData("bad-day-light", ColorScheme.Light, 1200)]
    [InlineData("bad-day-dark", ColorScheme.Dark, 1200)]
    [InlineData("bad-day-phone", ColorScheme.Dark, 390)]
    public async Task A_bad_day_can_be_looked_at_whole(string name, ColorScheme scheme, int width)
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.BadDay(), scheme, width);

        // For the eye of whoever changes the page, and not for the documentation.
        var path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png");
        await opened.Page.ScreenshotAsync(new() { Path = path, FullPage = true });

        Assert.True(new FileInfo(path).Length > 20_000);
    }

    [Fact]
    public async Task A_picture_of_the_badges_is_taken()
    {
        var images = Badges
            .Render(SampleReports.PullRequest())
            .Concat(Badges.Render(SampleReports.Passing()))
            .Where(f => f.Path.EndsWith(".svg", StringComparison.Ordinal))
            .Select((f, i) => (i == 4 ? "<br>" : "") + f.Text);
        await using var opened = await OpenedPage.Html(
            chromium.Browser,
            "<style>div{display:inline-block;padding:8px}svg{margin:4px}</style>"
                + $"<div>{string.Concat(images)}</div>",
            width: 800
        );

        var path = PathOf("badges");
        await opened.Page.Locator("div").ScreenshotAsync(new() { Path = path });

        Assert.True(new FileInfo(path).Length > 2_000);
    }

    private static string PathOf(string name)
    {
        var folder = Environment.GetEnvironmentVariable("PERFGATE_SCREENSHOTS") is { Length: > 0 } wanted
            ? wanted
            : Path.Combine(AppContext.BaseDirectory, "screenshots");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{name}.png");
    }
}
