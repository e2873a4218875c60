using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>What each person has chosen in which message, the latest only. Guarded by the world's lock.</summary>
internal sealed class MessageInputs
{
    private const int MaxKept = 1_000;
    private readonly Dictionary<(string Channel, string Ts, string User), EnteredValues> _values = [];
    private readonly Queue<(string Channel, string Ts, string User)> _oldestFirst = new();

    public EnteredValues Of(SlackMessage message, string user)
    {
        var key = (message.Channel, message.Ts, user);
        if (_values.TryGetValue(key, out var known)) return known;
        _oldestFirst.Enqueue(key);
        if (_oldestFirst.Count > MaxKept) _values.Remove(_oldestFirst.Dequeue());
        return _values[key] = new EnteredValues();
    }
}
