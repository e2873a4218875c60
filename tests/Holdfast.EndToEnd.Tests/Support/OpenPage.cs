using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>The simulator's page in a browser, and what went wrong in it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly (IPlaywright Playwright, IBrowser Browser) _browser;

    private OpenPage((IPlaywright Playwright, IBrowser Browser) browser, IPage page)
    {
        (_browser, Page) = (browser, page);
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
        var browser = await Browsers.TakeAsync();
        var opened = new OpenPage(browser, await browser.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 1000 } }));
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
        await Page.CloseAsync();
        Browsers.GiveBack(_browser);
    }
}
