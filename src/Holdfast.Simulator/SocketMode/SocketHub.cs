using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Identity;

namespace Holdfast.Simulator.SocketMode;

/// <summary>
/// The app's Socket Mode connections: what is open, what has happened to them, and ways to make them fail. Everything that
/// happened stays on a timeline, so that a test can assert that there was never an instant without an open socket.
/// </summary>
public sealed class SocketHub
{
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromSeconds(18_060);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private readonly SocketModeOptions _options;
    private readonly TimeProvider _time;
    private readonly string _appId;
    private readonly Lock _gate = new();
    private readonly List<SocketConnection> _open = [];
    private readonly List<SocketConnection> _refused = [];
    private readonly SocketTimeline _timeline;
    private readonly List<(Func<SocketMoment, bool> Predicate, TaskCompletionSource<SocketMoment> Source)> _waiters = [];
    private Action<SocketMoment>? _listeners;
    private int _numbers;
    private volatile bool _disabled;

    internal SocketHub(SocketModeOptions options, TimeProvider time, IdSource ids, string appId)
    {
        _options = options;
        _time = time;
        _appId = appId;
        _timeline = new SocketTimeline(time);
        Tickets = new TicketOffice(options.TicketLifetime, time, ids);
        Dispatcher = new EnvelopeDispatcher(options, time, ids);
    }

    /// <summary>How many connections are open.</summary>
    public int OpenCount
    {
        get { lock (_gate) return _open.Count; }
    }

    /// <summary>The numbers of the open connections, oldest first.</summary>
    public IReadOnlyList<int> Open
    {
        get { lock (_gate) return [.. _open.Select(connection => connection.Number)]; }
    }

    /// <summary>Everything that happened to the connections, oldest first.</summary>
    public IReadOnlyList<SocketMoment> Timeline
    {
        get { lock (_gate) return _timeline.Moments; }
    }

    /// <summary>The latest envelopes, with each delivery and acknowledgement.</summary>
    public IReadOnlyList<EnvelopeRecord> Envelopes => Dispatcher.Records;

    /// <summary>Totals of envelopes.</summary>
    public EnvelopeCounters Counters => Dispatcher.Counters;

    /// <summary>Envelopes nobody could take yet.</summary>
    public int WaitingEnvelopes => Dispatcher.Waiting;

    /// <summary>Envelopes written or queued on a connection and not acknowledged.</summary>
    public int UnackedEnvelopes => Dispatcher.Unacked;

    /// <summary>Whether Socket Mode is switched off in the app's settings.</summary>
    public bool IsDisabled => _disabled;

    internal TicketOffice Tickets { get; }

    internal EnvelopeDispatcher Dispatcher { get; }

    /// <summary>The fewest connections that were open at any instant since <paramref name="since"/>.</summary>
    public int LowestOpenSince(DateTimeOffset since)
    {
        lock (_gate)
        {
            var before = _timeline.Moments.LastOrDefault(moment => moment.At <= since)?.Open ?? _open.Count;
            return _timeline.Moments.Where(moment => moment.At > since).Select(moment => moment.Open).Append(before).Min();
        }
    }

    /// <summary>Cuts TCP without a farewell: one connection, or all when <paramref name="connection"/> is null.</summary>
    /// <returns>How many were cut.</returns>
    public int Drop(int? connection = null) => ForEach(connection, "dropped", found => found.Abort());

    /// <summary>Makes connections half-open: TCP stays, nothing is sent or answered any more, not even pings.</summary>
    /// <returns>How many were frozen.</returns>
    public int Freeze(int? connection = null) => ForEach(connection, "frozen", found => found.Freeze());

    /// <summary>Tells connections to leave, as Slack does every few hours, and closes them later if they have not left.</summary>
    /// <param name="connection">One connection, or all when null.</param>
    /// <param name="reason"><c>warning</c> or <c>refresh_requested</c>.</param>
    /// <param name="closeAfter">When the server closes; default 10 s.</param>
    /// <returns>How many were told.</returns>
    public int Refresh(int? connection = null, string reason = "refresh_requested", TimeSpan? closeAfter = null) =>
        ForEach(connection, $"disconnect:{reason}", found => Disconnect(found, reason, closeAfter ?? TimeSpan.FromSeconds(10)));

    /// <summary>Closes connections in the ordinary WebSocket way, without a word before.</summary>
    /// <returns>How many are being closed.</returns>
    public int Close(int? connection = null) => ForEach(connection, "closing", found => found.BeginClose());

    /// <summary>
    /// Gives up on all that was not acknowledged, by sockets or by HTTP, as Slack does when nobody has taken an event for longer than it repeats it.
    /// </summary>
    /// <returns>How many envelopes were lost.</returns>
    public int LoseUndelivered() => Dispatcher.Lose();

    /// <summary>Switches Socket Mode off: all connections are told <c>link_disabled</c>, and no new one is given out.</summary>
    public void Disable()
    {
        _disabled = true;
        ForEach(connection: null, "disconnect:link_disabled", found => Disconnect(found, "link_disabled", TimeSpan.FromSeconds(2)));
    }

    /// <summary>Switches Socket Mode on again.</summary>
    public void Enable() => _disabled = false;

    /// <summary>Sends any text as a frame, such as the non-JSON lines that the real server sometimes sends.</summary>
    /// <returns>How many connections it went to.</returns>
    public int SendText(string text, int? connection = null)
    {
        var utf8 = SocketConnection.Utf8(text);
        return ForEach(connection, "text", found => found.EnqueueText(utf8));
    }

    /// <summary>Sends one frame of about <paramref name="bytes"/> bytes holding an unknown but well-formed message.</summary>
    /// <returns>How many connections it went to.</returns>
    public int SendHuge(int bytes, int? connection = null) =>
        SendText($$"""{"type":"huge","filler":"{{new string('x', Math.Max(0, bytes - 30))}}"}""", connection);

    /// <summary>Delivers an interaction (<c>block_actions</c>, <c>view_submission</c>, …); it is never sent again.</summary>
    /// <param name="payload">The interaction object.</param>
    /// <param name="acceptsResponse">Whether the acknowledgement may carry an answer.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The envelope once it was acknowledged or given up.</returns>
    public Task<EnvelopeRecord> SendInteractiveAsync(
        JsonElement payload, bool acceptsResponse = true, CancellationToken cancellationToken = default) =>
        SendOnceAsync(EnvelopeKind.Interactive, payload, acceptsResponse, cancellationToken);

    /// <summary>Delivers a slash command; it is never sent again.</summary>
    /// <param name="payload">The command's fields as a JSON object.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The envelope once it was acknowledged or given up.</returns>
    public Task<EnvelopeRecord> SendSlashCommandAsync(JsonElement payload, CancellationToken cancellationToken = default) =>
        SendOnceAsync(EnvelopeKind.SlashCommand, payload, acceptsResponse: true, cancellationToken);

    /// <summary>Awaits that exactly or at least <paramref name="count"/> connections are open.</summary>
    /// <exception cref="TimeoutException">It did not come to that within <paramref name="timeout"/> (default 60 s).</exception>
    public Task WaitForOpenAsync(int count = 1, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForAsync(moment => moment.Open >= count, now => now.Open >= count, $"{count} open connections", timeout, cancellationToken);

    /// <summary>Awaits a future moment that <paramref name="predicate"/> accepts.</summary>
    /// <exception cref="TimeoutException">No such moment came within <paramref name="timeout"/> (default 60 s).</exception>
    public Task<SocketMoment> WaitForMomentAsync(
        Func<SocketMoment, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitForAsync(predicate, now: null, "a matching moment", timeout, cancellationToken);

    /// <summary>Awaits an envelope, past or future, whose record <paramref name="predicate"/> accepts; asked at each delivery and acknowledgement.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/> (default 60 s).</exception>
    public Task<EnvelopeRecord> WaitForEnvelopeAsync(
        Func<EnvelopeRecord, bool> predicate, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Dispatcher.WaitAsync(predicate, timeout ?? DefaultTimeout, cancellationToken);

    /// <summary>Calls <paramref name="listener"/> at each moment, in order; it must be quick. Disposing the result ends it.</summary>
    public IDisposable OnMoment(Action<SocketMoment> listener)
    {
        lock (_gate) _listeners += listener;
        return new Subscription(() =>
        {
            lock (_gate) _listeners -= listener;
        });
    }

    internal int NextNumber() => Interlocked.Increment(ref _numbers);

    /// <summary>Admits a connection with hello, or turns it away; the caller then serves it either way.</summary>
    internal void Admit(SocketConnection connection, bool shortLived)
    {
        lock (_gate)
        {
            if (_open.Count >= _options.MaxConnections)
            {
                _refused.Add(connection);
                connection.EnqueueText(SocketFrames.Disconnect("too_many_websockets"));
                connection.CloseAfter(TimeSpan.FromSeconds(5));
                Note("refused", connection.Number);
                return;
            }

            _open.Add(connection);
            var lifetime = shortLived ? TimeSpan.FromSeconds(360) : _options.ConnectionLifetime;
            connection.EnqueueText(SocketFrames.Hello(_open.Count, _appId, lifetime ?? UsualLifetime));
            if (lifetime is { } age) connection.RefreshAfter(age, () => Refresh(connection.Number, "warning"));
            Dispatcher.Opened(connection);
            Note("open", connection.Number);
        }
    }

    internal void Ended(SocketConnection connection)
    {
        lock (_gate)
        {
            _refused.Remove(connection);
            if (_open.Remove(connection)) Note("closed", connection.Number);
        }

        Dispatcher.Closed(connection);
    }

    private static void Disconnect(SocketConnection connection, string reason, TimeSpan closeAfter)
    {
        connection.MarkLeaving();
        connection.EnqueueText(SocketFrames.Disconnect(reason));
        connection.CloseAfter(closeAfter);
    }

    private int ForEach(int? connection, string what, Action<SocketConnection> act)
    {
        List<SocketConnection> found;
        lock (_gate)
        {
            found = [.. _open.Where(open => connection is null || open.Number == connection)];
            foreach (var open in found) Note(what, open.Number);
        }

        foreach (var open in found) act(open);
        return found.Count;
    }

    private async Task<EnvelopeRecord> SendOnceAsync(
        EnvelopeKind kind, JsonElement payload, bool acceptsResponse, CancellationToken cancellationToken)
    {
        var envelope = new Envelope(kind, Encoding.UTF8.GetBytes(payload.GetRawText()), eventId: null)
        {
            AcceptsResponse = acceptsResponse,
            CreatedAt = _time.GetUtcNow(),
        };
        Dispatcher.Submit(envelope);
        var id = envelope.Id.ToString();
        return await Dispatcher.WaitAsync(
            record => record.EnvelopeId == id && (record.AckedAt is not null || record.IsGivenUp), DefaultTimeout, cancellationToken);
    }

    private async Task<SocketMoment> WaitForAsync(
        Func<SocketMoment, bool> predicate,
        Func<SocketMoment, bool>? now,
        string what,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource<SocketMoment>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var present = new SocketMoment(_time.GetUtcNow(), "now", 0, _open.Count);
            if (now?.Invoke(present) == true) return present;
            _waiters.Add((predicate, source));
        }

        try
        {
            return await source.Task.WaitAsync(timeout ?? DefaultTimeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Waited {timeout ?? DefaultTimeout} for {what}; {OpenCount} connections are open.", exception);
        }
        finally
        {
            lock (_gate) _waiters.RemoveAll(waiter => ReferenceEquals(waiter.Source, source));
        }
    }

    private void Note(string what, int connection)
    {
        var moment = _timeline.Add(what, connection, _open.Count);
        _listeners?.Invoke(moment);
        foreach (var (predicate, source) in _waiters)
        {
            if (predicate(moment)) source.TrySetResult(moment);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
