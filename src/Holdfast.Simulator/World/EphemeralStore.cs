namespace Holdfast.Simulator.World;

/// <summary>Messages that only one person was shown, the latest only, as Slack forgets them too. Guarded by the world's lock.</summary>
internal sealed class EphemeralStore
{
    private const int MaxEphemerals = 1_000;
    private readonly List<SlackMessage> _messages = [];

    public IReadOnlyList<SlackMessage> All => [.. _messages];

    public SlackMessage? Find(string channel, string ts) => _messages.Find(message => message.Channel == channel && message.Ts == ts);

    public void Add(SlackMessage message)
    {
        _messages.Add(message);
        if (_messages.Count > MaxEphemerals) _messages.RemoveAt(0);
    }

    public void Replace(SlackMessage message)
    {
        var at = _messages.FindIndex(known => known.Channel == message.Channel && known.Ts == message.Ts);
        if (at >= 0) _messages[at] = message;
    }

    public void Remove(SlackMessage message) => _messages.RemoveAll(known => known.Channel == message.Channel && known.Ts == message.Ts);
}
