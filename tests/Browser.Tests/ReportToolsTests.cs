using Microsoft.Playwright;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Browser.Tests;

/// <summary>What the page's script adds: filters by verdict, and buttons that copy.</summary>
public sealed class ReportToolsTests(Chromium chromium)
{
    [Fact]
    public async Task A_verdicts_chip_shows_its_cases_alone_and_all_again()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());
        var chip = opened.Page.Locator(".counts li[data-verdict=unchanged] button");
        var rows = opened.Page.Locator("#cases tbody tr:visible");

        await chip.ClickAsync();
        Assert.Equal("true", await chip.GetAttributeAsync("aria-pressed"));
        Assert.Equal(1, await rows.CountAsync());
        Assert.Equal("unchanged", await rows.Locator(".chip").InnerTextAsync());
        // Both filters hold.
        await opened.Page.GetByRole(AriaRole.Searchbox).FillAsync("gemm");
        Assert.Equal(0, await rows.CountAsync());
        await opened.Page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await chip.ClickAsync();

        Assert.Equal("false", await chip.GetAttributeAsync("aria-pressed"));
        Assert.Equal(9, await rows.CountAsync());
    }

    [Fact]
    public async Task The_commands_and_what_accepts_a_slow_down_are_copied_by_a_button()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());
        await opened.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var buttons = opened.Page.Locator("button.copy");
        Assert.Equal(await opened.Page.Locator("pre").CountAsync(), await buttons.CountAsync());

        await buttons.First.ClickAsync();
        await Assertions.Expect(buttons.First).ToHaveTextAsync("Copied");
        var accepted = await opened.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await buttons.Last.ClickAsync();
        await Assertions.Expect(buttons.Last).ToHaveTextAsync("Copied");
        var commands = await opened.Page.EvaluateAsync<string>("navigator.clipboard.readText()");

        Assert.StartsWith("\"accepted\": [", accepted, StringComparison.Ordinal);
        Assert.Contains("dotnet build /t:PerfGate ", commands, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_is_downloaded_as_csv()
    {
        await using var opened = await OpenedPage.Report(chromium.Browser, SampleReports.PullRequest());

        var download = await opened.Page.RunAndWaitForDownloadAsync(() =>
            opened.Page.GetByText("Download the table as CSV").ClickAsync()
        );

        Assert.Equal("perfgate-cases.csv", download.SuggestedFilename);
        var text = await File.ReadAllTextAsync(
            (await download.PathAsync())!,
            TestContext.Current.CancellationToken
        );
        Assert.StartsWith("case,verdict,reference_ns,", text, StringComparison.Ordinal);
    }
}
