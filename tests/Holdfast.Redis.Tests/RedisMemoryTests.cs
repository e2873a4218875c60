using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Redis.Connections;
using Holdfast.Slack;
using Holdfast.Testing;
using Holdfast.Testing.Servers;
using Holdfast.Tests;
using Microsoft.Extensions.Logging;

namespace Holdfast.Redis.Tests;

[Trait("Req", "CX-2")]
public sealed class RedisMemoryTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisBench _redis = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _redis = await RedisBench.OpenAsync(_server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_is_a_JSON_array_of_turns_under_the_shared_key_with_an_hour_to_live()
    {
        await _redis.SayAsync(RedisBench.NewRun(), "hi \"there\" ä😀\n", "hello");

        Assert.Equal("""[{"role":"user","content":"hi \"there\" ä\uD83D\uDE00\n"},{"role":"assistant","content":"hello"}]""", await _server.CommandAsync("GET", RedisBench.Key));
        Assert.InRange(int.Parse(await _server.CommandAsync("TTL", RedisBench.Key)), 3590, 3600);
        Assert.Equal([RedisBench.Key, $"{{{RedisBench.Key}}}:ids"], (await _server.CommandAsync("KEYS", "*")).Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal(["hi \"there\" ä😀\n", "hello"], await _redis.HeardAsync());
    }

    [Fact]
    [Trait("Req", "AS-26")]
    public async Task What_came_with_a_message_stands_beside_its_text()
    {
        var asked = new MessageContent("look") { Attachments = [new Attachment("F1", "a.pdf") { MediaType = "application/pdf", Size = 12 }] };
        await _redis.Memory.RememberAsync(new RunHold(RedisBench.NewRun(), Fence: 0), RedisBench.Here, [new Turn(Turn.User, asked)], CancellationToken.None);

        Assert.Equal(
            """[{"role":"user","content":"look","attachments":[{"id":"F1","name":"a.pdf","media_type":"application/pdf","size":12}]}]""",
            await _server.CommandAsync("GET", RedisBench.Key));
        Assert.Equal([new Turn(Turn.User, asked)], await _redis.Memory.RecallAsync(RedisBench.Here, run: null, CancellationToken.None));
    }

    [Fact]
    [Trait("Req", "CX-14")]
    public async Task Who_said_it_stands_beside_the_text()
    {
        var turn = new Turn(Turn.User, "look") { Speaker = new Speaker("U1") { Name = "Ada", At = new DateTimeOffset(2026, 11, 29, 21, 0, 0, TimeSpan.FromHours(1)), Zone = "Europe/Berlin" } };
        await _redis.Memory.RememberAsync(new RunHold(RedisBench.NewRun(), Fence: 0), RedisBench.Here, [turn], CancellationToken.None);

        Assert.Equal(
            """[{"role":"user","content":"look","speaker":{"id":"U1","name":"Ada","at":"2026-11-29T21:00:00+01:00","zone":"Europe/Berlin"}}]""",
            await _server.CommandAsync("GET", RedisBench.Key));
        Assert.Equal([turn], await _redis.Memory.RecallAsync(RedisBench.Here, run: null, CancellationToken.None));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("""[{"url":"https://example.com"}]""")]
    [InlineData("""[{"id":null,"name":null}]""")]
    [InlineData("[null]")]
    [InlineData("[]")]
    [InlineData("""{"a":[1,2,{"attachments":"x"}]}""")]
    public async Task What_another_program_means_by_our_names_is_left_alone(string theirs)
    {
        var turn = $$"""{"attachments":{{theirs}},"speaker":{{theirs}},"role":"user","content":"x"}""";
        await _server.CommandAsync("SET", RedisBench.Key, $"[{turn}]");
        await _redis.SayAsync(RedisBench.NewRun(), "y");

        Assert.Equal($$"""[{{turn}},{"role":"user","content":"y"}]""", await _server.CommandAsync("GET", RedisBench.Key));
        Assert.Equal([new Turn(Turn.User, "x"), new Turn(Turn.User, "y")], await _redis.Memory.RecallAsync(RedisBench.Here, run: null, CancellationToken.None));
    }

    [Fact]
    public async Task Each_turn_renews_the_time_of_all()
    {
        await _redis.SayAsync(RedisBench.NewRun(), "one");
        await _server.CommandAsync("EXPIRE", RedisBench.Key, "5");
        await _redis.HeardAsync();
        Assert.InRange(int.Parse(await _server.CommandAsync("TTL", RedisBench.Key)), 0, 5);

        await _redis.SayAsync(RedisBench.NewRun(), "two");

        Assert.InRange(int.Parse(await _server.CommandAsync("TTL", RedisBench.Key)), 3590, 3600);
        Assert.InRange(int.Parse(await _server.CommandAsync("TTL", $"{{{RedisBench.Key}}}:ids")), 3590, 3600);
    }

    [Fact]
    public async Task A_direct_message_outside_a_thread_has_a_key_as_well_and_a_prefix_comes_before_each()
    {
        await using var prefixed = await RedisBench.OpenAsync(new RedisOptions { Url = _server.Url, KeyPrefix = "team-a:" }, new MemoryOptions { TimeToLive = TimeSpan.FromSeconds(90) });
        await prefixed.Memory.RememberAsync(new RunHold(RedisBench.NewRun(), Fence: 0), new ConversationId(new TeamId("T1"), new ChannelId("D7"), null), [new Turn(Turn.User, "x")], CancellationToken.None);

        Assert.Equal("""[{"role":"user","content":"x"}]""", await _server.CommandAsync("GET", "team-a:slack_conv:D7:dm"));
        Assert.InRange(int.Parse(await _server.CommandAsync("TTL", "team-a:slack_conv:D7:dm")), 80, 90);
    }

    [Fact]
    [Trait("Req", "CX-13")]
    public async Task Only_the_newest_turns_are_kept()
    {
        await using var few = await RedisBench.OpenAsync(_server.Url, new MemoryOptions { MaxTurns = 3 });
        for (var i = 1; i <= 20; i++)
            await few.SayAsync(RedisBench.NewRun(), $"q{i}", $"a{i}");

        Assert.Equal(["a19", "q20", "a20"], await few.HeardAsync());
        Assert.Equal(3, await CountAsync());
        Assert.InRange(int.Parse(await _server.CommandAsync("HLEN", $"{{{RedisBench.Key}}}:ids")), 1, 14);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("[]", false)]
    [InlineData(" \n[ ]", false)]
    [InlineData("""[{"role":"user","content":"x"}]""", true)]
    [InlineData(" [\n {\"role\":\"user\",\"content\":\"x\"}]", true)]
    public async Task Whether_there_is_a_conversation_is_told_without_reading_it(string? value, bool isThere)
    {
        if (value is not null)
            await _server.CommandAsync("SET", RedisBench.Key, value);
        Assert.Equal(isThere, await _redis.Memory.KnowsAsync(RedisBench.Here, CancellationToken.None));
    }

    [Theory]
    [InlineData("SET", "no conversation")]
    [InlineData("LPUSH", "turn")]
    public async Task What_is_no_conversation_is_said_to_be_none_also_when_only_asked_for(string command, string value)
    {
        await _server.CommandAsync(command, RedisBench.Key, value);
        var error = await Assert.ThrowsAsync<MemoryException>(() => _redis.Memory.KnowsAsync(RedisBench.Here, CancellationToken.None).AsTask());
        Assert.False(error.IsTransient);
        Assert.Contains(RedisBench.Key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-13")]
    [Trait("Req", "RS-16")]
    public async Task Only_as_many_characters_are_kept_as_fit_and_the_newest_turn_whatever_its_length()
    {
        await using var small = await RedisBench.OpenAsync(_server.Url, new MemoryOptions { MaxCharacters = 1_000 });
        await small.SayAsync(RedisBench.NewRun(), new string('"', 600), new string('a', 300));
        await small.SayAsync(RedisBench.NewRun(), new string('b', 500));
        Assert.Equal([new string('a', 300), new string('b', 500)], await small.HeardAsync());
        Assert.Equal(2, await CountAsync());

        await small.SayAsync(RedisBench.NewRun(), new string('c', 5_000));
        Assert.Equal([new string('c', 5_000)], await small.HeardAsync());
    }

    [Fact]
    [Trait("Req", "CX-13")]
    [Trait("Req", "RS-16")]
    public async Task Only_as_many_bytes_are_kept_as_fit_with_what_other_programs_have_put_there()
    {
        await using var small = await RedisBench.OpenAsync(new RedisOptions { Url = _server.Url, MaxConversationBytes = 65_536 });
        await _server.CommandAsync("SET", RedisBench.Key, $$"""[{"role":"user","content":"old","extra":"{{new string('x', 60_000)}}"},{"role":"assistant","content":"a"}]""");
        await small.SayAsync(RedisBench.NewRun(), "b");
        Assert.Equal(["old", "a", "b"], await small.HeardAsync());

        await small.SayAsync(RedisBench.NewRun(), new string('c', 6_000));
        Assert.Equal(["a", "b", new string('c', 6_000)], await small.HeardAsync());
        Assert.InRange(int.Parse(await _server.CommandAsync("STRLEN", RedisBench.Key)), 6_000, 7_000);

        await small.SayAsync(RedisBench.NewRun(), new string('d', 100_000));
        Assert.Equal([new string('d', 100_000)], await small.HeardAsync());
    }

    [Fact]
    public async Task What_another_program_has_put_there_is_heard_and_handed_on_byte_by_byte()
    {
        const string Theirs = """{ "role": "user", "content": "br[a]ck{e}ts \\\" \u00e4 \ud83d\ude00 \/", "ts": 1700000000.000100, "files": [], "n": {"d": [null, 1.50]} }""";
        await _server.CommandAsync("SET", RedisBench.Key, $"\n [ {Theirs} ,\t{Theirs}]\n");

        await _redis.SayAsync(RedisBench.NewRun(), "and you?");

        Assert.Equal(["br[a]ck{e}ts \\\" ä 😀 /", "br[a]ck{e}ts \\\" ä 😀 /", "and you?"], await _redis.HeardAsync());
        Assert.Equal($$"""[{{Theirs}},{{Theirs}},{"role":"user","content":"and you?"}]""", await _server.CommandAsync("GET", RedisBench.Key));
    }

    [Fact]
    public async Task Workers_that_append_at_once_overwrite_nothing_of_each_other()
    {
        const int Each = 150;
        await using var other = await RedisBench.OpenAsync(_server.Url, new MemoryOptions { MaxTurns = 1000 });
        await using var third = await RedisBench.OpenAsync(_server.Url, new MemoryOptions { MaxTurns = 1000 });
        RedisBench[] workers = [other, third];

        await Task.WhenAll(workers.SelectMany((worker, w) => Enumerable.Range(0, Each).Select(i => worker.SayAsync(RedisBench.NewRun(), $"{w}.{i}"))));

        Assert.Equal(
            workers.SelectMany((_, w) => Enumerable.Range(0, Each).Select(i => $"{w}.{i}")).Order(StringComparer.Ordinal), (await other.HeardAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_run_done_again_says_nothing_twice_and_does_not_hear_itself()
    {
        var (before, run) = (RedisBench.NewRun(), RedisBench.NewRun());
        await _redis.SayAsync(before, "hi", "hello");
        await _redis.SayAsync(run, "hi", "hello");

        Assert.Equal(["hi", "hello"], await _redis.HeardAsync(run));
        Assert.Equal(["hi", "hello", "hi", "hello"], await _redis.HeardAsync());
        await _redis.SayAsync(run, "hi", "hello");
        Assert.Equal(["hi", "hello", "hi", "hello"], await _redis.HeardAsync(RedisBench.NewRun()));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task What_a_run_says_when_it_is_done_again_takes_the_place_of_what_it_had_said()
    {
        var run = RedisBench.NewRun();
        await _redis.SayAsync(run, "question", "first answer");
        await _server.CommandAsync("SET", RedisBench.Key, """[ {"content": "question", "role": "user"}, {"content": "first answer", "role": "assistant"}, {"role":"user","content":"another program"} ]""");

        await _redis.SayAsync(run, "question", "second answer");
        Assert.Equal(["question", "second answer", "another program"], await _redis.HeardAsync());

        await _redis.SayAsync(run, "question");
        Assert.Equal(["question", "another program"], await _redis.HeardAsync());
        await _redis.SayAsync(run, "question", "third answer");
        Assert.Equal(["question", "another program", "third answer"], await _redis.HeardAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "XP-3")]
    public async Task A_worker_that_was_overtaken_writes_nothing_over_what_the_other_remembers(bool hasOnlyBegun)
    {
        var run = RedisBench.NewRun();
        var (before, after) = (new RunHold(run, Fence: 1_795_900_000_000_001), new RunHold(run, Fence: 1_795_900_000_000_002));
        await _redis.HeardAsync(before);
        await _redis.HeardAsync(after);
        if (!hasOnlyBegun)
            await _redis.SayAsync(after, "how many?", "two");

        var error = await Assert.ThrowsAsync<MemoryException>(() => _redis.SayAsync(before, "how many?", "one"));
        Assert.Equal((true, false), (error.IsOvertaken, error.IsTransient));
        Assert.Equal(hasOnlyBegun ? [] : ["how many?", "two"], await _redis.HeardAsync());

        // What it says again under the same hold, since its commit did not come about, is no step back.
        await _redis.SayAsync(after, "how many?", "three");
        Assert.Equal(["how many?", "three"], await _redis.HeardAsync());
        Assert.Empty(_redis.Health.Problems);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Who_has_been_at_work_is_known_for_as_long_as_the_conversation_lives_also_when_that_is_deleted()
    {
        await _redis.SayAsync(new RunHold(RedisBench.NewRun(), Fence: 7), "hi", "hello");
        await _server.CommandAsync("DEL", RedisBench.Key);
        await Assert.ThrowsAsync<MemoryException>(() => _redis.SayAsync(new RunHold(RedisBench.NewRun(), Fence: 6), "late"));
        await _redis.SayAsync(new RunHold(RedisBench.NewRun(), Fence: 8), "again");
        await Assert.ThrowsAsync<MemoryException>(() => _redis.SayAsync(new RunHold(RedisBench.NewRun(), Fence: 7), "late"));
        Assert.Equal(["again"], await _redis.HeardAsync());

        await _redis.HeardAsync(new RunHold(RedisBench.NewRun(), Fence: 9));
        await _server.CommandAsync("PEXPIRE", $"{{{RedisBench.Key}}}:ids", "5000");
        await _redis.HeardAsync(new RunHold(RedisBench.NewRun(), Fence: 10));
        Assert.InRange(int.Parse(await _server.CommandAsync("TTL", $"{{{RedisBench.Key}}}:ids")), 3590, 3600);
    }

    [Fact]
    [Trait("Req", "XP-3")]
    public async Task Nothing_is_written_under_a_hold_that_has_lapsed()
    {
        var clock = new FakeClock();
        var item = new LaneItem
        {
            Id = ItemId.New(clock), Sequence = 1, Queue = LaneQueue.Inbound, Lane = "a", Kind = "test", Payload = default, OrderKey = 0, EnqueuedAt = clock.GetUtcNow(), Attempt = 0, InDoubt = false,
        };
        new LaneHold(new Claim(item, new WorkerId("ada"), Fence: 1), clock.GetMonotonic() + TimeSpan.FromSeconds(30), clock).MakeCurrent();
        clock.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<LostLeaseException>(() => _redis.SayAsync(RedisBench.NewRun(), "late"));
        Assert.Empty(await _redis.HeardAsync());
    }

    [Fact]
    public async Task A_conversation_that_was_deleted_begins_anew_also_with_a_run_done_again()
    {
        var run = RedisBench.NewRun();
        await _redis.SayAsync(run, "question", "answer");
        await _server.CommandAsync("DEL", RedisBench.Key);

        Assert.Empty(await _redis.HeardAsync());
        await _redis.SayAsync(run, "question", "answer");
        Assert.Equal(["question", "answer"], await _redis.HeardAsync());
    }

    [Theory]
    [InlineData("it is not JSON", "SET", RedisBench.Key, "[{")]
    [InlineData("it is not JSON", "SET", RedisBench.Key, "")]
    [InlineData("it is not JSON", "SET", RedisBench.Key, "hello")]
    [InlineData("not a JSON array", "SET", RedisBench.Key, """{"role":"user","content":"x"}""")]
    [InlineData("not a JSON array", "SET", RedisBench.Key, "7")]
    [InlineData("something else than turns", "SET", RedisBench.Key, """["hello"]""")]
    [InlineData("turn 1 has no", "SET", RedisBench.Key, """[{"role":"user"}]""")]
    [InlineData("turn 2 has no", "SET", RedisBench.Key, """[{"role":"user","content":"x"},{"role":"user","content":[{"type":"text","text":"x"}]}]""")]
    [InlineData("turn 1 has no", "SET", RedisBench.Key, """[[]]""")]
    [InlineData("turn 1 has no", "SET", RedisBench.Key, """[{"role":"user","content":"half \ud83d"}]""")]
    [InlineData("it is not JSON", "SET", RedisBench.Key, """[{"role":"user","content":"x"}] and more""")]
    [InlineData("a Redis hash", "HSET", RedisBench.Key, "a", "b")]
    [InlineData("a Redis list", "RPUSH", RedisBench.Key, "a")]
    [InlineData("is of another type", "SET", "{slack_conv:C1:1700000000.000100}:ids", "x")]
    [Trait("Req", "CX-5")]
    public async Task What_is_no_conversation_is_left_as_it_is_and_named(string problem, params string[] command)
    {
        await _server.CommandAsync(command);
        var before = await _server.CommandAsync("DUMP", command[1]);

        var error = await Assert.ThrowsAsync<MemoryException>(() => _redis.SayAsync(RedisBench.NewRun(), "x"));
        if (command[1] == RedisBench.Key)
            await Assert.ThrowsAsync<MemoryException>(() => _redis.HeardAsync());

        Assert.False(error.IsTransient);
        Assert.All([RedisBench.Key, problem, $"redis://127.0.0.1:{_server.Port}/0"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Equal(before, await _server.CommandAsync("DUMP", command[1]));
        Assert.Contains(RedisBench.Key, Assert.Single(_redis.Health.Problems), StringComparison.Ordinal);
        Assert.Contains(_redis.MemoryLogs.Lines, line => line.Level == LogLevel.Error && line.Text.Contains(RedisBench.Key, StringComparison.Ordinal));

        await _server.CommandAsync("DEL", RedisBench.Key, $"{{{RedisBench.Key}}}:ids");
        await _redis.SayAsync(RedisBench.NewRun(), "repaired");
        Assert.Empty(_redis.Health.Problems);
    }

    [Fact]
    [Trait("Req", "CX-9")]
    public async Task Every_save_and_load_is_logged_with_key_and_number_of_turns_and_measured()
    {
        using var durations = new Measured(_redis.Meters, "holdfast.redis.operation.duration");
        using var turns = new Measured(_redis.Meters, "holdfast.memory.turns");
        await _redis.SayAsync(RedisBench.NewRun(), "secret one", "two");
        await _redis.HeardAsync();

        Assert.Equal(
            [$"Memory: {RedisBench.Key} saved, 2 new turns, 2 in all", $"Memory: {RedisBench.Key} loaded, 2 turns"], _redis.MemoryLogs.Lines.Select(line => line.Text));
        Assert.Equal(["operation=save result=ok", "operation=load result=ok"], durations.Values.Select(value => value.Tags));
        Assert.Equal([(2, "operation=save"), (2, "operation=load")], turns.Values);
    }

    [Fact]
    [Trait("Req", "CX-6")]
    public async Task All_operations_share_one_connection()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _redis.SayAsync(RedisBench.NewRun(), $"{i}")));
        var clients = (await _server.CommandAsync("CLIENT", "LIST")).Split('\n');
        Assert.Single(clients, client => client.Contains("name=holdfast", StringComparison.Ordinal));
    }

    private async Task<int> CountAsync() => System.Text.Json.JsonDocument.Parse(await _server.CommandAsync("GET", RedisBench.Key)).RootElement.GetArrayLength();
}
