using Holdfast.EndToEnd.Tests.Support;
using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A person opens the simulator's page, talks to the bot, kills it, and finds that it has forgotten nothing.</summary>
public sealed class BrowserTests : EndToEndTest
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    [Fact]
    [Trait("Req", "XP-1")]
    [Trait("Req", "CX-1")]
    public async Task A_person_chats_kills_the_server_starts_it_again_and_is_still_known()
    {
        if (!File.Exists(Chromium))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"{Chromium} is missing, and in CI it must be there.");
            Assert.Skip($"{Chromium} is not installed.");
        }

        await StartAsync();
        Slack.Attach(Server.Process);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
        var page = await browser.NewPageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add(message.Text);
        };
        page.SetDefaultTimeout(20_000);
        await page.GotoAsync(Slack.PageUrl.ToString());

        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# general" }).ClickAsync();
        await page.Locator("#title", new() { HasText = "# general" }).WaitForAsync();
        await page.Locator("#composer-text").FillAsync("@Holdfast my name is Ada");
        await page.Locator("#composer-text").PressAsync("Enter");
        await page.Locator("#messages .thread-link", new() { HasText = "1 reply" }).ClickAsync();
        var thread = page.Locator("#thread-messages");
        await thread.GetByText("Nice to meet you, Ada.").WaitForAsync();

        await SayInThreadAsync(page, "what is my name?");
        await thread.GetByText("Your name is Ada.").WaitForAsync();

        await page.Locator("#break").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "kill -9", Exact = true }).ClickAsync();
        await page.Locator("#light-server", new() { HasText = "server stopped" }).WaitForAsync();
        await SayInThreadAsync(page, "what did I say before that?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start server" }).ClickAsync();
        await page.Locator("#light-server", new() { HasText = "server up" }).WaitForAsync();

        await thread.GetByText("2. what is my name?").WaitForAsync();
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Server.Process.State.Starts);
        Assert.Equal(3, Answers(General, World.Messages(General)[0].Ts).Count);
        Assert.Empty(errors);
    }

    private static async Task SayInThreadAsync(IPage page, string text)
    {
        await page.Locator("#thread-text").FillAsync(text);
        await page.Locator("#thread-text").PressAsync("Enter");
    }
}
