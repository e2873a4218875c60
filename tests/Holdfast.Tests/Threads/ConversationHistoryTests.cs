using System.Text.Json.Nodes;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Testing;
using Holdfast.Tests.Deliveries;
using Holdfast.Tests.Ingress;
using Holdfast.Tests.Workspaces;
using Holdfast.Threads;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Threads;

/// <summary>What was said in Slack before, as turns.</summary>
[Trait("Req", "CX-14")]
[Trait("Req", "CX-12")]
public sealed class ConversationHistoryTests : IAsyncLifetime
{
    private static readonly ConversationId Thread = ConversationId.Parse("T1/C1/1600000000.000001");

    private readonly FakeClock _clock = new();
    private readonly SlackOptions _options = new();
    private FakeSlack _slack = null!;
    private RateGate _gate = null!;
    private ConversationHistory _history = null!;

    public async ValueTask InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(_clock);
        _gate = new RateGate(_clock);
        _history = new ConversationHistory(TestWorkspaces.One(_slack.Client), _gate, new HistoryPages(_gate, Options.Create(_options), _clock), _clock);
    }

    public ValueTask DisposeAsync() => _slack.DisposeAsync();

    [Fact]
    public async Task People_are_told_apart_and_of_ours_only_answers_and_the_first_message_count()
    {
        Answer(
            Root("""{"user":"UBOT","bot_id":"BBOT","text":"Ring!"}"""),
            Reply(2, """{"user":"U1","text":"<@UBOT> what is <https://example.com|this>?"}"""),
            Reply(3, $$$"""{"user":"UBOT","bot_id":"BBOT","text":"A page.","metadata":{"event_type":"{{{DeliveryMetadata.EventType}}}","event_payload":{"id":"x","answer":true} } }"""),
            Reply(4, $$$"""{"user":"UBOT","bot_id":"BBOT","text":"Sorry","metadata":{"event_type":"{{{DeliveryMetadata.EventType}}}","event_payload":{"id":"x"} } }"""),
            Reply(5, """{"user":"U2","text":"joined","subtype":"channel_join"}"""),
            Reply(6, """{"bot_id":"B9","subtype":"bot_message","username":"CI","text":"","blocks":[{"type":"header","text":{"type":"plain_text","text":"Build 5"}}]}"""),
            Reply(7, """{"user":"U2","text":"","files":[{"id":"F1","name":"a.pdf"}]}"""),
            Reply(9, """{"user":"U2","text":"the question itself, and what came later"}"""));
        var turns = await ReadAsync(before: 9);
        Assert.Equal(["assistant : Ring!", "user U1: what is this (https://example.com)?", "assistant : A page.", "user B9 CI: Build 5", "user U2: +a.pdf"], turns.Select(Shown));
        Assert.Equal(new SlackTs("1600000000.000002").Time, turns[1].Speaker!.At);
    }

    [Fact]
    public async Task Of_a_long_thread_the_first_message_and_the_newest_are_kept()
    {
        _slack.AnswerInTurn(
            "conversations.replies",
            Page("next", [Root("""{"user":"U1","text":"root"}"""), .. Enumerable.Range(2, 9).Select(Said)]),
            Page(null, [Root("""{"user":"U1","text":"root"}"""), .. Enumerable.Range(11, 9).Select(Said)]));
        Assert.Equal(
            ["user U1: root", "user : [Some messages are left out here.]", "user U1: 15", "user U1: 16", "user U1: 17", "user U1: 18", "user U1: 19"],
            (await ReadAsync(before: 900, most: 5)).Select(Shown));
        Assert.Equal(2, _slack.Calls.Count);
    }

    [Fact]
    public async Task Direct_messages_come_from_the_newest_on_and_are_told_from_the_oldest()
    {
        _slack.Answer("conversations.history", Page("next", [Said(4), Said(3), Said(2)]));
        var said = await _history.ReadAsync(ConversationId.Parse("T1/D1"), Ts(5), 50, CancellationToken.None);
        Assert.Equal(["user U1: 2", "user U1: 3", "user U1: 4"], HistoryTurns.Of(said, Envelopes.Me).Select(Shown));
        Assert.Single(_slack.Calls);
    }

    [Fact]
    public async Task After_a_429_nobody_asks_again_before_the_time_and_nobody_waits_for_it()
    {
        _slack.Answer("conversations.replies", """{"ok":false,"error":"ratelimited"}""", status: 429, retryAfter: "60");
        Assert.Empty(await ReadAsync());
        Assert.Empty(await ReadAsync());
        Assert.Single(_slack.Calls);
    }

    [Fact]
    public async Task An_app_that_gets_little_is_known_beforehand_to_get_little()
    {
        _options.HistoryInterval = TimeSpan.FromMinutes(1);
        Answer(Root("""{"user":"U1","text":"root"}"""));
        Assert.Equal(["user U1: root"], (await ReadAsync()).Select(Shown));
        Assert.Empty(await ReadAsync());
        Assert.Contains("limit=15", Assert.Single(_slack.Calls).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_gets_little_is_known_by_the_first_page_to_get_little()
    {
        _slack.Answer("conversations.replies", Page("next", [Root("""{"user":"U1","text":"root"}"""), .. Enumerable.Range(2, 14).Select(Said)]));
        Assert.Equal(15, (await ReadAsync(before: 900)).Count(turn => turn.Speaker is not null));
        Assert.Empty(await ReadAsync(before: 900));
        Assert.Contains("limit=200", Assert.Single(_slack.Calls).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing_scope")]
    [InlineData("thread_not_found")]
    public async Task What_may_not_be_read_is_not(string error)
    {
        _slack.Answer("conversations.replies", $$"""{"ok":false,"error":"{{error}}"}""");
        var said = await _history.ReadAsync(Thread, Ts(9), 50, CancellationToken.None);
        Assert.Equal(error, said.Problem);
        Assert.Empty(HistoryTurns.Of(said, Envelopes.Me));
    }

    private void Answer(params IReadOnlyList<JsonObject> messages) => _slack.Answer("conversations.replies", Page(null, messages));

    private async Task<IReadOnlyList<Turn>> ReadAsync(int before = 9, int most = 50) =>
        HistoryTurns.Of(await _history.ReadAsync(Thread, Ts(before), most, CancellationToken.None), Envelopes.Me);

    private static string Page(string? cursor, IReadOnlyList<JsonObject> messages) => new JsonObject
    {
        ["ok"] = true,
        ["messages"] = new JsonArray([.. messages]),
        ["has_more"] = cursor is not null,
        ["response_metadata"] = new JsonObject { ["next_cursor"] = cursor ?? "" },
    }.ToJsonString();

    private static JsonObject Root(string message) => Message(1, message);

    private static JsonObject Reply(int number, string message) => Message(number, message);

    private static JsonObject Said(int number) => Message(number, $$"""{"user":"U1","text":"{{number}}"}""");

    private static JsonObject Message(int number, string message)
    {
        var json = JsonNode.Parse(message)!.AsObject();
        json["ts"] = Ts(number).Value;
        json["thread_ts"] = Thread.Thread!.Value.Value;
        return json;
    }

    private static SlackTs Ts(int number) => new($"1600000000.{number:D6}");

    private static string Shown(Turn turn) =>
        $"{turn.Role} {turn.Speaker?.Id}{(turn.Speaker?.Name is { } name ? " " + name : "")}: {turn.Content.Text}{string.Concat(turn.Content.Attachments.Select(file => "+" + file.Name))}";
}
