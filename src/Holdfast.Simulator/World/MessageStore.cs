namespace Holdfast.Simulator.World;

/// <summary>Adds, replaces and removes messages and keeps each thread's order. Guarded by the world's lock.</summary>
internal sealed class MessageStore(int capacity)
{
    private readonly Queue<MessageNode> _oldestFirst = new();

    public int Count { get; private set; }

    public MessageNode Add(ChannelState channel, SlackMessage message)
    {
        var node = new MessageNode(channel, message);
        node.InChannel = channel.Posts.AddLast(node);
        channel.ByTs[message.Ts] = node;
        if (message.ThreadTs is { } parentTs && channel.ByTs.TryGetValue(parentTs, out var parent))
        {
            node.InThread = (parent.Replies ??= []).AddLast(node);
            (parent.ReplyUsers ??= []).Add(message.User);
        }

        Count++;
        if (capacity > 0)
        {
            _oldestFirst.Enqueue(node);
            Evict();
        }

        return node;
    }

    public void Remove(MessageNode node)
    {
        if (node.InChannel is null) return;
        node.Channel.Posts.Remove(node.InChannel);
        node.InChannel = null;
        node.Channel.ByTs.Remove(node.Message.Ts);
        if (node.InThread is { List: { } thread } place) thread.Remove(place);
        node.InThread = null;
        Count--;
    }

    /// <summary>A parent whose thread still lives is passed over, because replies to it would be refused.</summary>
    private void Evict()
    {
        for (var looked = 0; Count > capacity && looked < capacity && _oldestFirst.TryDequeue(out var oldest); looked++)
        {
            if (oldest.Replies is { Count: > 0 }) _oldestFirst.Enqueue(oldest);
            else Remove(oldest);
        }
    }
}
