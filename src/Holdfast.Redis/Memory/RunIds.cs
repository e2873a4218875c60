using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using StackExchange.Redis;

namespace Holdfast.Redis.Memory;

/// <summary>
/// Which turns of a conversation are of which run: each run's turns are numbered, and known by their hash. Needed until the run is
/// committed, so that a run done again neither says anything twice nor hears itself.
/// </summary>
internal sealed class RunIds
{
    /// <summary>Beside the ids stands the highest fence of those at work on the conversation; only the scripts have to do with it.</summary>
    private const string Fence = "fence";

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly List<(string Id, string Hash)> _changes = [];

    /// <summary>Reads what stands in Redis: ids and hashes in turn.</summary>
    public RunIds(RedisResult[] pairs)
    {
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            if (pairs[i].ToString() is var id and not Fence)
                _known[id] = pairs[i + 1].ToString();
            else
                HighestFence = (long)pairs[i + 1];
        }
    }

    /// <summary>The highest fence of those who were at work on the conversation; 0 where nobody was.</summary>
    public long HighestFence { get; }

    /// <summary>Whether all that stood there is to go.</summary>
    public bool AreForgotten { get; private set; }

    /// <summary>What is to be written: ids and hashes in turn, an empty hash for an id that is to go.</summary>
    public IEnumerable<RedisValue> Changes => _changes.SelectMany(change => (RedisValue[])[change.Id, change.Hash]);

    /// <summary>Takes out of a conversation what a run has put there.</summary>
    public void TakeOut(SharedConversation conversation, ItemId run)
    {
        for (var number = 0; _known.TryGetValue(Name(run, number), out var hash); number++)
            conversation.TakeOut(hash);
    }

    /// <summary>Puts a run's turns into a conversation, in the place of what the run had said before.</summary>
    public void Put(SharedConversation conversation, ItemId run, IReadOnlyList<Turn> turns, MemoryOptions limits, int maxBytes)
    {
        // What the ids speak of went with the conversation, if that was deleted; and only the newest are of use.
        if (conversation.Count == 0 || _known.Count > 4 * limits.MaxTurns)
        {
            _known.Clear();
            AreForgotten = true;
        }

        for (var number = 0; number < turns.Count; number++)
            Put(conversation, Name(run, number), turns[number]);

        // The run said more the last time, before its end came to nothing.
        for (var number = turns.Count; _known.TryGetValue(Name(run, number), out var hash); number++)
        {
            conversation.TakeOut(hash);
            _changes.Add((Name(run, number), ""));
        }

        conversation.KeepNewest(limits, maxBytes);
    }

    private void Put(SharedConversation conversation, string id, Turn turn)
    {
        var hash = SharedConversation.HashOf(turn);
        var earlier = _known.GetValueOrDefault(id);
        if (earlier == hash)
            return;
        conversation.Put(turn, earlier);
        _changes.Add((id, hash));
    }

    private static string Name(ItemId run, int number) => $"{run}:{number}";
}
