using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.Events;
using Holdfast.Slack.SocketMode;
using Holdfast.Slack.Tests.Support;

namespace Holdfast.Slack.Tests.SocketMode;

/// <summary>What happens to frames and acknowledgements on one connection.</summary>
[Trait("Req", "RS-1")]
public sealed class EnvelopeTests
{
    [Fact]
    public async Task An_envelope_is_handed_over_whole_and_acknowledged_on_its_connection()
    {
        await using var slack = await FakeSlack.StartAsync();
        var taken = new ConcurrentQueue<SlackEnvelope>();
        await using var run = new Running(slack.Supervisor(Handler.Into(taken)));
        var socket = await slack.NextSocketAsync();

        await socket.SendAsync("""
            {"payload":{"a":[1,{"b":"ü"}], "envelope_id":"no"},"retry_reason":"timeout","retry_attempt":2,"new":{"envelope_id":"no"},"accepts_response_payload":true,"type":"interactive","envelope_id":"e-1"}
            """);
        await slack.AckedAsync("e-1");

        var envelope = Assert.Single(taken);
        Assert.Equal(("e-1", "interactive", 2, "timeout", true),
            (envelope.DeliveryId, envelope.Type, envelope.RetryAttempt, envelope.RetryReason, envelope.AcceptsAnswer));
        Assert.Equal("""{"a":[1,{"b":"ü"}], "envelope_id":"no"}""", Encoding.UTF8.GetString(envelope.Payload.Span));
    }

    [Fact]
    public async Task However_deep_an_envelope_is_nested_it_is_handed_over_and_acknowledged()
    {
        await using var slack = await FakeSlack.StartAsync();
        var taken = new ConcurrentQueue<SlackEnvelope>();
        await using var run = new Running(slack.Supervisor(Handler.Into(taken)));
        var socket = await slack.NextSocketAsync();
        var attachments = string.Concat(Enumerable.Repeat("""[{"message_blocks":""", 200)) + "[]" + string.Concat(Enumerable.Repeat("}]", 200));

        await socket.SendAsync($$"""{"envelope_id":"deep","type":"events_api","payload":{"type":"event_callback","event_id":"Ev1","event":{"type":"message","attachments":{{attachments}},"text":"hi"} } }""");
        await slack.AckedAsync("deep");

        Assert.True(EventPeek.TryRead(Assert.Single(taken).Payload.Span, out var summary));
        Assert.Equal(("message", "hi", "Ev1"), (summary.EventType, summary.Text, summary.EventId));
    }

    [Fact]
    public async Task Acknowledgements_are_minimal_and_carry_the_handlers_answer()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var run = new Running(slack.Supervisor(new Handler((envelope, _) => ValueTask.FromResult(
            envelope.DeliveryId == "plain" ? SlackAck.Ok : SlackAck.WithPayload("""{"response_action":"clear"}"""u8.ToArray())))));
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync(FakeSocket.Envelope("plain"));
        await socket.SendAsync(FakeSocket.Envelope("with \\\" quote"));

        Assert.Equal("""{"envelope_id":"plain"}""", (await slack.AckLog.Reader.NextAsync()).Json);
        Assert.Equal("""{"envelope_id":"with \" quote","payload":{"response_action":"clear"}}""", (await slack.AckLog.Reader.NextAsync()).Json);
        Assert.Throws<ArgumentException>(() => SlackAck.WithPayload("[]"u8.ToArray()));
        Assert.Throws<ArgumentException>(() => SlackAck.WithPayload("{"u8.ToArray()));
    }

    [Fact]
    public async Task Envelopes_are_handed_over_in_order_and_run_concurrently()
    {
        await using var slack = await FakeSlack.StartAsync();
        var arrived = Channel.CreateUnbounded<string>();
        var gates = new ConcurrentDictionary<string, TaskCompletionSource>();
        await using var run = new Running(slack.Supervisor(new Handler(async (envelope, _) =>
        {
            var gate = gates.GetOrAdd(envelope.DeliveryId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            arrived.Writer.TryWrite(envelope.DeliveryId);
            await gate.Task;
            return SlackAck.Ok;
        })));
        var socket = await slack.NextSocketAsync();
        for (var i = 0; i < 100; i++)
            await socket.SendAsync(FakeSocket.Envelope($"e{i}"));
        for (var i = 0; i < 100; i++)
            Assert.Equal($"e{i}", await arrived.Reader.NextAsync());
        Assert.Empty(slack.Acks);

        // All hundred are in work at once; the last may finish first.
        for (var i = 99; i >= 0; i--)
        {
            gates[$"e{i}"].SetResult();
            Assert.Equal($"e{i}", (await slack.AckLog.Reader.NextAsync()).Id);
        }
    }

    [Fact, Trait("Req", "RS-16")]
    public async Task No_more_than_the_limit_are_in_work_at_once()
    {
        await using var slack = await FakeSlack.StartAsync();
        var arrived = Channel.CreateUnbounded<string>();
        using var release = new SemaphoreSlim(0);
        var inWork = 0;
        var most = 0;
        await using var run = new Running(slack.Supervisor(
            new Handler(async (envelope, _) =>
            {
                var now = Interlocked.Increment(ref inWork);
                InterlockedMax(ref most, now);
                arrived.Writer.TryWrite(envelope.DeliveryId);
                await release.WaitAsync(CancellationToken.None);
                Interlocked.Decrement(ref inWork);
                return SlackAck.Ok;
            }),
            options => options.MaxInFlight = 3));
        var socket = await slack.NextSocketAsync();
        for (var i = 0; i < 10; i++)
            await socket.SendAsync(FakeSocket.Envelope($"e{i}"));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal($"e{i}", await arrived.Reader.NextAsync());
            if (i >= 2)
                release.Release();
        }

        release.Release(2);
        await slack.AckedAsync("e9");
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_handler_that_throws_or_withholds_leaves_its_envelope_unacknowledged_and_others_alone()
    {
        await using var slack = await FakeSlack.StartAsync();
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(
            new Handler(async (envelope, _) =>
            {
                if (envelope.DeliveryId == "sync")
                    throw new InvalidOperationException("at once");
                await Task.Yield();
                return envelope.DeliveryId switch
                {
                    "async" => throw new InvalidOperationException("later"),
                    "withheld" => SlackAck.Withheld,
                    _ => SlackAck.Ok,
                };
            }),
            observer: observer));
        var socket = await slack.NextSocketAsync();
        foreach (var id in new[] { "sync", "async", "withheld", "good" })
            await socket.SendAsync(FakeSocket.Envelope(id));
        await slack.AckedAsync("good");
        for (var failed = 0; failed < 3; failed++)
            await observer.SeesAsync("handler failed 1");
        Assert.Equal(["good"], slack.Acks.Keys);
        Assert.Equal(1, run.Supervisor.OpenConnections);
    }

    [Fact]
    public async Task Odd_frames_are_passed_over_and_the_connection_stays()
    {
        await using var slack = await FakeSlack.StartAsync();
        var observer = new Observer();
        var logs = new RecordingLogs();
        await using var run = new Running(slack.Supervisor(Handler.Ok, options => options.MaxFrameBytes = 100_000, logs, observer));
        var socket = await slack.NextSocketAsync();

        await socket.SendAsync("UNAUTHENTICATED: cache_error");
        await observer.SeesAsync("ignored malformed");
        await socket.SendAsync("""{"envelope_id":"cut","payload":{"private":""");
        await observer.SeesAsync("ignored malformed");
        await socket.SendAsync("[1,2]");
        await observer.SeesAsync("ignored malformed");
        await socket.SendAsync("");
        await observer.SeesAsync("ignored malformed");
        await socket.SendAsync("""{"type":"brand_new","x":"private"}""");
        await observer.SeesAsync("ignored unknown");
        await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"huge","x":["{{new string('x', 150_000)}}"],"payload":{"envelope_id":"no"} }"""), pieces: 7);
        await observer.SeesAsync("ignored oversized");
        await socket.SendAsync("""{"envelope_id":"unknown-type","type":"brand_new","payload":{}}""");
        await slack.AckedAsync("unknown-type");
        await socket.SendAsync("""{"envelope_id":"first","type":"x","envelope_id":"last","payload":{"a":1},"payload":{"a":2}}""");
        await slack.AckedAsync("last");

        Assert.Equal(["last", "unknown-type"], slack.Acks.Keys.Order());
        Assert.Equal(1, slack.Opens);
        Assert.DoesNotContain("private", logs.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000_000, 1)]
    [InlineData(1_000_000, 100)]
    [InlineData(3_900_000, 3)]
    [InlineData(10, 40)]
    public async Task Large_and_fragmented_frames_arrive_whole(int size, int pieces)
    {
        await using var slack = await FakeSlack.StartAsync();
        var lengths = new ConcurrentQueue<int>();
        await using var run = new Running(slack.Supervisor(new Handler((envelope, _) =>
        {
            lengths.Enqueue(envelope.Payload.Length);
            return ValueTask.FromResult(SlackAck.Ok);
        })));
        var socket = await slack.NextSocketAsync();
        var payload = $$"""{"x":"{{new string('x', size)}}"}""";
        await socket.SendAsync(Encoding.UTF8.GetBytes(FakeSocket.Envelope("big", payload)), pieces);
        await socket.SendAsync(FakeSocket.Envelope("after", "{}"));
        await slack.AckedAsync("after");
        await slack.AckedAsync("big");
        Assert.Equal([payload.Length, 2], lengths);
    }

    [Theory]
    [InlineData("""{"envelope_id":"huge","payload":PAYLOAD,"type":"events_api"}""", 5)]
    [InlineData("""{"payload":PAYLOAD,"type":"events_api","retry_attempt":0,"envelope_id":"huge"}""", 5)]
    [InlineData("""{ "type" : "events_api" , "payload" : PAYLOAD , "envelope_id" : "huge" }""", 1_000)]
    [InlineData("""{"x":["envelope_id","no"],"envelope_id":"no","payload":PAYLOAD,"type":"events_api","envelope_id":"huge"}""", 5)]
    [Trait("Req", "RS-3")]
    public async Task More_than_four_mebibytes_are_acknowledged_without_their_payload(string frame, int pieces)
    {
        await using var slack = await FakeSlack.StartAsync();
        var taken = new ConcurrentQueue<SlackEnvelope>();
        await using var run = new Running(slack.Supervisor(Handler.Into(taken)));
        var socket = await slack.NextSocketAsync();
        var payload = $$"""{"envelope_id":"no","text":"\"envelope_id\":\"no\" \\","x":"{{new string('x', 5_000_000)}}","type":"no"}""";
        var json = Encoding.UTF8.GetBytes(frame.Replace("PAYLOAD", payload, StringComparison.Ordinal));
        await socket.SendAsync(json, pieces);
        await socket.SendAsync(FakeSocket.Envelope("after"));
        await slack.AckedAsync("after");
        await slack.AckedAsync("huge");

        Assert.Equal(["after", "huge"], slack.Acks.Keys.Order());
        var huge = taken.Single(envelope => envelope.DeliveryId == "huge");
        Assert.Equal(("events_api", json.Length, 0), (huge.Type, huge.OversizedLength, huge.Payload.Length));
        Assert.Null(taken.Single(envelope => envelope.DeliveryId == "after").OversizedLength);
        Assert.Equal(1, slack.Opens);
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_frame_behind_a_byte_order_mark_is_read()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var run = new Running(slack.Supervisor(Handler.Ok));
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync("\ufeff" + FakeSocket.Envelope("marked"));
        await slack.AckedAsync("marked");
    }

    [Theory]
    [InlineData("""{"a":"\ud83d\ude00 \u00fc \n \\ud83d"}""", """{"a":"\ud83d\ude00 \u00fc \n \\ud83d"}""")]
    [InlineData("""{"a":"cut \ud83d"}""", """{"a":"cut \ufffd"}""")]
    [InlineData("""{"a":"\uDE00 tail"}""", """{"a":"\ufffd tail"}""")]
    [InlineData("""{"a":"\ud83d\ud83d\ude00\ude00"}""", """{"a":"\ufffd\ud83d\ude00\ufffd"}""")]
    [InlineData("""{"a":"\ud83dx\ude00\ud83d\u0041\\\ud83d"}""", """{"a":"\ufffdx\ufffd\ufffd\u0041\\\ufffd"}""")]
    [InlineData("""{"\ud83d":1}""", """{"\ufffd":1}""")]
    [Trait("Req", "RS-3")]
    public async Task Half_of_a_surrogate_pair_makes_nothing_unreadable(string payload, string read)
    {
        await using var slack = await FakeSlack.StartAsync();
        var taken = new ConcurrentQueue<SlackEnvelope>();
        await using var run = new Running(slack.Supervisor(Handler.Into(taken)));
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync(FakeSocket.Envelope("e1", payload));
        await slack.AckedAsync("e1");
        Assert.Equal(read, Encoding.UTF8.GetString(Assert.Single(taken).Payload.Span));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Another thread was faster.
        }
    }
}
