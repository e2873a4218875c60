using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.World;
using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What a person sees and does on the simulator's page, whatever bot there is.</summary>
[Trait("Req", "XP-1")]
public sealed class PageTests : PageTest
{
    private protected override SimulatorOptions Options => new() { HasAgentSessions = true };

    [Fact]
    [Trait("Req", "AS-7")]
    [Trait("Req", "AS-21")]
    public async Task An_answer_grows_with_its_tasks_and_the_stop_button_ends_it()
    {
        var asked = World.MentionBot(General, Ada, "plan a voyage");
        await CallAsync("agents.sessions.setStatus", ("channel_id", General), ("thread_ts", asked), ("status", "processing"));
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}/{asked}"));
        var thread = browser.Page.Locator("#thread-messages");
        await thread.GetByText("is working on it").WaitForAsync();

        var stream = await CallAsync(
            "chat.startStream",
            ("channel", General), ("thread_ts", asked), ("recipient_user_id", Ada), ("recipient_team_id", Slack.TeamId), ("task_display_mode", "plan"),
            ("chunks", """[{"type":"plan_update","title":"The voyage"},{"type":"task_update","id":"a","title":"Look at the chart","status":"in_progress"}]"""));
        await thread.Locator(".plan").GetByText("Look at the chart").WaitForAsync();
        await AppendAsync(stream, """[{"type":"task_update","id":"a","title":"Looked at the chart","status":"complete"},{"type":"markdown_text","text":"We leave **at six** and"}]""");
        await thread.GetByText("at six").WaitForAsync();
        await AppendAsync(stream, """[{"type":"markdown_text","text":" are back by noon"}]""");
        await thread.Locator(".streaming").GetByText("back by noon").WaitForAsync();
        await browser.ShowAsync("streaming");

        await thread.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await thread.Locator(".streaming").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Slack.Sockets.WaitForEnvelopeAsync(envelope => envelope.EventType == "agent_session_stopped");
        await CallAsync("agents.sessions.setStatus", ("channel_id", General), ("thread_ts", asked), ("status", "active"));
        await thread.GetByText("is working on it").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Empty(browser.Errors);
    }

    [Fact]
    [Trait("Req", "AS-23")]
    [Trait("Req", "AS-26")]
    public async Task A_person_edits_forwards_and_deletes_what_they_said()
    {
        var ts = World.PostAsUser(General, Ada, $"{World.Mention} is 1 &lt; 2?");
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}"));
        var page = browser.Page;
        var message = page.Locator($"#messages .message[data-ts='{ts}']");

        await message.HoverAsync();
        await browser.ShowAsync("actions");
        await message.GetByRole(AriaRole.Button, new() { Name = "Edit message" }).ClickAsync();
        var field = page.GetByLabel("Message", new() { Exact = true }).Last;
        Assert.Equal("@Holdfast is 1 < 2?", await field.InputValueAsync());
        await field.FillAsync("@Holdfast is 2 > 1?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await message.GetByText("(edited)").WaitForAsync();
        Assert.Equal($"{World.Mention} is 2 &gt; 1?", World.Message(General, ts)!.Text);

        await message.HoverAsync();
        await message.GetByRole(AriaRole.Button, new() { Name = "Forward message" }).ClickAsync();
        await page.GetByLabel("Where to").SelectOptionAsync(World.Random.Id);
        await page.GetByLabel("Add a message").FillAsync("see here");
        await browser.ShowAsync("forwarding");
        await page.GetByRole(AriaRole.Button, new() { Name = "Forward", Exact = true }).ClickAsync();
        var forwarded = await World.WaitForMessageAsync(said => said.Channel == World.Random.Id && said.Text == "see here");
        Assert.Contains("is_share", forwarded.Attachments, StringComparison.Ordinal);

        await message.HoverAsync();
        await message.GetByRole(AriaRole.Button, new() { Name = "Delete message" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await message.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# random" }).ClickAsync();
        await page.Locator("#messages .share").GetByText("is 2 > 1?").WaitForAsync();
        await browser.ShowAsync("forwarded");
        Assert.Empty(browser.Errors);
    }

    private async Task AppendAsync(JsonElement stream, string chunks) =>
        await CallAsync("chat.appendStream", ("channel", General), ("ts", stream.GetProperty("ts").GetString()!), ("chunks", chunks));
}
