using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.WebApi;

[Trait("Req", "RS-6")]
public sealed class HistoryTests : IAsyncLifetime
{
    private const string Metadata = """{"event_type":"delivery","event_payload":{"id":"d-1"}}""";
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
    public async Task Metadata_is_shown_only_when_asked_for()
    {
        var root = _simulator.World.MentionBot("C0GENERAL", "U0ADA", "hi");
        await _api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("text", "x"), ("thread_ts", root), ("metadata", Metadata));
        (string, string)[] thread = [("channel", "C0GENERAL"), ("ts", root)];

        var without = (await _api.FormAsync("conversations.replies", thread)).GetProperty("messages")[1];
        var with = (await _api.FormAsync("conversations.replies", [.. thread, ("include_all_metadata", "1")])).GetProperty("messages")[1];

        Assert.False(without.TryGetProperty("metadata", out _));
        Assert.Equal("d-1", with.GetProperty("metadata").GetProperty("event_payload").Text("id"));
    }

    [Fact]
    public async Task Replies_begin_with_the_parent_even_from_its_own_ts_and_go_on_oldest_first_over_pages()
    {
        var root = _simulator.World.MentionBot("C0GENERAL", "U0ADA", "root");
        for (var i = 0; i < 5; i++) _simulator.World.PostAsUser("C0GENERAL", "U0ADA", $"reply {i}", root);
        var texts = new List<string>();
        var cursor = "";
        do
        {
            var page = await _api.FormAsync(
                "conversations.replies", ("channel", "C0GENERAL"), ("ts", root), ("oldest", root), ("limit", "2"), ("cursor", cursor));
            texts.AddRange(page.GetProperty("messages").EnumerateArray().Select(message => message.Text("text")));
            cursor = page.GetProperty("has_more").GetBoolean() ? page.GetProperty("response_metadata").Text("next_cursor") : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(["<@U0HOLDFAST> root", "reply 0", "reply 1", "reply 2", "reply 3", "reply 4"], texts);
    }

    [Theory]
    [InlineData("conversations.history")]
    [InlineData("conversations.replies")]
    public async Task Outside_the_marketplace_history_is_one_call_a_minute_and_fifteen_messages(string method)
    {
        var clock = new FakeClock();
        await using var limited = await SlackSimulator.StartAsync(new SimulatorOptions { Time = clock });
        limited.HistoryLimit.IsOn = true;
        using var api = new Api(limited);
        var root = limited.World.MentionBot("C0GENERAL", "U0ADA", "root");
        for (var i = 0; i < 20; i++) limited.World.PostAsUser("C0GENERAL", "U0ADA", $"{i}", method == "conversations.replies" ? root : null);
        (string, string)[] all = [("channel", "C0GENERAL"), ("ts", root), ("limit", "200")];

        var page = await api.FormAsync(method, all);
        using var refused = await api.SendAsync(method, new FormUrlEncodedContent(all.Select(one => KeyValuePair.Create(one.Item1, one.Item2))), limited.BotToken);
        clock.Advance(TimeSpan.FromMinutes(1));
        var next = await api.FormAsync(method, [.. all, ("cursor", page.GetProperty("response_metadata").Text("next_cursor"))]);

        Assert.Equal((15, true), (page.GetProperty("messages").GetArrayLength(), page.GetProperty("has_more").GetBoolean()));
        Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("60", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal((6, false), (next.GetProperty("messages").GetArrayLength(), next.GetProperty("has_more").GetBoolean()));
    }

    [Fact]
    public async Task History_is_newest_first_without_replies_and_parents_count_theirs()
    {
        var root = _simulator.World.PostAsUser("C0GENERAL", "U0ADA", "root");
        _simulator.World.PostAsUser("C0GENERAL", "U0GRACE", "reply", root);
        _simulator.World.PostAsUser("C0GENERAL", "U0ADA", "latest");

        var messages = (await _api.FormAsync("conversations.history", ("channel", "C0GENERAL"))).GetProperty("messages");

        Assert.Equal(["latest", "root"], messages.EnumerateArray().Select(message => message.Text("text")));
        Assert.Equal(1, messages[1].GetProperty("reply_count").GetInt32());
        Assert.Equal(root, messages[1].Text("thread_ts"));
        Assert.False(messages[0].TryGetProperty("thread_ts", out _));
    }

    [Fact]
    public async Task Wrong_cursors_times_and_threads_are_refused()
    {
        Assert.Equal("invalid_cursor", (await _api.FormAsync("conversations.history", ("channel", "C0GENERAL"), ("cursor", "zzz"))).Error());
        Assert.Equal("invalid_ts_oldest", (await _api.FormAsync("conversations.history", ("channel", "C0GENERAL"), ("oldest", "soon"))).Error());
        Assert.Equal("thread_not_found", (await _api.FormAsync("conversations.replies", ("channel", "C0GENERAL"), ("ts", "1700000000.000001"))).Error());
        var secret = _simulator.World.AddChannel("secret", isPrivate: true, withBot: false);
        Assert.Equal("channel_not_found", (await _api.FormAsync("conversations.history", ("channel", secret.Id))).Error());
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        var first = await _api.FormAsync("users.list", ("limit", "3"));
        var rest = await _api.FormAsync("users.list", ("limit", "3"), ("cursor", first.GetProperty("response_metadata").Text("next_cursor")));

        Assert.Equal(3, first.GetProperty("members").GetArrayLength());
        Assert.Equal(1, rest.GetProperty("members").GetArrayLength());
        Assert.Equal("", rest.GetProperty("response_metadata").Text("next_cursor"));
    }
}
