using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(PerfGate.Browser.Tests.Chromium))]

namespace PerfGate.Browser.Tests;

/// <summary>The system's Chromium, started once for all tests. Each page has a context of its own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser.</summary>
    public IBrowser Browser => _browser!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var executable = Find();
        _playwright = await Playwright.CreateAsync();
        // A container's root may not use Chromium's sandbox; the pages that are opened here are our own.
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = executable, Args = ["--no-sandbox"] }
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string Find()
    {
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("PERFGATE_CHROMIUM"),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .SelectMany(folder =>
                    new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))
                ),
        ];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "No Chromium was found. The tests of the report's page need one: install it (Debian: apt-get install "
                    + "chromium), or name its executable in PERFGATE_CHROMIUM."
            );
    }
}
