using System.Net;
using System.Text.Json;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Streams;

/// <summary>Messages that grow while people read them: what Slack takes, when it ends them, and what is left of them.</summary>
[Trait("Req", "AS-7")]
public sealed class StreamTests : InteractiveTest
{
    private SlackWorld World => Simulator.World;

    [Fact]
    public async Task A_message_grows_and_is_finished_with_blocks_and_metadata()
    {
        var asked = World.PostAsUser(Channel, Ada, "tell me");
        var ts = await BeginAsync(asked, ("markdown_text", "**Tide** "));
        Assert.Equal(("*Tide*", "in_progress"), (Message(ts).Text, Message(ts).StreamingState));

        Assert.Equal(ts, (await AppendAsync(ts, """[{"type":"markdown_text","text":"turns at [six](https://six.test)"}]""")).Text("ts"));
        var stopped = await StopAsync(ts, ("markdown_text", "."), ("blocks", $"[{Actions(Button("more", "1"))}]"), ("metadata", """{"event_type":"run","event_payload":{"id":"7"}}"""));

        var message = stopped.GetProperty("message");
        Assert.Equal(("*Tide* turns at <https://six.test|six>.", "completed"), (message.Text("text"), message.Text("streaming_state")));
        Assert.Equal(["markdown", "actions"], Types(message));
        Assert.Equal("**Tide** turns at [six](https://six.test).", message.GetProperty("blocks")[0].Text("text"));
        var read = await Api.FormAsync("conversations.replies", ("channel", Channel), ("ts", asked), ("include_all_metadata", "true"));
        Assert.Equal("7", read.GetProperty("messages")[1].GetProperty("metadata").GetProperty("event_payload").Text("id"));
        Assert.Equal("message_not_in_streaming_state", (await AppendAsync(ts, Text("late"))).Error());
        Assert.Equal("message_not_in_streaming_state", (await StopAsync(ts)).Error());
    }

    [Fact]
    public async Task What_a_task_is_called_and_how_it_stands_is_replaced_and_its_details_grow()
    {
        var asked = World.PostAsUser(Channel, Ada, "work");
        var ts = await BeginAsync(asked, ("chunks", Task("t", "Look", "in_progress", """,{"type":"markdown_text","text":"Then"}""", details: "the sea")));
        await AppendAsync(ts, Task("t", "Looked", "complete", details: ", the sky", output: "calm"));
        await AppendAsync(ts, Task("u", "Dive", "error"));

        var blocks = Blocks(ts);
        Assert.Equal(["task_card", "markdown", "task_card"], blocks.Select(block => block.Text("type")));
        Assert.Equal(("Looked", "complete"), (blocks[0].Text("title"), blocks[0].Text("status")));
        Assert.Equal("the sea, the sky", Words(blocks[0].GetProperty("details")));
        Assert.Equal("calm", Words(blocks[0].GetProperty("output")));
        Assert.Equal("Then Looked Dive", Message(ts).Text);
    }

    [Fact]
    public async Task As_a_plan_all_tasks_stand_together()
    {
        var asked = World.PostAsUser(Channel, Ada, "work");
        var ts = await BeginAsync(asked, ("task_display_mode", "plan"), ("chunks", """[{"type":"plan_update","title":"Voyage"},{"type":"markdown_text","text":"Off we go"}]"""));
        await AppendAsync(ts, Task("t", "Sail", "in_progress"));

        var plan = Blocks(ts)[0];
        Assert.Equal(("plan", "Voyage"), (plan.Text("type"), plan.Text("title")));
        Assert.Equal("Sail", Assert.Single(plan.GetProperty("tasks").EnumerateArray()).Text("title"));
    }

    [Theory]
    [InlineData("channel_not_found", "C0NOWHERE", "thread_ts=;recipient_user_id=U0ADA;recipient_team_id=T0HOLDFAST")]
    [InlineData("missing_recipient_user_id", Channel, "thread_ts=;recipient_team_id=T0HOLDFAST")]
    [InlineData("missing_recipient_team_id", Channel, "thread_ts=;recipient_user_id=U0ADA")]
    [InlineData("user_not_found", Channel, "thread_ts=;recipient_user_id=U0NOBODY;recipient_team_id=T0HOLDFAST")]
    [InlineData("invalid_arguments", Channel, "recipient_user_id=U0ADA;recipient_team_id=T0HOLDFAST")]
    [InlineData("invalid_arguments", "D0ADA", "markdown_text=hello")]
    [InlineData("cannot_reply_to_message", Channel, "thread_ts=1000000000.000001;recipient_user_id=U0ADA;recipient_team_id=T0HOLDFAST")]
    [InlineData("invalid_arguments", Channel, "thread_ts=;recipient_user_id=U0ADA;recipient_team_id=T0HOLDFAST;task_display_mode=mosaic")]
    public async Task What_is_missing_or_wrong_at_the_start_is_refused(string error, string channel, string arguments)
    {
        var asked = World.PostAsUser(Channel, Ada, "tell me");
        var given = arguments.Split(';').Select(argument => argument.Split('=')).Select(pair => (pair[0], pair is ["thread_ts", ""] ? asked : pair[1]));

        Assert.Equal(error, (await Api.FormAsync("chat.startStream", [("channel", channel), .. given])).Error());
        Assert.Single(World.Messages(Channel));
    }

    [Fact]
    public async Task In_a_direct_message_nobody_need_be_named()
    {
        var asked = World.PostAsUser("D0ADA", Ada, "tell me");
        Assert.True((await Api.FormAsync("chat.startStream", ("channel", "D0ADA"), ("thread_ts", asked))).Ok());
    }

    [Theory]
    [InlineData("invalid_chunks", "{}")]
    [InlineData("invalid_chunks", """[{"type":"song","text":"la"}]""")]
    [InlineData("invalid_chunks", """[{"type":"markdown_text"}]""")]
    [InlineData("invalid_chunks", """[{"type":"task_update","id":"t","title":"T"}]""")]
    [InlineData("invalid_chunks", """[{"type":"task_update","id":"t","title":"T","status":"cancelled"}]""")]
    [InlineData("invalid_chunks", """[{"type":"task_update","id":"t","title":"T","status":"complete","sources":[{"url":"x"}]}]""")]
    [InlineData("invalid_chunks", """[{"type":"plan_update"}]""")]
    [InlineData("invalid_chunks", """[{"type":"blocks"}]""")]
    [InlineData("invalid_blocks", """[{"type":"blocks","blocks":[{"type":"section"}]}]""")]
    [InlineData("no_text", "[]")]
    public async Task A_chunk_that_is_none_is_refused_and_nothing_of_the_call_counts(string error, string chunks)
    {
        var ts = await BeginAsync(World.PostAsUser(Channel, Ada, "tell me"), ("markdown_text", "so far"));

        Assert.Equal(error, (await AppendAsync(ts, chunks)).Error());
        Assert.Equal("so far", Message(ts).Text);
    }

    [Fact]
    public async Task Each_call_and_each_field_has_its_limit()
    {
        var ts = await BeginAsync(World.PostAsUser(Channel, Ada, "tell me"));

        Assert.True((await AppendAsync(ts, Text(new string('x', 12_000)))).Ok());
        Assert.Equal("msg_too_long", (await AppendAsync(ts, Text(new string('x', 12_001)))).Error());
        Assert.Equal("msg_too_long", (await Api.FormAsync("chat.appendStream", ("channel", Channel), ("ts", ts), ("markdown_text", new string('x', 12_001)))).Error());
        Assert.Equal("invalid_chunks", (await AppendAsync(ts, Task("t", new string('x', 257), "pending"))).Error());
        Assert.Equal("invalid_chunks", (await AppendAsync(ts, Task("t", "T", "pending", details: new string('x', 257)))).Error());
        var dividers = $$"""[{"type":"blocks","blocks":[{{string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", 30))}}]}]""";
        Assert.True((await AppendAsync(ts, dividers)).Ok());
        Assert.Equal("msg_blocks_too_many", (await AppendAsync(ts, dividers)).Error());
    }

    [Fact]
    public async Task After_five_minutes_and_a_little_Slack_ends_it_whatever_is_appended()
    {
        var asked = World.PostAsUser(Channel, Ada, "tell me");
        var ts = await BeginAsync(asked, ("markdown_text", "one"));
        Simulator.Clock.Offset = TimeSpan.FromSeconds(305);
        Assert.True((await AppendAsync(ts, Text(" two"))).Ok());

        Simulator.Clock.Offset = TimeSpan.FromSeconds(306);
        Assert.Equal("message_not_in_streaming_state", (await AppendAsync(ts, Text(" three"))).Error());
        Assert.Equal(("one two", "errored"), (Message(ts).Text, Message(ts).StreamingState));
        Assert.True((await Api.FormAsync("chat.update", ("channel", Channel), ("ts", ts), ("text", "all of it"))).Ok());
    }

    [Fact]
    public async Task What_nobody_finished_stays_in_history_with_what_it_said()
    {
        var asked = World.PostAsUser(Channel, Ada, "tell me");
        await BeginAsync(asked, ("markdown_text", "half of"));
        Assert.Equal("in_progress", (await RepliesAsync(asked))[1].Text("streaming_state"));

        Simulator.Clock.Offset = TimeSpan.FromMinutes(10);
        var orphan = (await RepliesAsync(asked))[1];
        Assert.Equal(("half of", "errored"), (orphan.Text("text"), orphan.Text("streaming_state")));
    }

    [Fact]
    public async Task A_live_one_can_be_neither_updated_nor_deleted_and_an_update_afterwards_wipes_the_cards()
    {
        var ts = await BeginAsync(World.PostAsUser(Channel, Ada, "work"), ("chunks", Task("t", "Look", "complete", """,{"type":"markdown_text","text":"Done"}""")));
        Assert.Equal("streaming_state_conflict", (await Api.FormAsync("chat.update", ("channel", Channel), ("ts", ts), ("text", "no"))).Error());
        Assert.Equal("cant_delete_message", (await Api.FormAsync("chat.delete", ("channel", Channel), ("ts", ts))).Error());
        await StopAsync(ts);
        Assert.Equal(["task_card", "markdown"], Blocks(ts).Select(block => block.Text("type")));

        await Api.FormAsync("chat.update", ("channel", Channel), ("ts", ts), ("metadata", """{"event_type":"e","event_payload":{}}"""));
        Assert.Equal(["markdown"], Blocks(ts).Select(block => block.Text("type")));
        Assert.True((await Api.FormAsync("chat.delete", ("channel", Channel), ("ts", ts))).Ok());
    }

    [Fact]
    public async Task Only_the_apps_own_messages_are_streams()
    {
        var asked = World.PostAsUser(Channel, Ada, "tell me");
        var posted = (await Api.FormAsync("chat.postMessage", ("channel", Channel), ("text", "said"))).Text("ts");

        Assert.Equal("message_not_owned_by_app", (await AppendAsync(asked, Text("x"))).Error());
        Assert.Equal("message_not_in_streaming_state", (await AppendAsync(posted, Text("x"))).Error());
        Assert.Equal("message_not_found", (await AppendAsync("1000000000.000001", Text("x"))).Error());
    }

    [Fact]
    public async Task A_lost_answer_leaves_a_stream_that_nobody_knows_of()
    {
        var asked = World.PostAsUser(Channel, Ada, "tell me");
        Simulator.Faults.Add(new Fault(FaultKind.LoseResponse) { Method = "chat.startStream", Times = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => BeginAsync(asked));
        Assert.Equal("in_progress", World.Thread(Channel, asked)[1].StreamingState);
    }

    private SlackMessage Message(string ts) => World.Message(Channel, ts)!;

    private List<JsonElement> Blocks(string ts)
    {
        using var blocks = JsonDocument.Parse(Message(ts).Blocks!);
        return [.. blocks.RootElement.Clone().EnumerateArray()];
    }

    private static IEnumerable<string> Types(JsonElement message) => message.GetProperty("blocks").EnumerateArray().Select(block => block.Text("type"));

    private static string Words(JsonElement richText) => richText.GetProperty("elements")[0].GetProperty("elements")[0].Text("text");

    private async Task<string> BeginAsync(string thread, params (string Name, string Value)[] more) => (await Api.FormAsync(
        "chat.startStream",
        [("channel", Channel), ("thread_ts", thread), ("recipient_user_id", Ada), ("recipient_team_id", Simulator.TeamId), .. more])).Text("ts");

    private Task<JsonElement> AppendAsync(string ts, string chunks) =>
        Api.FormAsync("chat.appendStream", ("channel", Channel), ("ts", ts), ("chunks", chunks));

    private Task<JsonElement> StopAsync(string ts, params (string Name, string Value)[] more) =>
        Api.FormAsync("chat.stopStream", [("channel", Channel), ("ts", ts), .. more]);

    private async Task<JsonElement> RepliesAsync(string ts) =>
        (await Api.FormAsync("conversations.replies", ("channel", Channel), ("ts", ts))).GetProperty("messages");

    private static string Text(string text) => JsonSerializer.Serialize(new[] { new { type = "markdown_text", text } });

    private static string Task(string id, string title, string status, string more = "", string? details = null, string? output = null) =>
        $"[{JsonSerializer.Serialize(new { type = "task_update", id, title, status, details, output })}{more}]";
}

/// <summary>The same with Slack's rates in force, and with an app that hears of its own messages.</summary>
[Trait("Req", "AS-7")]
public sealed class StreamEventTests : InteractiveTest
{
    protected override SimulatorOptions Simulated => new() { EnforceRateLimits = true };

    [Fact]
    public async Task It_is_told_of_when_it_begins_and_when_it_ends_and_not_in_between()
    {
        var asked = Simulator.World.PostAsUser(Channel, Ada, "tell me");
        await AckNextAsync();
        var ts = (await BeginAsync(asked)).Text("ts");
        await Api.FormAsync("chat.appendStream", ("channel", Channel), ("ts", ts), ("markdown_text", "all of it"));
        await Api.FormAsync("chat.stopStream", ("channel", Channel), ("ts", ts));

        var begun = Event(await AckNextAsync());
        Assert.Equal((ts, "", "in_progress"), (begun.Text("ts"), begun.Text("text"), begun.Text("streaming_state")));
        Assert.Equal((asked, Ada), (begun.Text("thread_ts"), begun.Text("parent_user_id")));
        var ended = Event(await AckNextAsync());
        Assert.Equal(("message_changed", "all of it", "completed"), (ended.Text("subtype"), ended.GetProperty("message").Text("text"), ended.GetProperty("message").Text("streaming_state")));
    }

    [Fact]
    public async Task Twenty_may_be_begun_in_a_minute()
    {
        var asked = Simulator.World.PostAsUser(Channel, Ada, "tell me");
        for (var i = 0; i < 20; i++) Assert.True((await BeginAsync(asked)).Ok());

        using var content = new FormUrlEncodedContent([KeyValuePair.Create("channel", Channel)]);
        using var limited = await Api.SendAsync("chat.startStream", content, Simulator.BotToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
    }

    private Task<JsonElement> BeginAsync(string thread) => Api.FormAsync(
        "chat.startStream", ("channel", Channel), ("thread_ts", thread), ("recipient_user_id", Ada), ("recipient_team_id", Simulator.TeamId));

    private static JsonElement Event(JsonElement envelope) => envelope.GetProperty("payload").GetProperty("event");
}
