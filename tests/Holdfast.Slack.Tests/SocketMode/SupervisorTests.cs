using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.SocketMode;
using Holdfast.Slack.Tests.Support;

namespace Holdfast.Slack.Tests.SocketMode;

/// <summary>How connections come and go.</summary>
[Trait("Req", "RS-1")]
public sealed class SupervisorTests
{
    private const string InternalError = """{"ok":false,"error":"internal_error"}""";

    [Fact]
    public async Task As_many_connections_as_wanted_are_kept_and_told()
    {
        await using var slack = await FakeSlack.StartAsync();
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Handler.Ok, options => options.Connections = 3, observer: observer));
        for (var i = 1; i <= 3; i++)
            await slack.NextSocketAsync();
        await observer.SeesAllAsync("opened 1", "opened 2", "opened 3");

        await UntilAsync(run, supervisor => supervisor.OpenConnections == 3);
        Assert.All(run.Supervisor.Connections, status =>
        {
            Assert.Equal(SocketModeConnectionState.Open, status.State);
            Assert.NotNull(status.LastFrameAt);
            Assert.NotNull(status.NumConnections);
            Assert.Equal(0, status.FailuresInRow);
        });
        Assert.Equal([1, 2, 3], run.Supervisor.Connections.Select(status => status.Number).Order());
        Assert.NotNull(run.Supervisor.LastHeardAt);
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    [InlineData("a_new_reason")]
    public async Task A_replacement_says_hello_before_the_old_connection_goes(string reason)
    {
        await using var slack = await FakeSlack.StartAsync();
        var greet = new TaskCompletionSource();
        slack.Greeting = n => n == 1 ? """{"type":"hello"}""" : null;
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Handler.Ok, observer: observer));
        var old = await slack.NextSocketAsync();
        await observer.SeesAsync("opened 1");

        await old.DisconnectAsync(reason);
        var next = await slack.NextSocketAsync();
        // The replacement is connected but has not said hello: the old one goes on.
        await old.SendAsync(FakeSocket.Envelope("meanwhile"));
        await slack.AckedAsync("meanwhile");
        Assert.Equal(1, run.Supervisor.OpenConnections);
        Assert.False(old.Ended.IsCompleted);

        await next.SendAsync("""{"type":"hello"}""");
        await observer.SeesAsync("opened 2");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await old.Ended.Soon());
        await observer.SeesAsync("lost 1 clean");
        await next.SendAsync(FakeSocket.Envelope("after"));
        await slack.AckedAsync("after");
        Assert.Equal(1, run.Supervisor.OpenConnections);
    }

    [Fact]
    public async Task A_replaced_connection_takes_envelopes_for_as_long_as_it_has_others_in_hand()
    {
        await using var slack = await FakeSlack.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var working = new TaskCompletionSource();
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(
            new Handler(async (envelope, _) =>
            {
                if (envelope.DeliveryId == "slow")
                {
                    working.SetResult();
                    await release.Task;
                }

                return SlackAck.Ok;
            }),
            observer: observer));
        var old = await slack.NextSocketAsync();
        await old.SendAsync(FakeSocket.Envelope("slow"));
        await working.Task.Soon();
        await old.DisconnectAsync("refresh_requested");
        await observer.SeesAsync("opened 2");
        await UntilAsync(run, supervisor => supervisor.Connections.Any(status => status.State == SocketModeConnectionState.Draining));

        await old.SendAsync(FakeSocket.Envelope("late"));
        await slack.AckedAsync("late");
        release.SetResult();
        await slack.AckedAsync("slow");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await old.Ended.Soon());
    }

    [Fact]
    public async Task Refreshes_leave_an_open_connection_at_every_instant_and_lose_nothing()
    {
        const int Refreshes = 20;
        await using var slack = await FakeSlack.StartAsync();
        var open = new OpenCounter();
        await using var run = new Running(slack.Supervisor(
            new Handler(async (_, _) =>
            {
                await Task.Yield();
                return SlackAck.Ok;
            }),
            observer: open));
        var current = await slack.NextSocketAsync();
        await open.First.Task.Soon();

        // Slack's side: a stream of envelopes to a living socket; what it does not see acknowledged it sends again.
        using var stop = new CancellationTokenSource();
        var sent = new ConcurrentDictionary<string, byte>();
        var streaming = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var id = $"e{i}";
                sent[id] = 0;
                try
                {
                    await Volatile.Read(ref current).SendAsync(FakeSocket.Envelope(id));
                }
                catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or ObjectDisposedException or OperationCanceledException)
                {
                    // This socket has just been closed by the client; sent again below.
                }

                await Task.Yield();
            }
        });
        for (var i = 0; i < Refreshes; i++)
        {
            var old = current;
            await old.DisconnectAsync("refresh_requested");
            Volatile.Write(ref current, await slack.NextSocketAsync());
            await old.Ended.Soon();
        }

        await stop.CancelAsync();
        await streaming.Soon();
        foreach (var id in sent.Keys.Where(id => !slack.Acks.ContainsKey(id)))
        {
            await current.SendAsync(FakeSocket.Envelope(id));
            await slack.AckedAsync(id);
        }

        Assert.Equal(1, open.Least);
        Assert.True(sent.Count > Refreshes, "Envelopes were streaming.");
    }

    [Fact]
    public async Task A_silent_peer_is_noticed_within_ten_seconds()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var relay = new TcpRelay(slack.Port);
        slack.LinkPort = relay.Port;
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Handler.Ok, observer: observer));
        await slack.NextSocketAsync();
        await observer.SeesAsync("opened 1");

        var watch = Stopwatch.StartNew();
        relay.Freeze();
        await observer.SeesAsync("lost 1 dead");
        var noticed = watch.Elapsed;
        relay.Thaw();
        await slack.NextSocketAsync();
        await observer.SeesAsync("opened 2");
        Assert.True(noticed < TimeSpan.FromSeconds(30), $"Noticed after {noticed}.");
        var defaults = new SocketModeOptions();
        Assert.InRange(defaults.KeepAliveInterval + defaults.KeepAliveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_quiet_connection_that_answers_pings_stays()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var run = new Running(slack.Supervisor(Handler.Ok, options =>
        {
            options.KeepAliveInterval = TimeSpan.FromMilliseconds(100);
            options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        }));
        var socket = await slack.NextSocketAsync();
        // Twenty times the ping interval of silence: real time is what this is about.
        await Task.WhenAny(socket.Ended, Task.Delay(TimeSpan.FromSeconds(2)));
        await socket.SendAsync(FakeSocket.Envelope("still-here"));
        await slack.AckedAsync("still-here");
        Assert.Equal(1, slack.Opens);
    }

    [Fact]
    public async Task Back_pressure_within_the_ping_limit_keeps_the_connection()
    {
        await using var slack = await FakeSlack.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = new Running(slack.Supervisor(
            new Handler(async (_, _) =>
            {
                await release.Task;
                return SlackAck.Ok;
            }),
            options =>
            {
                options.MaxInFlight = 1;
                options.KeepAliveInterval = TimeSpan.FromMilliseconds(200);
            }));
        var socket = await slack.NextSocketAsync();
        for (var i = 0; i < 5; i++)
            await socket.SendAsync(FakeSocket.Envelope($"e{i}"));
        await Task.WhenAny(socket.Ended, Task.Delay(TimeSpan.FromSeconds(2)));
        release.SetResult();
        await slack.AckedAsync("e4");
        Assert.Equal(1, slack.Opens);
    }

    [Theory]
    [InlineData(200, InternalError, "internal_error")]
    [InlineData(200, """{"ok":false,"error":"fatal_error"}""", "fatal_error")]
    [InlineData(200, """{"ok":false,"error":"some_new_error"}""", "some_new_error")]
    [InlineData(200, """{"ok":true,"url":"http://127.0.0.1/"}""", "invalid_response")]
    [InlineData(200, """{"ok":true}""", "invalid_response")]
    [InlineData(429, """{"ok":false,"error":"ratelimited"}""", "ratelimited")]
    [InlineData(503, "<html>", "http_503")]
    public async Task No_error_answer_ends_the_attempts(int status, string body, string error)
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Open = n => n is 1 or > 2 and < 6 ? (status, body) : null;
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Handler.Ok, observer: observer));
        await observer.SeesAsync($"attempt failed {error}");
        var first = await slack.NextSocketAsync();
        await observer.SeesAsync("opened 1");
        first.Abort();
        await observer.SeesAsync("lost 1 dead");
        for (var i = 0; i < 3; i++)
            await observer.SeesAsync($"attempt failed {error}");
        await slack.NextSocketAsync();
        await observer.SeesAsync("opened 2");
    }

    [Fact]
    public async Task A_refused_websocket_or_an_early_end_is_tried_again()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Greeting = n => n <= 2 ? null : """{"type":"hello"}""";
        slack.Open = n => n == 1 ? (200, $$"""{"ok":true,"url":"ws://127.0.0.1:{{slack.Port}}/link/?ticket=used"}""") : null;
        var observer = new Observer();
        var logs = new RecordingLogs();
        await using var run = new Running(slack.Supervisor(Handler.Ok, observer: observer, logs: logs));
        await observer.SeesAsync("attempt failed network");
        (await slack.NextSocketAsync()).Abort();
        await observer.SeesAsync("attempt failed network");
        await (await slack.NextSocketAsync()).CloseAsync();
        await observer.SeesAsync("attempt failed closed");
        await slack.NextSocketAsync();
        await observer.SeesAsync("opened 3");
        Assert.DoesNotContain("secret", logs.All, StringComparison.Ordinal);
        Assert.DoesNotContain("ticket", logs.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_without_hello_is_given_up()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Greeting = n => n == 1 ? null : """{"type":"hello"}""";
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Handler.Ok, options => options.HelloTimeout = TimeSpan.FromMilliseconds(200), observer: observer));
        await observer.SeesAsync("attempt failed no_hello");
        var silent = await slack.NextSocketAsync();
        await silent.Ended.Soon();
        await observer.SeesAsync("opened 2");
    }

    [Fact]
    public async Task Too_many_websockets_holds_one_slot_back_and_leaves_the_other_alone()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Greeting = n => n is 2 or 3 ? """{"type":"disconnect","reason":"too_many_websockets"}""" : """{"type":"hello"}""";
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Handler.Ok, options => options.Connections = 2, observer: observer));
        var first = await slack.NextSocketAsync();

        // Two that connect at once may be greeted in either order.
        while (first.Number != 1)
            first = await slack.NextSocketAsync();
        await UntilAsync(run, supervisor => supervisor.OpenConnections == 1);
        await observer.SeesAsync("attempt failed too_many_websockets");
        await first.SendAsync(FakeSocket.Envelope("works"));
        await slack.AckedAsync("works");
        await observer.SeesAsync("attempt failed too_many_websockets");
        Assert.False(first.Ended.IsCompleted);
        await UntilAsync(run, supervisor => supervisor.OpenConnections == 2);
    }

    [Fact]
    public async Task Link_disabled_instead_of_the_first_hello_ends_it_in_order()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Greeting = _ => """{"type":"disconnect","reason":"link_disabled"}""";
        await using var run = new Running(slack.Supervisor(Handler.Ok));
        var stopped = await run.StoppedAsync();
        Assert.Equal("link_disabled", stopped.Reason);
        Assert.Contains("settings", stopped.Message, StringComparison.Ordinal);
        Assert.Equal(0, run.Supervisor.OpenConnections);
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("token_revoked")]
    [InlineData("not_allowed_token_type")]
    public async Task A_token_that_never_worked_ends_it(string error)
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Open = _ => (200, $$"""{"ok":false,"error":"{{error}}"}""");
        await using var run = new Running(slack.Supervisor(Handler.Ok));
        var stopped = await run.StoppedAsync();
        Assert.Equal(error, stopped.Reason);
        Assert.IsType<SlackException>(stopped.InnerException);
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("not_authed")]
    [InlineData("token_revoked")]
    [InlineData("account_inactive")]
    [InlineData("team_access_not_granted")]
    [InlineData("feature_not_enabled")]
    [Trait("Req", "RS-24")]
    public async Task A_refusal_of_what_had_worked_is_tried_again_and_leaves_the_other_connection_alone(string error)
    {
        await using var slack = await FakeSlack.StartAsync();
        var refuses = 0;
        slack.Open = _ => Volatile.Read(ref refuses) > 0 ? (200, $$"""{"ok":false,"error":"{{error}}"}""") : null;
        var observer = new Observer();
        var logs = new RecordingLogs();
        await using var run = new Running(slack.Supervisor(Handler.Ok, options => options.Connections = 2, logs, observer));
        var first = await slack.NextSocketAsync();
        var second = await slack.NextSocketAsync();
        await observer.SeesAllAsync("opened 1", "opened 2");

        Volatile.Write(ref refuses, 1);
        first.Abort();
        await observer.SeesDeadAsync();
        for (var i = 0; i < 3; i++)
            await observer.SeesAsync($"attempt failed {error}");
        var refused = Assert.Single(run.Supervisor.Connections, status => status.Refusal is not null);
        await second.SendAsync(FakeSocket.Envelope("meanwhile"));
        await slack.AckedAsync("meanwhile");
        Volatile.Write(ref refuses, 0);
        await slack.NextSocketAsync();
        await observer.SeesAsync("opened 3");

        Assert.Equal(error, refused.Refusal!.Reason);
        Assert.Contains(error, refused.Refusal.Remedy, StringComparison.Ordinal);
        Assert.Contains("Critical", logs.All, StringComparison.Ordinal);
        Assert.False(second.Ended.IsCompleted);
        await UntilAsync(run, supervisor => supervisor.OpenConnections == 2 && supervisor.Connections.All(status => status.Refusal is null));
    }

    /// <summary>Or people would go on mending what is mended, while it is the network.</summary>
    [Fact]
    [Trait("Req", "RS-24")]
    public async Task A_refusal_that_another_failure_has_followed_is_told_no_more()
    {
        await using var slack = await FakeSlack.StartAsync();
        var failure = 0;
        slack.Open = _ => Volatile.Read(ref failure) switch
        {
            0 => null,
            1 => (200, """{"ok":false,"error":"feature_not_enabled"}"""),
            _ => (503, "<html>"),
        };
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Handler.Ok, observer: observer));
        var socket = await slack.NextSocketAsync();
        await observer.SeesAsync("opened 1");

        Volatile.Write(ref failure, 1);
        socket.Abort();
        await observer.SeesAsync("attempt failed feature_not_enabled");
        Assert.Contains(run.Supervisor.Connections, status => status.Refusal is not null);
        Volatile.Write(ref failure, 2);
        await observer.SeesAsync("attempt failed http_503");
        Assert.All(run.Supervisor.Connections, status => Assert.Null(status.Refusal));
    }

    [Fact]
    [Trait("Req", "RS-24")]
    public async Task A_link_that_is_switched_off_and_on_again_comes_back()
    {
        await using var slack = await FakeSlack.StartAsync();
        var isOff = 0;
        slack.Greeting = _ => Volatile.Read(ref isOff) > 0 ? """{"type":"disconnect","reason":"link_disabled"}""" : """{"type":"hello"}""";
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Handler.Ok, observer: observer));
        var first = await slack.NextSocketAsync();
        await observer.SeesAsync("opened 1");

        Volatile.Write(ref isOff, 1);
        await first.DisconnectAsync("link_disabled");
        for (var i = 0; i < 3; i++)
            await observer.SeesAsync("attempt failed link_disabled");
        var refused = Assert.Single(run.Supervisor.Connections, status => status.State != SocketModeConnectionState.Draining).Refusal;
        Volatile.Write(ref isOff, 0);
        await observer.SeesAsync(happening => happening.StartsWith("opened", StringComparison.Ordinal));

        Assert.Equal("link_disabled", refused?.Reason);

        // It opens a moment before it takes the place of the one that was refused.
        await UntilAsync(run, supervisor => supervisor.OpenConnections == 1 && supervisor.Connections.All(status => status.Refusal is null));
    }

    [Fact]
    public async Task Stopping_waits_for_what_was_taken_in_and_acknowledges_it()
    {
        await using var slack = await FakeSlack.StartAsync();
        var working = new TaskCompletionSource();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = new Running(slack.Supervisor(new Handler(async (_, _) =>
        {
            working.TrySetResult();
            await release.Task;
            return SlackAck.Ok;
        })));
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync(FakeSocket.Envelope("e1"));
        await working.Task.Soon();

        var stopping = run.StopAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await slack.AckedAsync("e1");
        await stopping;
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await socket.Ended.Soon());
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_ever_for_a_handler()
    {
        await using var slack = await FakeSlack.StartAsync();
        var working = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var run = new Running(slack.Supervisor(
            new Handler(async (_, token) =>
            {
                working.TrySetResult();
                using var __ = token.Register(() => cancelled.TrySetResult());
                await Task.Delay(Timeout.Infinite, token);
                return SlackAck.Ok;
            }),
            options => options.DrainTimeout = TimeSpan.FromMilliseconds(100)));
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync(FakeSocket.Envelope("e1"));
        await working.Task.Soon();
        await run.StopAsync();
        await cancelled.Task.Soon();
        Assert.Empty(slack.Acks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_outlives_the_connection_of_its_envelope(bool politely)
    {
        await using var slack = await FakeSlack.StartAsync();
        var observer = new Observer();
        var working = new TaskCompletionSource();
        var finished = new TaskCompletionSource();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = new Running(slack.Supervisor(
            new Handler(async (envelope, token) =>
            {
                if (envelope.DeliveryId != "e1")
                    return SlackAck.Ok;
                working.TrySetResult();
                await release.Task;
                token.ThrowIfCancellationRequested();
                finished.SetResult();
                return SlackAck.Ok;
            }),
            observer: observer));
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync(FakeSocket.Envelope("e1"));
        await working.Task.Soon();

        if (politely)
            await socket.CloseAsync();
        else
            socket.Abort();
        await observer.SeesAsync("lost 1 dead");
        var next = await slack.NextSocketAsync();
        release.SetResult();
        await finished.Task.Soon();
        await next.SendAsync(FakeSocket.Envelope("e2"));
        await slack.AckedAsync("e2");
        if (politely)
            await slack.AckedAsync("e1");
        else
            await observer.SeesAsync("ack lost 1");
    }

    [Fact]
    public async Task A_throwing_observer_ends_nothing()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var run = new Running(slack.Supervisor(Handler.Ok, observer: new ThrowingObserver()));
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync("nonsense");
        await socket.SendAsync(FakeSocket.Envelope("e1"));
        await slack.AckedAsync("e1");
    }

    [Fact]
    public async Task Nothing_fails_unobserved_through_a_storm_of_drops()
    {
        var unobserved = new ConcurrentQueue<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.ToString().Contains("Holdfast.Slack.SocketMode", StringComparison.Ordinal))
                unobserved.Enqueue(e.Exception);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await using var slack = await FakeSlack.StartAsync();
            slack.Greeting = n => n % 5 == 0 ? null : """{"type":"hello"}""";
            await using (new Running(slack.Supervisor(Handler.Ok, options =>
            {
                options.Connections = 3;
                options.HelloTimeout = TimeSpan.FromMilliseconds(50);
            })))
            {
                for (var i = 0; i < 30; i++)
                {
                    var socket = await slack.NextSocketAsync();
                    try
                    {
                        await socket.SendAsync(FakeSocket.Envelope($"e{i}"));
                        if (i % 3 == 0)
                            await socket.DisconnectAsync("warning");
                    }
                    catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or ObjectDisposedException or OperationCanceledException)
                    {
                        // The client was faster.
                    }

                    if (i % 3 != 0)
                        socket.Abort();
                }
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }
    }

    [Fact]
    public async Task It_runs_once_and_only_with_sane_settings()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var run = new Running(slack.Supervisor(Handler.Ok));
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.Supervisor.RunAsync(CancellationToken.None));
        Assert.ThrowsAny<ArgumentException>(() => slack.Supervisor(Handler.Ok, options => options.AppToken = ""));
        Assert.ThrowsAny<ArgumentException>(() => slack.Supervisor(Handler.Ok, options => options.Connections = 11));
        Assert.ThrowsAny<ArgumentException>(() => slack.Supervisor(Handler.Ok, options => options.MaxInFlight = 0));
    }

    /// <summary>For states that no event announces: looks again whenever the scheduler allows, within the one limit.</summary>
    private static async Task UntilAsync(Running run, Func<SocketModeSupervisor, bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition(run.Supervisor))
        {
            Assert.True(watch.Elapsed < Eventually.Limit, string.Join('\n', run.Supervisor.Connections));
            await Task.Yield();
        }
    }

    private sealed class OpenCounter : ISocketModeObserver
    {
        private readonly Lock _gate = new();
        private int _open;

        public TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Least { get; private set; } = int.MaxValue;

        public void OnOpened(int number)
        {
            lock (_gate)
                _open++;
            First.TrySetResult();
        }

        public void OnLost(int number, bool clean)
        {
            lock (_gate)
                Least = Math.Min(Least, --_open);
        }
    }

    private sealed class ThrowingObserver : ISocketModeObserver
    {
        public void OnOpened(int number) => throw new InvalidOperationException("opened");

        public void OnLost(int number, bool clean) => throw new InvalidOperationException("lost");

        public void OnEnvelope(int number, string type) => throw new InvalidOperationException("envelope");

        public void OnAcknowledged(int number) => throw new InvalidOperationException("acknowledged");

        public void OnFrameIgnored(int number, string reason) => throw new InvalidOperationException("ignored");
    }
}
