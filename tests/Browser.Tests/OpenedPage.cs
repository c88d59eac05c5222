using Microsoft.Playwright;
using PerfGate.Core.Reports;

namespace PerfGate.Browser.Tests;

/// <summary>A page opened from a file, with all that it asked the network for and complained of.</summary>
public sealed class OpenedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _folder;

    private OpenedPage(IBrowserContext context, IPage page, string folder)
    {
        _context = context;
        Page = page;
        _folder = folder;
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Addresses that it asked for beyond itself.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors and warnings of its console, and exceptions of its scripts.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Opens a report.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="input">What the page shows.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="width">Width of the window, CSS pixels.</param>
    /// <param name="scripts">Whether scripts run.</param>
    public static Task<OpenedPage> Report(
        IBrowser browser,
        ReportInput input,
        ColorScheme scheme = ColorScheme.Light,
        int width = 1280,
        bool scripts = true
    ) => Html(browser, HtmlReport.Render(input), scheme, width, scripts);

    /// <summary>Opens a text as a page.</summary>
    /// <inheritdoc cref="Report"/>
    /// <param name="browser">The browser.</param>
    /// <param name="html">The page's text.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="width">Width of the window, CSS pixels.</param>
    /// <param name="scripts">Whether scripts run.</param>
    public static async Task<OpenedPage> Html(
        IBrowser browser, string html, ColorScheme scheme = ColorScheme.Light, int width = 1280, bool scripts = true)
    {
        var folder = Directory.CreateTempSubdirectory("perfgate-page-").FullName;
        var file = new Uri(Path.Combine(folder, "report.html"));
        await File.WriteAllTextAsync(file.LocalPath, html);
        var context = await browser.NewContextAsync(new()
        {
            ColorScheme = scheme,
            JavaScriptEnabled = scripts,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        var opened = new OpenedPage(context, await context.NewPageAsync(), folder);
        opened.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                opened.Complaints.Add(message.Text);
        };
        opened.Page.PageError += (_, error) => opened.Complaints.Add(error);
        opened.Page.Dialog += (_, dialog) => opened.Complaints.Add($"a dialog opened: {dialog.Message}");
        opened.Page.Request += (_, request) =>
        {
            if (request.Url != file.AbsoluteUri && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                opened.Requests.Add(request.Url);
        };
        await opened.Page.GotoAsync(file.AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        return opened;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
