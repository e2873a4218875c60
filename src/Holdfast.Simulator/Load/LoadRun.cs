using System.Globalization;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Load;

/// <summary>The state of one load run: what was said, what came back, and when nothing more is to be expected.</summary>
internal sealed class LoadRun
{
    private readonly LoadPlan _plan;
    private readonly LoadThread[] _threads;
    private readonly LoadEvent[] _events;
    private readonly Dictionary<(string Channel, string Ts), LoadThread> _byTs = [];
    private readonly TaskCompletionSource _allAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _startedAt;
    private long _saidAllAt;
    private long _lastReplyAt;
    private int _answered;
    private int _outOfOrder;

    public LoadRun(LoadPlan plan, IReadOnlyList<string> channels, TimeProvider time)
    {
        _plan = plan;
        Time = time;
        _threads = [.. Enumerable.Range(0, plan.Threads).Select(i => new LoadThread(channels[i % channels.Count]))];
        _events = [.. Enumerable.Range(0, plan.Events).Select(i => new LoadEvent(i, _threads[i % plan.Threads]))];
    }

    public TimeProvider Time { get; }

    /// <summary>The first mention of a thread is its parent; the others reply to it.</summary>
    public void Say(SlackWorld world, int number, string user)
    {
        var load = _events[number];
        load.SaidAt = Time.GetTimestamp();
        if (_startedAt == 0) _startedAt = load.SaidAt;
        var text = $"{world.Mention} load {number}{_plan.Filler}";
        lock (world.Gate)
        {
            var ts = world.Post(load.Thread.Channel, user, new UserPost(text) { ThreadTs = load.Thread.Ts }, load);
            if (load.Thread.Ts is not null) return;
            load.Thread.Ts = ts;
            _byTs[(load.Thread.Channel, ts)] = load.Thread;
        }
    }

    public void SaidEverything() => _saidAllAt = Time.GetTimestamp();

    /// <summary>Called under the world's lock for each change.</summary>
    public void Observe(WorldChange change)
    {
        if (change is not { Kind: WorldChangeKind.Posted, Message: { BotId: not null, ThreadTs: { } thread } message }) return;
        if (!_byTs.TryGetValue((message.Channel, thread), out var found) || NumberIn(message.Text) is not { } number) return;
        if (number >= _events.Length || !ReferenceEquals(_events[number].Thread, found)) return;

        var now = Time.GetTimestamp();
        Volatile.Write(ref _lastReplyAt, now);
        if (!_events[number].Replied(now)) return;
        if (number < found.LastReplied) _outOfOrder++;
        found.LastReplied = Math.Max(found.LastReplied, number);
        if (++_answered == _events.Length) _allAnswered.TrySetResult();
    }

    /// <summary>Waits for the replies; gives up when none has come for the plan's patience.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (!_allAnswered.Task.IsCompleted)
        {
            var last = Math.Max(Volatile.Read(ref _lastReplyAt), _saidAllAt);
            var left = _plan.Patience - Time.GetElapsedTime(last);
            if (left <= TimeSpan.Zero) return;
            await Task.WhenAny(_allAnswered.Task, Task.Delay(left, Time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await Task.Delay(_plan.Aftermath, Time, cancellationToken);
    }

    public LoadReport Report(long redelivered)
    {
        var saying = Time.GetElapsedTime(_startedAt, _saidAllAt).TotalSeconds;
        var replying = _lastReplyAt == 0 ? 0 : Time.GetElapsedTime(_startedAt, _lastReplyAt).TotalSeconds;
        var answered = _events.Count(load => load.Replies > 0);
        return new LoadReport(
            _events.Length,
            _events.Count(load => load.AckedAt != 0),
            answered,
            _events.Length - answered,
            _events.Sum(load => Math.Max(0, load.Replies - 1)),
            _outOfOrder,
            redelivered,
            saying > 0 ? _events.Length / saying : 0,
            replying > 0 ? answered / replying : 0,
            Percentiles.Of(_events.Where(load => load.AckedAt != 0).Select(load => Milliseconds(load.SaidAt, load.AckedAt))),
            Percentiles.Of(_events.Where(load => load.RepliedAt != 0).Select(load => Milliseconds(load.SaidAt, load.RepliedAt))));
    }

    private double Milliseconds(long from, long to) => Time.GetElapsedTime(from, to).TotalMilliseconds;

    /// <summary>The number after <c>echo load </c>.</summary>
    private static int? NumberIn(string text)
    {
        const string Prefix = "echo load ";
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var digits = text.AsSpan(Prefix.Length);
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(length < 0 ? digits : digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
