using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Interactivity;

[Trait("Req", "XP-1")]
public sealed class ViewTests : InteractiveTest
{
    [Fact]
    public async Task A_submission_carries_the_whole_view_and_what_was_entered()
    {
        var id = await OpenAsync(Modal($"[{Input("b1", "name")},{Input("b2", "nick", ",\"optional\":true")}]", ",\"private_metadata\":\"m\",\"callback_id\":\"form\""));

        var submit = Act.Submit(Ada, id, new Dictionary<string, string> { ["name"] = "Ada" });
        var envelope = await AckNextAsync();
        await submit.Ended;

        Assert.True(envelope.GetProperty("accepts_response_payload").GetBoolean());
        var payload = envelope.GetProperty("payload");
        var view = payload.GetProperty("view");
        Assert.Equal(("view_submission", "form", "m", id), (payload.Text("type"), view.Text("callback_id"), view.Text("private_metadata"), view.Text("root_view_id")));
        Assert.Equal(0, payload.GetProperty("response_urls").GetArrayLength());
        var values = view.GetProperty("state").GetProperty("values");
        Assert.Equal("Ada", values.GetProperty("b1").GetProperty("name").Text("value"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, values.GetProperty("b2").GetProperty("nick").GetProperty("value").ValueKind);
        Assert.Empty(Simulator.World.OpenViews(Ada));
        Assert.False(Simulator.World.View(id)!.IsOpen);
        Assert.Equal("not_found", (await Api.FormAsync("views.update", ("view_id", id), ("view", Modal()))).Error());
    }

    [Fact]
    public async Task The_client_sends_nothing_that_is_not_filled_in()
    {
        var id = await OpenAsync(Modal($"[{Input("b1", "name")}]"));

        Assert.Throws<ArgumentException>(() => Act.Submit(Ada, id));
        Assert.Throws<ArgumentException>(() => Act.Submit(Ada, id, new Dictionary<string, string> { ["unknown"] = "x" }));
        Assert.Throws<ArgumentException>(() => Act.Submit(Grace, id, new Dictionary<string, string> { ["name"] = "x" }));
        Assert.Throws<ArgumentException>(() => Act.ClickInView(Ada, id, "name", "x"));
        Assert.Empty(Simulator.Sockets.Envelopes);
    }

    [Fact]
    public async Task Errors_keep_the_view_open_and_only_input_blocks_can_have_them()
    {
        var id = await OpenAsync(Modal($$"""[{{Input("b1", "name")}},{"type":"divider","block_id":"line"}]"""));

        var wrong = Act.Submit(Ada, id, new Dictionary<string, string> { ["name"] = "x" });
        await AckNextAsync("""{"response_action":"errors","errors":{"b1":"too short"}}""");
        Assert.Equal("too short", (await wrong.Ended).Errors["b1"]);
        Assert.Equal("too short", Simulator.World.OpenViews(Ada)[0].Errors["b1"]);

        var refused = Act.Submit(Ada, id);
        await AckNextAsync("""{"response_action":"errors","errors":{"line":"not here"}}""");
        Assert.Contains("'line' is not the block_id of an input block", (await refused.Ended).Problem, StringComparison.Ordinal);
        Assert.Single(Simulator.World.OpenViews(Ada));
        Assert.Single(Simulator.World.ViewHistory(id));
    }

    [Fact]
    public async Task Answers_update_push_and_clear()
    {
        var id = await OpenAsync(Modal());
        await AnswerAsync(id, $$"""{"response_action":"update","view":{{Modal(more: ",\"callback_id\":\"second\"")}}}""");
        await AnswerAsync(id, $$"""{"response_action":"push","view":{{Modal(more: ",\"callback_id\":\"upon\"")}}}""");
        var stack = Simulator.World.OpenViews(Ada);

        Assert.Equal(["second", "upon"], stack.Select(view => view.CallbackId));
        Assert.Equal([1, 2], Simulator.World.ViewHistory(id).Select(view => view.Version));
        await AnswerAsync(stack[1].Id, """{"response_action":"clear"}""");
        Assert.Empty(Simulator.World.OpenViews(Ada));
    }

    [Fact]
    public async Task An_empty_answer_closes_one_view_and_a_wrong_one_none()
    {
        var id = await OpenAsync(Modal());
        Assert.NotNull((await AnswerAsync(id, """{"response_action":"update","view":{"type":"modal"}}""")).Problem);
        Assert.NotNull((await AnswerAsync(id, """{"response_action":"dance"}""")).Problem);
        await AnswerAsync(id, $$"""{"response_action":"push","view":{{Modal()}}}""");

        await AnswerAsync(Simulator.World.OpenViews(Ada)[^1].Id, payload: null);

        Assert.Equal(id, Assert.Single(Simulator.World.OpenViews(Ada)).Id);
    }

    [Fact]
    public async Task Closing_is_told_only_to_apps_that_ask()
    {
        var silent = await OpenAsync(Modal());
        Assert.Null(Act.CloseView(Ada, silent));
        var told = await OpenAsync(Modal(more: ",\"notify_on_close\":true"));
        await AnswerAsync(told, $$"""{"response_action":"push","view":{{Modal()}}}""");

        var closed = PayloadOf(Act.CloseView(Ada, Simulator.World.OpenViews(Ada)[^1].Id, all: true)!);

        Assert.Equal(("view_closed", told), (closed.Text("type"), closed.GetProperty("view").Text("id")));
        Assert.True(closed.GetProperty("is_cleared").GetBoolean());
        Assert.False(closed.TryGetProperty("trigger_id", out _));
        Assert.Empty(Simulator.World.OpenViews(Ada));
    }

    [Fact]
    public async Task What_was_entered_survives_an_update_with_the_same_ids()
    {
        var id = await OpenAsync(Modal($"[{Input("b1", "name")},{Actions(Button("more", "1"))}]"));
        Act.ClickInView(Ada, id, "more", values: new Dictionary<string, string> { ["name"] = "Ada" });
        await Api.FormAsync("views.update", ("view_id", id), ("view", Modal($"[{Input("b1", "name")},{Input("b9", "other", ",\"optional\":true")}]")));

        var values = PayloadOf(Act.Submit(Ada, id)).GetProperty("view").GetProperty("state").GetProperty("values");

        Assert.Equal("Ada", values.GetProperty("b1").GetProperty("name").Text("value"));
        Assert.Equal(2, Simulator.World.View(id)!.Version);
    }

    [Fact]
    public async Task Hashes_and_external_ids_are_checked()
    {
        var id = await OpenAsync(Modal(more: ",\"external_id\":\"mine\""));
        var other = await OpenAsync(Act.Unsent.Command(Grace, Channel, "/x", "").TriggerId!, Modal(more: ",\"external_id\":\"mine\""));

        Assert.Equal("duplicate_external_id", other.Error());
        Assert.Equal("hash_conflict", (await Api.FormAsync("views.update", ("view_id", id), ("view", Modal()), ("hash", "old"))).Error());
        Assert.True((await Api.FormAsync("views.update", ("external_id", "mine"), ("view", Modal()))).Ok());
        Assert.Equal("invalid_arguments", (await Api.FormAsync("views.publish", ("user_id", Ada), ("view", Modal()))).Error());
        Assert.True((await Api.FormAsync("views.publish", ("user_id", Ada), ("view", """{"type":"home","blocks":[]}"""))).Ok());
        Assert.NotNull(Simulator.World.Home(Ada));
    }

    [Fact]
    public async Task A_view_can_be_awaited()
    {
        var waiting = Simulator.World.WaitForViewAsync(Ada, view => view.CallbackId == "form");
        var id = await OpenAsync(Modal(more: ",\"callback_id\":\"form\""));
        Assert.Equal(id, (await waiting).Id);
        Assert.Equal(Clock.GetUtcNow(), (await Simulator.World.WaitForViewAsync(Ada)).OpenedAt);

        var updated = Simulator.World.WaitForViewAsync(view => view.Id == id && view.Version == 2);
        await Api.FormAsync("views.update", ("view_id", id), ("view", Modal()));
        Assert.Equal(2, (await updated).Version);
    }

    private async Task<Simulator.Interactivity.InteractionOutcome> AnswerAsync(string viewId, string? payload)
    {
        var submit = Act.Submit(Ada, viewId);
        await AckNextAsync(payload);
        return await submit.Ended;
    }
}
