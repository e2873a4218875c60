using System.Collections.Concurrent;
using Holdfast.EndToEnd.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browsers))]

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>
/// The browsers of all tests. A start of one, with Playwright's own process beside it, takes four seconds of the processor: whoever is done with one leaves it to the next,
/// and each looks at its pages as somebody new. None is used by two at once, which Playwright is not made for.
/// </summary>
public sealed class Browsers : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly ConcurrentBag<(IPlaywright Playwright, IBrowser Browser)> Idle = [];

    /// <summary>One that nobody uses.</summary>
    internal static async Task<(IPlaywright Playwright, IBrowser Browser)> TakeAsync()
    {
        if (!File.Exists(Chromium))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"{Chromium} is missing, and in CI it must be there.");
            Assert.Skip($"{Chromium} is not installed.");
        }

        while (Idle.TryTake(out var idle))
        {
            if (idle.Browser.IsConnected)
                return idle;
            idle.Playwright.Dispose();
        }

        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments }));
    }

    /// <summary>Leaves one to the next.</summary>
    internal static void GiveBack((IPlaywright Playwright, IBrowser Browser) browser) => Idle.Add(browser);

    /// <summary>Ends them all.</summary>
    public async ValueTask DisposeAsync()
    {
        while (Idle.TryTake(out var idle))
        {
            await idle.Browser.DisposeAsync();
            idle.Playwright.Dispose();
        }
    }
}
