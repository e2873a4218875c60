using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Bolt;

/// <summary>Bolt's own handling of commands, actions, shortcuts and modals, unchanged.</summary>
[Trait("Req", "XP-1")]
public sealed class BoltJsInteractionTests : IAsyncLifetime
{
    private SlackSimulator _simulator = null!;
    private BoltApp _bolt = null!;

    private SlackWorld World => _simulator.World;

    private string Ada => World.Ada.Id;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _bolt = await BoltApp.StartAsync(_simulator);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bolt is not null) await _bolt.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_slash_command_is_answered_within_its_acknowledgement_and_by_respond()
    {
        var held = await _simulator.Interactions.Command(Ada, World.General.Id, "/hold", "fast").Ended;
        Assert.True(held.IsAcknowledged);
        Assert.Equal("holding fast", (await World.WaitForEphemeralAsync(Ada)).Text);

        var whisper = await _simulator.Interactions.Command(Ada, World.General.Id, "/whisper", "").Ended;
        Assert.True(whisper.IsAcknowledged);
        await World.WaitForEphemeralAsync(Ada, message => message.Text == "psst");
        await World.WaitForMessageAsync(message => message.Text == "hear hear" && message.Channel == World.General.Id);
    }

    [Fact]
    public async Task Clicks_and_choices_reach_its_actions()
    {
        using var api = new Api(_simulator);
        const string Blocks =
            """[{"type":"actions","elements":[{"type":"button","action_id":"approve","text":{"type":"plain_text","text":"Approve"},"value":"1"},{"type":"static_select","action_id":"size","options":[{"text":{"type":"plain_text","text":"Large"},"value":"l"}]}]}]""";
        var ts = (await api.FormAsync("chat.postMessage", ("channel", World.General.Id), ("text", "well?"), ("blocks", Blocks))).Text("ts");

        _simulator.Interactions.Click(Ada, World.General.Id, ts, "size", "l");
        await World.WaitForMessageAsync(message => message.Text == "size l");
        _simulator.Interactions.Click(Ada, World.General.Id, ts, "approve");
        var replaced = await World.WaitForMessageAsync(message => message.Text == "approved by <@U0ADA>");

        Assert.Equal((ts, null), (replaced.Ts, replaced.Blocks));
    }

    [Fact]
    public async Task A_modal_is_opened_found_wrong_updated_and_saved()
    {
        _simulator.Interactions.Command(Ada, World.General.Id, "/form", "");
        var view = await World.WaitForViewAsync(Ada);

        var wrong = await SubmitAsync(view.Id, "x");
        Assert.Equal("Three letters at least", wrong.Errors["name_block"]);
        Assert.Null((await SubmitAsync(view.Id, "update")).Problem);
        Assert.Equal("Updated", World.OpenViews(Ada).Single().Title);
        await SubmitAsync(view.Id, "Lovelace");

        Assert.Empty(World.OpenViews(Ada));
        await World.WaitForMessageAsync(message => message.Channel == "D0ADA" && message.Text == "saved Lovelace");
    }

    [Fact]
    public async Task A_shortcut_opens_a_stack_that_is_closed_with_a_word()
    {
        _simulator.Interactions.Shortcut(Ada, "new_note");
        var root = await World.WaitForViewAsync(Ada, view => view.Title == "By shortcut");
        _simulator.Interactions.ClickInView(Ada, root.Id, "deeper");
        var upper = await World.WaitForViewAsync(Ada, view => view.Title == "On By shortcut");

        _simulator.Interactions.CloseView(Ada, upper.Id);
        await World.WaitForMessageAsync(message => message.Text == "closed On By shortcut, cleared: false");
        _simulator.Interactions.CloseView(Ada, root.Id, all: true);
        await World.WaitForMessageAsync(message => message.Text == "closed By shortcut, cleared: true");
    }

    [Fact]
    [Trait("Req", "AS-13")]
    [Trait("Req", "TM-1")]
    public async Task Its_home_is_published_when_opened_and_again_at_a_click()
    {
        World.SetTimeZone(Ada, "Asia/Kathmandu");

        World.OpenHome(Ada);
        var first = await World.WaitForHomeAsync(Ada);
        Assert.Contains("Asia/Kathmandu 20700: 0 clicks", first.Json, StringComparison.Ordinal);
        Assert.True((await _simulator.Interactions.ClickInView(Ada, first.Id, "count").Ended).IsAcknowledged);
        var second = await World.WaitForHomeAsync(Ada, view => view.Version == 2);

        Assert.Contains("Asia/Kathmandu 20700: 1 clicks", second.Json, StringComparison.Ordinal);
        Assert.Equal(first.Id, second.Id);
    }

    private Task<Simulator.Interactivity.InteractionOutcome> SubmitAsync(string viewId, string name) =>
        _simulator.Interactions.Submit(Ada, viewId, new Dictionary<string, string> { ["name"] = name }).Ended;
}
