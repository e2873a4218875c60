using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>The simulator's page in a browser, and what went wrong in it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private OpenPage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_playwright, _browser, Page) = (playwright, browser, page);
        page.SetDefaultTimeout(20_000);
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    public static async Task<OpenPage> StartAsync(Uri address)
    {
        if (!File.Exists(Chromium))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"{Chromium} is missing, and in CI it must be there.");
            Assert.Skip($"{Chromium} is not installed.");
        }

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
        var opened = new OpenPage(playwright, browser, await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 1000 } }));
        await opened.Page.GotoAsync(address.ToString());
        return opened;
    }

    /// <summary>Keeps a picture where somebody who wants to look has named a folder for it.</summary>
    public async Task ShowAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("PICTURES_OF_TESTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
