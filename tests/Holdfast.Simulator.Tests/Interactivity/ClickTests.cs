using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Interactivity;

[Trait("Req", "XP-1")]
public sealed class ClickTests : InteractiveTest
{
    private const string Select =
        """{"type":"static_select","action_id":"size","options":[{"text":{"type":"plain_text","text":"S"},"value":"s"},{"text":{"type":"plain_text","text":"L"},"value":"l"}]}""";

    [Fact]
    public async Task A_click_arrives_with_everything_that_slack_says_about_it()
    {
        var root = Simulator.World.PostAsUser(Channel, Ada, "root");
        var ts = await PostAsync($"[{Actions(Button("go", "1"))}]", root);

        var click = Act.Click(Ada, Channel, ts, "go");
        var envelope = await AckNextAsync();
        var outcome = await click.Ended;

        Assert.Equal("interactive", envelope.Text("type"));
        Assert.False(envelope.TryGetProperty("retry_attempt", out _));
        var payload = envelope.GetProperty("payload");
        Assert.Equal("block_actions", payload.Text("type"));
        Assert.Equal("T0HOLDFAST", payload.GetProperty("team").Text("id"));
        Assert.Equal(("U0ADA", "ada"), (payload.GetProperty("user").Text("id"), payload.GetProperty("user").Text("username")));
        var container = payload.GetProperty("container");
        Assert.Equal(("message", ts, Channel, root), (container.Text("type"), container.Text("message_ts"), container.Text("channel_id"), container.Text("thread_ts")));
        Assert.False(container.GetProperty("is_ephemeral").GetBoolean());
        Assert.Equal(("acts", "look"), (payload.GetProperty("message").GetProperty("blocks")[0].Text("block_id"), payload.GetProperty("message").Text("text")));
        Assert.Equal(click.ResponseUrl!.ToString(), payload.Text("response_url"));
        Assert.Equal(click.TriggerId, payload.Text("trigger_id"));
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9a-f]+$", click.TriggerId);
        var action = payload.GetProperty("actions")[0];
        Assert.Equal(("button", "go", "acts", "1"), (action.Text("type"), action.Text("action_id"), action.Text("block_id"), action.Text("value")));
        Assert.Equal("Press", action.GetProperty("text").Text("text"));
        Assert.True(outcome.IsAcknowledged);
        Assert.Equal(envelope.Text("envelope_id"), click.EnvelopeId);
    }

    [Fact]
    public async Task A_choice_is_carried_as_option_and_stays_in_the_state()
    {
        var ts = await PostAsync($"[{Actions(Select, Button("go", "1"))}]");

        var choice = PayloadOf(Act.Click(Ada, Channel, ts, "size", "l"));
        var after = PayloadOf(Act.Click(Ada, Channel, ts, "go"));
        var other = PayloadOf(Act.Click(Grace, Channel, ts, "go"));

        Assert.Equal("l", choice.GetProperty("actions")[0].GetProperty("selected_option").Text("value"));
        var held = after.GetProperty("state").GetProperty("values").GetProperty("acts").GetProperty("size");
        Assert.Equal(("static_select", "l"), (held.Text("type"), held.GetProperty("selected_option").Text("value")));
        Assert.Equal(
            System.Text.Json.JsonValueKind.Null,
            other.GetProperty("state").GetProperty("values").GetProperty("acts").GetProperty("size").GetProperty("selected_option").ValueKind);
    }

    [Fact]
    public async Task Only_what_a_person_sees_can_be_clicked()
    {
        var ts = await PostAsync($"[{Actions(Select, Button("go", "1"))},{Actions(Button("go", "2")).Replace("acts", "more", StringComparison.Ordinal)}]");
        var direct = Simulator.World.OpenDirectMessage(Grace).Id;
        var mine = Simulator.World.PostAsUser(Channel, Ada, "mine");

        Assert.Throws<ArgumentException>(() => Act.Click(Ada, Channel, ts, "nothing"));
        Assert.Throws<ArgumentException>(() => Act.Click(Ada, Channel, "1700000000.000001", "go"));
        Assert.Throws<ArgumentException>(() => Act.Click(Ada, direct, ts, "go"));
        Assert.Throws<ArgumentException>(() => Act.Click("U0NOBODY", Channel, ts, "go"));
        Assert.Throws<ArgumentException>(() => Act.Click(Ada, Channel, mine, "go"));
        Assert.Throws<ArgumentException>(() => Act.Click(Ada, Channel, ts, "go"));
        Assert.Throws<ArgumentException>(() => Act.Click(Ada, Channel, ts, "size", "xxl"));
        Assert.Equal("2", PayloadOf(Act.Click(Ada, Channel, ts, "go", "2")).GetProperty("actions")[0].Text("value"));
    }

    [Theory]
    [InlineData("""{"type":"datepicker","action_id":"x"}""", "2026-11-22", "selected_date")]
    [InlineData("""{"type":"timepicker","action_id":"x"}""", "12:30", "selected_time")]
    [InlineData("""{"type":"users_select","action_id":"x"}""", "U0GRACE", "selected_user")]
    [InlineData("""{"type":"conversations_select","action_id":"x"}""", "C0GENERAL", "selected_conversation")]
    public async Task Pickers_carry_what_was_picked(string element, string value, string property)
    {
        var ts = await PostAsync($"[{Actions(element)}]");

        Assert.Equal(value, PayloadOf(Act.Click(Ada, Channel, ts, "x", value)).GetProperty("actions")[0].Text(property));
    }

    [Fact]
    public async Task Several_boxes_overflow_and_feedback_carry_their_shapes()
    {
        const string Options = """[{"text":{"type":"plain_text","text":"A"},"value":"a"},{"text":{"type":"plain_text","text":"B"},"value":"b"}]""";
        var boxes = $$"""{"type":"checkboxes","action_id":"boxes","options":{{Options}}}""";
        var overflow = $$"""{"type":"overflow","action_id":"more","options":{{Options}}}""";
        const string Feedback =
            """{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"fb","positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"up"},"negative_button":{"text":{"type":"plain_text","text":"Bad"},"value":"down"}},{"type":"icon_button","action_id":"bin","icon":"trash","text":{"type":"plain_text","text":"Delete"},"value":"d","visible_to_user_ids":["U0GRACE"]}]}""";
        var ts = await PostAsync($"[{Actions(boxes, overflow)},{Feedback}]");

        var many = PayloadOf(Act.Click(Ada, Channel, ts, "boxes", "a,b")).GetProperty("actions")[0].GetProperty("selected_options");
        Assert.Equal(["a", "b"], many.EnumerateArray().Select(option => option.Text("value")));
        Assert.Equal("b", PayloadOf(Act.Click(Ada, Channel, ts, "more", "b")).GetProperty("actions")[0].GetProperty("selected_option").Text("value"));
        var action = PayloadOf(Act.Click(Ada, Channel, ts, "fb", "down")).GetProperty("actions")[0];
        Assert.Equal(("feedback_buttons", "down"), (action.Text("type"), action.Text("value")));
        Assert.NotEmpty(action.Text("block_id"));
        Assert.Throws<ArgumentException>(() => Act.Click(Ada, Channel, ts, "bin"));
        Assert.Equal("d", PayloadOf(Act.Click(Grace, Channel, ts, "bin")).GetProperty("actions")[0].Text("value"));
    }

    [Fact]
    public async Task Who_waits_three_seconds_is_told_and_a_late_acknowledgement_changes_nothing()
    {
        var ts = await PostAsync($"[{Actions(Button("go", "1"))}]");
        var click = Act.Click(Ada, Channel, ts, "go");
        var envelope = await Socket.NextAsync();

        Clock.Advance(TimeSpan.FromSeconds(3));
        var outcome = await click.Ended;
        await Socket.AckAsync(envelope);
        await Simulator.Sockets.WaitForEnvelopeAsync(record => record.EnvelopeId == click.EnvelopeId && record.AckedAt is not null);

        Assert.Equal(("operation_timeout", TimeSpan.FromSeconds(3)), (outcome.Failure, outcome.Latency));
        Assert.Same(outcome, await click.Ended);
        Assert.Single(Simulator.Sockets.Envelopes.Single(record => record.EnvelopeId == click.EnvelopeId).Deliveries);
    }

    [Fact]
    public async Task Without_a_connection_dispatch_fails_and_nothing_is_kept_for_later()
    {
        var ts = await PostAsync($"[{Actions(Button("go", "1"))}]");
        var closed = Simulator.Sockets.WaitForMomentAsync(moment => moment.What == "closed");
        Simulator.Sockets.Drop();
        await closed;

        var outcome = await Act.Click(Ada, Channel, ts, "go").Ended;

        Assert.Equal("dispatch_failed", outcome.Failure);
        Assert.Equal(0, Simulator.Sockets.WaitingEnvelopes);
    }

    [Fact]
    public async Task Lost_with_its_connection_it_looks_like_an_app_that_does_not_answer()
    {
        var ts = await PostAsync($"[{Actions(Button("go", "1"))}]");
        var click = Act.Click(Ada, Channel, ts, "go");
        await Socket.NextAsync();
        var closed = Simulator.Sockets.WaitForMomentAsync(moment => moment.What == "closed");
        Simulator.Sockets.Drop();
        await closed;
        await using var successor = await RawSocket.OpenAsync(Simulator);

        Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("operation_timeout", (await click.Ended).Failure);
        Assert.Equal(0, Simulator.Sockets.WaitingEnvelopes);
    }

    [Fact]
    public async Task A_payload_can_be_looked_at_unsent_tampered_with_and_forged()
    {
        var ts = await PostAsync($"[{Actions(Button("go", "1"))}]");
        var unsent = Act.Unsent.Click(Ada, Channel, ts, "go");
        Assert.Null(unsent.EnvelopeId);

        var forged = Act.Forge("interactive", System.Text.Encoding.UTF8.GetString(unsent.Payload).Replace("U0ADA", "U0EVE", StringComparison.Ordinal));
        var envelope = await AckNextAsync();

        Assert.Equal("U0EVE", envelope.GetProperty("payload").GetProperty("user").Text("id"));
        Assert.True((await forged.Ended).IsAcknowledged);
        Assert.True((await OpenAsync(unsent.TriggerId!, Modal())).Ok());
    }

    [Fact]
    public async Task A_command_is_typed_anywhere_and_its_answer_shown_to_one_or_all()
    {
        var elsewhere = Simulator.World.AddChannel("elsewhere", withBot: false).Id;
        var command = Act.Command(Ada, elsewhere, "/hold", "fast & loose");
        var envelope = await AckNextAsync("""{"text":"just for you"}""");
        await command.Ended;

        var payload = envelope.GetProperty("payload");
        Assert.Equal("slash_commands", envelope.Text("type"));
        Assert.Equal(("/hold", "fast & loose", "elsewhere", "ada"), (payload.Text("command"), payload.Text("text"), payload.Text("channel_name"), payload.Text("user_name")));
        Assert.Equal("false", payload.Text("is_enterprise_install"));
        Assert.Equal("just for you", (await Simulator.World.WaitForEphemeralAsync(Ada)).Text);

        var loud = Act.Command(Ada, Simulator.World.OpenDirectMessage(Ada).Id, "/hold", "");
        envelope = await AckNextAsync("""{"response_type":"in_channel","text":"for all"}""");
        await loud.Ended;
        Assert.Equal("directmessage", envelope.GetProperty("payload").Text("channel_name"));
        Assert.Equal("for all", Simulator.World.Messages("D0ADA")[^1].Text);
        Assert.Throws<ArgumentException>(() => Act.Command(Ada, "D0GRACE", "/hold", ""));
    }

    [Fact]
    public async Task Shortcuts_carry_no_channel_unless_they_are_on_a_message()
    {
        var ts = Simulator.World.PostAsUser(Channel, Grace, "note this");

        var global = PayloadOf(Act.Shortcut(Ada, "new"));
        var message = PayloadOf(Act.MessageShortcut(Ada, Channel, ts, "keep"));

        Assert.Equal(("shortcut", "new"), (global.Text("type"), global.Text("callback_id")));
        Assert.False(global.TryGetProperty("channel", out _));
        Assert.False(global.TryGetProperty("response_url", out _));
        Assert.Equal(("message_action", ts, "note this"), (message.Text("type"), message.Text("message_ts"), message.GetProperty("message").Text("text")));
        Assert.Equal("interactive", (await Socket.NextAsync()).Text("type"));
    }
}
