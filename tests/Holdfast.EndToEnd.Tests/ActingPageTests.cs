using System.Text.Json;
using System.Threading.Channels;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using Microsoft.Playwright;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What a person presses, types and chooses on the simulator's page, and how the app's answer is shown.</summary>
[Trait("Req", "XP-1")]
public sealed class ActingPageTests : PageTest
{
    private static readonly string[] Boats = ["Ketch", "Kayak", "Dinghy"];

    private readonly Channel<JsonElement> _came = Channel.CreateUnbounded<JsonElement>();

    [Fact]
    public async Task Options_of_the_app_are_offered_while_one_types_and_an_error_stands_at_its_input()
    {
        await using var app = await AnsweringApp.StartAsync(Slack, Answer);
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}"));
        var page = browser.Page;
        var trigger = Slack.Interactions.Unsent.Command(Ada, General, "/boat", "").TriggerId!;
        await CallAsync("views.open", ("trigger_id", trigger), ("view", """
            {"type":"modal","title":{"type":"plain_text","text":"A voyage"},"submit":{"type":"plain_text","text":"Go"},"blocks":[
             {"type":"input","block_id":"boat","label":{"type":"plain_text","text":"Boat"},"element":{"type":"external_select","action_id":"boat","min_query_length":1}},
             {"type":"input","block_id":"crew","label":{"type":"plain_text","text":"Spare boats"},"optional":true,"element":{"type":"multi_external_select","action_id":"spare","min_query_length":0}},
             {"type":"input","block_id":"days","label":{"type":"plain_text","text":"Days"},"element":{"type":"plain_text_input","action_id":"days"}}]}
            """));
        var boat = page.GetByRole(AriaRole.Combobox, new() { Name = "Boat", Exact = true });
        await boat.PressSequentiallyAsync("k");
        await page.GetByRole(AriaRole.Option, new() { Name = "The Ketch" }).WaitForAsync();
        Assert.Equal(["The Ketch", "The Kayak"], await page.Locator(".suggestions button:visible").AllInnerTextsAsync());
        await browser.ShowAsync("suggestions");
        await boat.PressAsync("ArrowDown");
        await page.GetByRole(AriaRole.Option, new() { Name = "The Ketch" }).PressAsync("Enter");
        Assert.Equal("The Ketch", await boat.InputValueAsync());
        var spare = page.GetByRole(AriaRole.Combobox, new() { Name = "Spare boats" });
        await spare.FocusAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "The Dinghy" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove The Dinghy" }).WaitForAsync();
        await page.GetByLabel("Days").FillAsync("none");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go" }).ClickAsync();

        var wrong = page.Locator(".block.input.wrong");
        await wrong.GetByText("A number, please").WaitForAsync();
        Assert.Equal("Days", await wrong.Locator("label").InnerTextAsync());
        Assert.Equal("The Ketch", await boat.InputValueAsync());
        await browser.ShowAsync("error-at-input");
        await page.GetByLabel("Days").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go" }).ClickAsync();
        await page.Locator("dialog.modal").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await NextAsync("view_submission");
        var values = (await NextAsync("view_submission")).GetProperty("view").GetProperty("state").GetProperty("values");
        Assert.Equal("The Ketch", values.GetProperty("boat").GetProperty("boat").GetProperty("selected_option").GetProperty("text").GetProperty("text").GetString());
        Assert.Equal("Dinghy", values.GetProperty("crew").GetProperty("spare").GetProperty("selected_options")[0].GetProperty("value").GetString());
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Feedback_is_given_and_a_message_thrown_away_by_buttons_under_it()
    {
        await using var app = await AnsweringApp.StartAsync(Slack, Answer);
        await CallAsync("chat.postMessage", ("channel", General), ("text", "High tide is at six."), ("blocks", """
            [{"type":"section","text":{"type":"mrkdwn","text":"High tide is at *six*."}},
             {"type":"context_actions","elements":[
              {"type":"feedback_buttons","action_id":"good","positive_button":{"text":{"type":"plain_text","text":"Good answer"},"value":"up"},"negative_button":{"text":{"type":"plain_text","text":"Bad answer"},"value":"down"}},
              {"type":"icon_button","action_id":"away","icon":"trash","text":{"type":"plain_text","text":"Throw away"},"value":"this"}]}]
            """));
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, $"#{General}"));
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Bad answer" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Throw away" }).ClickAsync();
        await browser.ShowAsync("feedback");

        JsonElement[] actions = [(await NextAsync("block_actions")).GetProperty("actions")[0], (await NextAsync("block_actions")).GetProperty("actions")[0]];
        Assert.Equal(["feedback_buttons down", "icon_button this"], actions.Select(action => $"{TypeOf(action)} {action.GetProperty("value")}"));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_new_chat_shows_its_title_and_prompts_that_are_said_by_pressing_them()
    {
        await using var app = await AnsweringApp.StartAsync(Slack, Answer);
        await using var browser = await OpenPage.StartAsync(new Uri(Slack.PageUrl, "#D0ADA"));
        var page = browser.Page;
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "# random" }).ClickAsync();
        await page.Locator("#side").GetByRole(AriaRole.Button, new() { Name = "New chat" }).ClickAsync();
        var thread = (await NextAsync("assistant_thread_started")).GetProperty("event").GetProperty("assistant_thread");
        Assert.Equal(World.Random.Id, thread.GetProperty("context").GetProperty("channel_id").GetString());
        var root = thread.GetProperty("thread_ts").GetString()!;
        await CallAsync("assistant.threads.setTitle", ("channel_id", "D0ADA"), ("thread_ts", root), ("title", "Of tides"));
        await CallAsync("assistant.threads.setSuggestedPrompts", ("channel_id", "D0ADA"), ("thread_ts", root), ("title", "You may ask"), ("prompts", """[{"title":"High tide","message":"When is high tide?"}]"""));

        await page.Locator("#thread-title").GetByText("Of tides").WaitForAsync();
        await page.Locator("#thread").GetByText("You may ask").WaitForAsync();
        await browser.ShowAsync("prompts");
        await page.GetByRole(AriaRole.Button, new() { Name = "High tide" }).ClickAsync();
        var said = await World.WaitForMessageAsync(message => message.ThreadTs == root);
        Assert.Equal(("When is high tide?", Ada), (said.Text, said.User));
        await page.GetByRole(AriaRole.Button, new() { Name = "High tide" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Empty(browser.Errors);
    }

    private static string TypeOf(JsonElement payload) =>
        payload.TryGetProperty("event", out var inner) ? TypeOf(inner) : payload.TryGetProperty("type", out var type) ? type.GetString()! : "";

    /// <summary>The next of a type that came to the app; others are passed over.</summary>
    private async Task<JsonElement> NextAsync(string type)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var payload = await _came.Reader.ReadAsync(patience.Token);
            if (TypeOf(payload) == type) return payload;
        }
    }

    private string? Answer(JsonElement payload)
    {
        Assert.True(_came.Writer.TryWrite(payload.Clone()));
        switch (TypeOf(payload))
        {
            case "block_suggestion":
                var typed = payload.GetProperty("value").GetString()!;
                var found = Boats.Where(boat => boat.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
                return $$"""{"options":[{{string.Join(',', found.Select(boat => $$$"""{"text":{"type":"plain_text","text":"The {{{boat}}}"},"value":"{{{boat}}}"}"""))}}]}""";
            case "view_submission":
                var days = payload.GetProperty("view").GetProperty("state").GetProperty("values").GetProperty("days").GetProperty("days").GetProperty("value").GetString();
                return int.TryParse(days, out _) ? null : """{"response_action":"errors","errors":{"days":"A number, please"}}""";
            default:
                return null;
        }
    }
}
