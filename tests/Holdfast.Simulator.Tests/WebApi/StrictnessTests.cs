using System.Net.Http.Headers;
using System.Text;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.WebApi;

[Trait("Req", "XP-1")]
public sealed class StrictnessTests : IAsyncLifetime
{
    private SlackSimulator _simulator = null!;
    private Api _api = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _api = new Api(_simulator);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task Tokens_are_required_known_and_of_the_right_kind()
    {
        Assert.Equal("not_authed", await ErrorAsync("auth.test", token: null));
        Assert.Equal("invalid_auth", await ErrorAsync("auth.test", "xoxb-wrong"));
        Assert.Equal("not_allowed_token_type", await ErrorAsync("auth.test", _simulator.AppToken));
        Assert.Equal("not_allowed_token_type", await ErrorAsync("apps.connections.open", _simulator.BotToken));
        Assert.Equal("unknown_method", await ErrorAsync("chat.shout", _simulator.BotToken));
        Assert.Equal("not_authed", await ErrorAsync($"auth.test?token={_simulator.BotToken}", token: null));
    }

    [Fact]
    public async Task A_token_counts_as_a_form_field_too()
    {
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("token", _simulator.BotToken)]);
        using var response = await _api.SendAsync("auth.test", content, token: null);

        Assert.True((await Api.ReadAsync(response)).Ok());
        Assert.Contains("chat:write", response.Headers.GetValues("x-oauth-scopes").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_body_is_fine_as_json_and_as_no_content_type()
    {
        using var json = new ByteArrayContent([]);
        json.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json;charset=utf-8");
        using var asJson = await _api.SendAsync("auth.test", json, _simulator.BotToken);
        using var asNothing = await _api.SendAsync("auth.test", content: null, _simulator.BotToken);

        Assert.True((await Api.ReadAsync(asJson)).Ok());
        Assert.True((await Api.ReadAsync(asNothing)).Ok());
    }

    [Fact]
    public async Task Json_multipart_and_form_say_the_same()
    {
        using var multipart = new MultipartFormDataContent { { new StringContent("C0GENERAL"), "channel" }, { new StringContent("three"), "text" } };
        using var response = await _api.SendAsync("chat.postMessage", multipart, _simulator.BotToken);

        Assert.True((await _api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("text", "one"))).Ok());
        Assert.True((await _api.JsonAsync("chat.postMessage", """{"channel":"C0GENERAL","text":"two","mrkdwn":true,"blocks":null}""")).Ok());
        Assert.True((await Api.ReadAsync(response)).Ok());
        Assert.Equal(["three", "one", "two"], _simulator.World.Messages("C0GENERAL").Select(message => message.Text));
    }

    [Theory]
    [InlineData("not json", "invalid_json")]
    [InlineData("[]", "json_not_object")]
    public async Task Broken_json_is_named(string body, string error) =>
        Assert.Equal(error, (await _api.JsonAsync("chat.postMessage", body)).Error());

    [Fact]
    public async Task Json_is_not_read_by_methods_that_take_only_forms()
    {
        var answer = await _api.JsonAsync("users.info", """{"user":"U0ADA"}""");

        Assert.Equal("invalid_arguments", answer.Error());
        Assert.Contains("user", answer.GetProperty("response_metadata").GetProperty("messages")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channel=C0NOWHERE&text=x", "channel_not_found")]
    [InlineData("text=x", "invalid_arguments")]
    [InlineData("channel=C0GENERAL", "no_text")]
    [InlineData("channel=C0GENERAL&blocks=nonsense", "invalid_blocks_format")]
    [InlineData("channel=C0GENERAL&blocks=[{\"type\":\"section\"}]", "invalid_blocks")]
    [InlineData("channel=C0GENERAL&text=x&metadata={\"event_type\":\"t\"}", "invalid_metadata_schema")]
    [InlineData("channel=C0GENERAL&text=x&metadata=nonsense", "invalid_metadata_format")]
    [InlineData("channel=C0GENERAL&text=x&thread_ts=1700000000.000001", "cannot_reply_to_message")]
    [InlineData("channel=C0GENERAL&text=x&markdown_text=y", "markdown_text_conflict")]
    public async Task A_wrong_post_is_refused_with_slacks_code(string form, string error)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await _api.SendAsync("chat.postMessage", content, _simulator.BotToken);

        Assert.Equal(error, (await Api.ReadAsync(response)).Error());
    }

    [Fact]
    public async Task Long_text_is_cut_with_a_warning_and_refused_by_update()
    {
        var posted = await _api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("text", new string('x', 40_001)));
        var updated = await _api.FormAsync("chat.update", ("channel", "C0GENERAL"), ("ts", posted.Text("ts")), ("text", new string('x', 4_001)));

        Assert.Equal("message_truncated", posted.Text("warning"));
        Assert.Equal(40_000, posted.GetProperty("message").Text("text").Length);
        Assert.Equal("msg_too_long", updated.Error());
    }

    [Fact]
    public async Task More_than_fifty_blocks_are_refused()
    {
        var blocks = "[" + string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", 51)) + "]";

        Assert.Equal("invalid_blocks", (await _api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("blocks", blocks))).Error());
    }

    [Fact]
    public async Task A_reply_to_a_reply_joins_the_same_thread()
    {
        var root = _simulator.World.MentionBot("C0GENERAL", "U0ADA", "root");
        var reply = _simulator.World.PostAsUser("C0GENERAL", "U0GRACE", "reply", root);

        await _api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("text", "x"), ("thread_ts", reply));

        Assert.Equal(root, _simulator.World.Thread("C0GENERAL", root)[^1].ThreadTs);
    }

    [Fact]
    public async Task Reactions_and_statuses_follow_slacks_rules()
    {
        var ts = _simulator.World.PostAsUser("C0GENERAL", "U0ADA", "hi");
        (string, string)[] eyes = [("channel", "C0GENERAL"), ("timestamp", ts), ("name", "eyes")];

        Assert.True((await _api.FormAsync("reactions.add", eyes)).Ok());
        Assert.Equal("already_reacted", (await _api.FormAsync("reactions.add", eyes)).Error());
        Assert.True((await _api.FormAsync("reactions.remove", eyes)).Ok());
        Assert.Equal("no_reaction", (await _api.FormAsync("reactions.remove", eyes)).Error());
        Assert.True((await _api.FormAsync("assistant.threads.setStatus", ("channel_id", "C0GENERAL"), ("thread_ts", ts), ("status", "is thinking…"))).Ok());
        Assert.Equal("is thinking…", _simulator.World.Status("C0GENERAL", ts)?.Status);
        await _api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("text", "done"), ("thread_ts", ts));
        Assert.Null(_simulator.World.Status("C0GENERAL", ts));
    }

    private async Task<string> ErrorAsync(string method, string? token)
    {
        using var response = await _api.SendAsync(method, content: null, token);
        return (await Api.ReadAsync(response)).Error();
    }
}
