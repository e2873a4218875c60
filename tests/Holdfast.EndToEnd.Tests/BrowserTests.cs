using Holdfast.EndToEnd.Tests.Support;
using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A person opens the simulator's page, talks to the bot, kills it, and finds that it has forgotten nothing.</summary>
public sealed class BrowserTests : EndToEndTest
{
    [Fact]
    [Trait("Req", "XP-1")]
    [Trait("Req", "CX-1")]
    public async Task A_person_chats_kills_the_server_starts_it_again_and_is_still_known()
    {
        await StartAsync();
        Slack.Attach(Server.Process);
        await using var browser = await OpenAsync();
        var page = browser.Page;

        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# general" }).ClickAsync();
        await page.Locator("#title", new() { HasText = "# general" }).WaitForAsync();
        await SayAsync(page, "@Holdfast my name is Ada");
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
        Assert.Empty(browser.Errors);
    }

    [Fact]
    [Trait("Req", "XP-1")]
    [Trait("Req", "VF-1")]
    [Trait("Req", "RS-18")]
    [Trait("Req", "AS-21")]
    public async Task A_person_approves_looks_at_the_flow_stops_a_run_and_gives_a_command()
    {
        await StartAsync(("Tools:Policies:current_time", "Approve"), ("Operators:Users:0", Ada), ("Runs:NoticeAfter", "00:00:05"));
        await using var browser = await OpenAsync();
        var page = browser.Page;
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# general" }).ClickAsync();
        await page.Locator("#title", new() { HasText = "# general" }).WaitForAsync();

        await SayAsync(page, "@Holdfast use current_time {\"zone\":\"Europe/Berlin\"}");
        await page.Locator("#messages .thread-link", new() { HasText = "1 reply" }).ClickAsync();
        var thread = page.Locator("#thread-messages");
        await thread.GetByText("Approval needed").WaitForAsync();
        await browser.ShowAsync("approval");
        await thread.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await thread.GetByText("approved this").WaitForAsync();
        await thread.GetByText("It's ").WaitForAsync();

        await thread.GetByRole(AriaRole.Button, new() { Name = "View flow" }).Last.ClickAsync();
        var modal = page.GetByRole(AriaRole.Dialog);
        await modal.GetByText("Completed in").WaitForAsync();
        await browser.ShowAsync("flow");
        await modal.GetByRole(AriaRole.Button, new() { Name = "Details of step 2" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("Step 2").First.WaitForAsync();
        await browser.ShowAsync("step");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Step 2" }).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.Keyboard.PressAsync("Escape");
        await modal.WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        await SayInThreadAsync(page, "say As far as this.\nthen stall");
        await thread.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await thread.GetByText("(stopped)").WaitForAsync();
        await browser.ShowAsync("stopped");

        await SayAsync(page, "/holdfast status");
        await page.Locator("#messages").GetByText("Running").WaitForAsync();
        await browser.ShowAsync("command");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    [Trait("Req", "XP-1")]
    [Trait("Req", "VF-6")]
    public async Task A_person_reads_in_the_modal_what_is_wrong_and_puts_it_right()
    {
        await StartAsync();
        await using var browser = await OpenAsync();
        var page = browser.Page;
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# general" }).ClickAsync();
        await page.Locator("#title", new() { HasText = "# general" }).WaitForAsync();
        await SayAsync(page, "/holdfast retention");
        var modal = page.GetByRole(AriaRole.Dialog);
        var field = modal.GetByRole(AriaRole.Textbox, new() { Name = "Keep my runs for" });

        await field.FillAsync("0 days");
        await modal.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await modal.GetByText("That's too short. Choose between 1 hour and 30 days.").WaitForAsync();
        await browser.ShowAsync("error");
        Assert.Equal("0 days", await field.InputValueAsync());

        await field.FillAsync("30 days");
        await modal.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await modal.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Empty(browser.Errors);
    }

    private Task<OpenPage> OpenAsync() => OpenPage.StartAsync(Slack.PageUrl);

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("#composer-text").FillAsync(text);
        await page.Locator("#composer-text").PressAsync("Enter");
    }

    private static async Task SayInThreadAsync(IPage page, string text)
    {
        await page.Locator("#thread-text").FillAsync(text);
        await page.Locator("#thread-text").PressAsync("Enter");
    }
}
