using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.SocketMode;
using Holdfast.Slack.Tests.Support;

namespace Holdfast.Slack.Tests.SocketMode;

/// <summary>Who returned an acknowledgement learns once whether it went out.</summary>
[Trait("Req", "RS-1")]
public sealed class ReceiptTests
{
    [Fact]
    public async Task It_is_told_true_when_the_frame_was_written()
    {
        await using var slack = await FakeSlack.StartAsync();
        var receipts = Channel.CreateUnbounded<bool>();
        await using (var run = new Running(slack.Supervisor(new Handler((_, _) => ValueTask.FromResult(
            SlackAck.WithPayload("{}"u8.ToArray()).WithReceipt(sent => receipts.Writer.TryWrite(sent)))))))
        {
            var socket = await slack.NextSocketAsync();
            await socket.SendAsync(FakeSocket.Envelope("e1"));
            Assert.True(await receipts.Reader.NextAsync());
            Assert.Equal("""{"envelope_id":"e1","payload":{}}""", (await slack.AckLog.Reader.NextAsync()).Json);
        }

        Assert.False(receipts.Reader.TryRead(out _));
    }

    [Fact]
    public async Task It_is_told_false_when_the_connection_ended_before_the_handler_was_done()
    {
        await using var slack = await FakeSlack.StartAsync();
        var observer = new Observer();
        var working = new TaskCompletionSource();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var receipts = Channel.CreateUnbounded<bool>();
        await using (var run = new Running(slack.Supervisor(
            new Handler(async (_, _) =>
            {
                working.TrySetResult();
                await release.Task;
                return SlackAck.Ok.WithReceipt(sent => receipts.Writer.TryWrite(sent));
            }),
            observer: observer)))
        {
            var socket = await slack.NextSocketAsync();
            await socket.SendAsync(FakeSocket.Envelope("e1"));
            await working.Task.Soon();
            socket.Abort();
            await observer.SeesAsync("lost 1 dead");
            release.SetResult();
            Assert.False(await receipts.Reader.NextAsync());
        }

        Assert.False(receipts.Reader.TryRead(out _));
        Assert.Empty(slack.Acks);
    }

    [Fact]
    public async Task One_that_throws_ends_nothing()
    {
        await using var slack = await FakeSlack.StartAsync();
        var logs = new RecordingLogs();
        await using (var run = new Running(slack.Supervisor(
            new Handler((_, _) => ValueTask.FromResult(SlackAck.Ok.WithReceipt(_ => throw new InvalidOperationException("mistake")))), logs: logs)))
        {
            var socket = await slack.NextSocketAsync();
            await socket.SendAsync(FakeSocket.Envelope("e1"));
            await socket.SendAsync(FakeSocket.Envelope("e2"));
            await slack.AckedAsync("e2");
            Assert.Equal(1, slack.Opens);
        }

        Assert.Equal(2, logs.Lines.Count(line => line.StartsWith("Error 1114", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_second_one_is_refused()
    {
        var ack = SlackAck.Ok.WithReceipt(_ => { });
        Assert.Throws<InvalidOperationException>(() => ack.WithReceipt(_ => { }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_connection_that_breaks_tells_each_one_once(int brokenAt)
    {
        using var socket = new BreakingSocket(brokenAt);
        var settled = new ConcurrentQueue<(string, bool)>();
        // Room for one: the third and fourth wait for it, and learn it through the closed queue.
        var writer = new AckWriter(socket, capacity: 1, (ack, sent) => ack.Tell(sent));
        var sends = new List<Task>();
        foreach (var id in new[] { "a", "b", "c", "d" })
            sends.Add(writer.SendAsync(id, SlackAck.Ok.WithReceipt(sent => settled.Enqueue((id, sent)))).AsTask());
        Assert.False(await writer.RunAsync().Soon());
        await Task.WhenAll(sends).Soon();
        await writer.SendAsync("e", SlackAck.Ok.WithReceipt(sent => settled.Enqueue(("e", sent)))).AsTask().Soon();

        string[] ids = ["a", "b", "c", "d", "e"];
        Assert.Equal(ids.Select((id, i) => (id, i + 1 < brokenAt)), settled.Order());
    }

    [Fact]
    public async Task One_that_waits_for_room_learns_that_the_connection_closed()
    {
        using var socket = new BreakingSocket(brokenAt: int.MaxValue);
        var settled = new ConcurrentQueue<(string, bool)>();
        var writer = new AckWriter(socket, capacity: 1, (ack, sent) => ack.Tell(sent));
        await writer.SendAsync("a", SlackAck.Ok.WithReceipt(sent => settled.Enqueue(("a", sent))));
        var waiting = writer.SendAsync("b", SlackAck.Ok.WithReceipt(sent => settled.Enqueue(("b", sent)))).AsTask();
        writer.Complete();
        await waiting.Soon();
        Assert.True(await writer.RunAsync().Soon());
        Assert.Equal([("b", false), ("a", true)], settled);
    }

    /// <summary>A socket whose nth send fails, as one does whose peer has gone.</summary>
    private sealed class BreakingSocket(int brokenAt) : WebSocket
    {
        private int _sends;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort()
        {
        }

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Dispose()
        {
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            ++_sends >= brokenAt ? throw new WebSocketException("gone") : Task.CompletedTask;
    }
}
