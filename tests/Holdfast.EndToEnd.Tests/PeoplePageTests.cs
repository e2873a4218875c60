using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Who one is on the simulator's page, where one may go, and what is taken from the app.</summary>
[Trait("Req", "XP-1")]
public sealed class PeoplePageTests : PageTest
{
    [Fact]
    public async Task A_person_opens_a_private_channel_and_a_group_message()
    {
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}"));
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Create a channel" }).ClickAsync();
        await page.GetByLabel("Its name").FillAsync("crew-only");
        await page.GetByLabel("Private").CheckAsync();
        await page.GetByLabel("With Holdfast").UncheckAsync();
        await browser.ShowAsync("channel-asked");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await page.Locator("#title").GetByText("crew-only").WaitForAsync();
        var channel = World.Channels.Single(known => known.Name == "crew-only");
        Assert.Equal((ChannelKind.Private, false), (channel.Kind, channel.Members.Contains(Slack.BotUserId)));

        await page.GetByRole(AriaRole.Button, new() { Name = "Message several people" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Grace Hopper" }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Linus Pauling" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await page.Locator("#title").GetByText("Grace Hopper, Linus Pauling").WaitForAsync();
        await page.Locator("#composer-text").FillAsync("@Holdfast are we all here?");
        await page.Locator("#composer-text").PressAsync("Enter");
        var said = await World.WaitForMessageAsync(message => message.User == Ada);
        Assert.Equal(ChannelKind.GroupMessage, World.Channels.Single(known => known.Id == said.Channel).Kind);
        await browser.ShowAsync("group-message");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_guest_and_a_partner_are_called_what_they_are_and_a_guest_sees_only_where_they_were_invited()
    {
        World.AddUser(new SlackUser("U0GUEST", "gil", "Gil Guest") { IsGuest = true });
        World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = "T0PARTNER" });
        World.Deactivate(World.Linus.Id);
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}"));
        var page = browser.Page;
        var side = page.Locator("#side");

        await page.GetByLabel("You are").SelectOptionAsync(new SelectOptionValue { Label = "Gil Guest (guest)" });
        await side.GetByText("# random").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(["Ada Lovelace", "Grace Hopper", "Gil Guest (guest)", "Petra Partner (of T0PARTNER)"], await page.Locator("#me option").AllInnerTextsAsync());
        World.Invite(World.Random.Id, "U0GUEST");
        await side.GetByText("# random").WaitForAsync();
        await browser.ShowAsync("guest");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_scope_is_taken_from_the_app_and_given_back()
    {
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}"));
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Break things" }).ClickAsync();
        await page.GetByLabel("Scope").SelectOptionAsync("files:read");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take away" }).ClickAsync();
        await page.GetByText("The app has no files:read any more").WaitForAsync();
        Assert.DoesNotContain("files:read", Slack.BotScopes);
        await browser.ShowAsync("scopes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Give all back" }).ClickAsync();
        await page.GetByText("The app has all scopes again").WaitForAsync();
        Assert.Contains("files:read", Slack.BotScopes);
        Assert.Empty(browser.Errors);
    }
}
