using Holdfast.Simulator.Streams;

namespace Holdfast.Simulator.World;

/// <summary>A message that is being streamed.</summary>
/// <param name="Node">The message.</param>
/// <param name="Content">What it says so far.</param>
/// <param name="Until">When Slack ends it, whatever is appended.</param>
internal sealed record LiveStream(MessageNode Node, StreamedContent Content, DateTimeOffset Until);

/// <summary>The messages that are being streamed now. Guarded by the world's lock.</summary>
internal sealed class StreamStore(SlackClock clock)
{
    /// <summary>As others have measured it; Slack does not say.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(306);

    private const int MaxLive = 10_000;
    private readonly OrderedDictionary<(string Channel, string Ts), LiveStream> _live = [];

    public bool IsFull => _live.Count >= MaxLive;

    public LiveStream Begin(MessageNode node, StreamedContent content)
    {
        var stream = new LiveStream(node, content, clock.GetUtcNow() + Lifetime);
        _live[KeyOf(node.Message)] = stream;
        return stream;
    }

    public LiveStream? Find(SlackMessage message) => _live.GetValueOrDefault(KeyOf(message));

    public void End(LiveStream stream) => _live.Remove(KeyOf(stream.Node.Message));

    /// <summary>Those in a thread, the oldest first; they are live no longer.</summary>
    public IReadOnlyList<LiveStream> TakeOfThread(string channel, string threadTs) =>
        Take(stream => stream.Node.Message.Channel == channel && stream.Node.Message.ThreadTs == threadTs);

    /// <summary>Those whose time is over; they are live no longer.</summary>
    public IReadOnlyList<LiveStream> TakeDue()
    {
        if (_live.Count == 0) return [];
        var now = clock.GetUtcNow();
        return Take(stream => stream.Until <= now);
    }

    private List<LiveStream> Take(Func<LiveStream, bool> which)
    {
        List<LiveStream> taken = [.. _live.Values.Where(which)];
        taken.ForEach(End);
        return taken;
    }

    private static (string Channel, string Ts) KeyOf(SlackMessage message) => (message.Channel, message.Ts);
}
