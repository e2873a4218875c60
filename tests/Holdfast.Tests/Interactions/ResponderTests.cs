using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Interactions;

namespace Holdfast.Tests.Interactions;

/// <summary>Telling one person something, by the address of the click or else by an ephemeral message.</summary>
[Trait("Req", "VF-4")]
public sealed class ResponderTests : IAsyncLifetime
{
    private const string Ephemeral = "chat.postEphemeral";
    private const string Respond = "respond";
    private ClickBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await ClickBench.StartAsync();

    public async ValueTask DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("""{"container":{"type":"message","message_ts":"1700000002.000100","channel_id":"C1"},"message":{"ts":"1700000002.000100"}}""")]
    [InlineData("""{"container":{"type":"message","message_ts":"1700000002.000100","channel_id":"C1","thread_ts":"1700000002.000100"},"message":{"ts":"1700000002.000100","thread_ts":"1700000002.000100"}}""")]
    public async Task Outside_of_a_thread_the_clicks_own_address_comes_first_and_the_message_clicked_on_stays(string change)
    {
        _bench.Slack.Answer(Respond, "ok");
        await _bench.Responder.TellAsync(await ClickAsync(change), "hello", CancellationToken.None);
        var call = Assert.Single(_bench.Slack.Calls);
        Assert.Equal((Respond, ""), (call.Method, call.Authorization));
        Assert.False(JsonDocument.Parse(call.Body).RootElement.GetProperty("replace_original").GetBoolean());

        _bench.Slack.Answer(Respond, "used_url", 404);
        await _bench.Responder.TellAsync(await ClickAsync(change), "hello", CancellationToken.None);
        Assert.Equal([Respond, Respond, Ephemeral], _bench.Slack.Calls.Select(other => other.Method));
        Assert.False(JsonDocument.Parse(_bench.Slack.Calls.Last().Body).RootElement.TryGetProperty("thread_ts", out _));
    }

    [Fact]
    public async Task In_a_thread_it_is_told_there_and_in_the_channel_only_where_that_is_refused()
    {
        _bench.Slack.Answer(Respond, "ok");
        await _bench.Responder.TellAsync(await ClickAsync(), "hello", CancellationToken.None);
        var body = JsonDocument.Parse(Assert.Single(_bench.Slack.Calls).Body).RootElement;
        Assert.Equal(
            ("C1", "U1", "hello", "1700000000.000100"),
            (body.GetProperty("channel").GetString(), body.GetProperty("user").GetString(), body.GetProperty("text").GetString(), body.GetProperty("thread_ts").GetString()));

        _bench.Slack.Answer(Ephemeral, """{"ok":false,"error":"user_not_in_channel"}""");
        await _bench.Responder.TellAsync(await ClickAsync(), "hello", CancellationToken.None);
        Assert.Equal([Ephemeral, Ephemeral, Respond], _bench.Slack.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task After_fifteen_seconds_nobody_is_told_any_more_and_the_place_is_free_for_others()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Slack.Answers[Ephemeral] = _ => released.Task;
        var telling = _bench.Responder.TellAsync(await ClickAsync(), "hello", CancellationToken.None).AsTask();
        await _bench.Slack.Called.AtLeastAsync(1);
        _bench.Clock.Advance(TimeSpan.FromSeconds(15));
        await telling.WaitAsync(TimeSpan.FromSeconds(60));
        released.SetResult();
        Assert.Contains("within 00:00:15", Assert.Single(_bench.ResponderLogs.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_pass_is_tried_three_times_on_each_way_and_then_it_is_logged_and_nothing_is_undone()
    {
        _bench.Slack.Answer(Respond, "busy", 503);
        _bench.Slack.Answer(Ephemeral, """{"ok":false,"error":"internal_error"}""");
        var telling = _bench.Responder.TellAsync(await ClickAsync(), "hello", CancellationToken.None).AsTask();
        foreach (var wait in (double[])[0.5, 1, 0.5, 1])
        {
            await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(wait));
            _bench.Clock.Advance(TimeSpan.FromSeconds(wait));
        }

        await telling.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((3, 3, 6), (_bench.Slack.Count(Respond), _bench.Slack.Count(Ephemeral), _bench.ResponderLogs.Lines.Count));
    }

    [Fact]
    public async Task A_wait_that_Slack_asks_for_is_kept_up_to_five_seconds()
    {
        _bench.Slack.Answer(Ephemeral, """{"ok":false,"error":"ratelimited"}""", 429, "3600");
        _bench.Slack.Answer(Respond, "ok");
        var telling = _bench.Responder.TellAsync(await ClickAsync(), "hello", CancellationToken.None).AsTask();
        for (var i = 0; i < 2; i++)
        {
            await _bench.Clock.TimerSetAsync(TimeSpan.FromSeconds(5));
            _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        await telling.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, _bench.Slack.Count(Respond));
    }

    [Fact]
    public async Task Where_there_is_neither_address_nor_channel_that_is_logged()
    {
        await _bench.Responder.TellAsync(await _bench.ClickInViewAsync("a", "v", "m"), "hello", CancellationToken.None);
        Assert.Empty(_bench.Slack.Calls);
        Assert.Contains("can't be answered", Assert.Single(_bench.ResponderLogs.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task An_address_that_is_not_Slacks_gets_nothing()
    {
        await _bench.Responder.TellAsync(
            await _bench.ClickAsync("a", "v", """{"response_url":"http://evil.example/take"}"""), "hello", CancellationToken.None);
        Assert.Equal([Ephemeral], _bench.Slack.Calls.Select(call => call.Method));
    }

    private Task<Interaction> ClickAsync(string change = "{}")
    {
        var payload = JsonNode.Parse(change)!.AsObject();
        payload["response_url"] = _bench.ResponseUrl;
        return _bench.ClickAsync("a", "v", payload.ToJsonString());
    }
}
