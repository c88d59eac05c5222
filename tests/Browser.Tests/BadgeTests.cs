using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Browser.Tests;

public sealed class BadgeTests(Chromium chromium)
{
    public static TheoryData<string> Names => ["verdict", "cases", "change", "effect"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_badge_renders_as_an_image(string name)
    {
        await using var opened = await OpenedPage.Html(
            chromium.Browser,
            $"<img id=badge src='data:image/svg+xml;base64,{Base64(name)}'>"
        );

        var size = await opened
            .Page.Locator("#badge")
            .EvaluateAsync<int[]>("i => [i.complete ? i.naturalWidth : 0, i.naturalHeight]");

        Assert.InRange(size[0], 60, 260);
        Assert.Equal(20, size[1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_texts_of_a_badge_stay_within_its_fields(string name)
    {
        await using var opened = await OpenedPage.Html(chromium.Browser, Svg(name));

        var gaps = await opened.Page.EvaluateAsync<double[]>(
            """
            () => {
              const [left, right] = [...document.querySelectorAll('text')].map(t => t.getBBox());
              const field = document.querySelectorAll('svg > path')[1].getBBox();
              return [left.x, field.x - left.x - left.width, right.x - field.x, field.x + field.width - right.x - right.width];
            }
            """);

        Assert.All(gaps, gap => Assert.True(gap >= 3, string.Join(' ', gaps)));
    }

    private static string Base64(string name) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Svg(name)));

    private static string Svg(string name) =>
        Badges.Render(SampleReports.PullRequest()).Single(f => f.Path == $"badges/{name}.svg").Text;
}
