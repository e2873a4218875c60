namespace Holdfast.Simulator.World;

/// <summary>What the world keeps of a channel: its messages in order, each reachable by ts. Guarded by the world's lock.</summary>
internal sealed class ChannelState(string id, string name, ChannelKind kind)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public ChannelKind Kind { get; } = kind;

    /// <summary>Whether everyone may know of it; of any other, those who are not in it are told that it is not there.</summary>
    public bool IsPublic => Kind == ChannelKind.Public;

    public string? DirectMessageUser { get; init; }

    public bool IsArchived { get; set; }

    /// <summary>Whether people of another workspace are in it.</summary>
    public bool IsShared { get; set; }

    public HashSet<string> Members { get; } = [];

    public long Created { get; init; }

    /// <summary>Every message and thread reply, oldest first.</summary>
    public LinkedList<MessageNode> Posts { get; } = [];

    public Dictionary<string, MessageNode> ByTs { get; } = [];

    public SlackChannel Snapshot() =>
        new(Id, Name, Kind, [.. Members.Order(StringComparer.Ordinal)]) { DirectMessageUser = DirectMessageUser, IsArchived = IsArchived, IsShared = IsShared };
}

/// <summary>A message with its place in the thread. Guarded by the world's lock.</summary>
internal sealed class MessageNode(ChannelState channel, SlackMessage message)
{
    public ChannelState Channel { get; } = channel;

    public SlackMessage Message { get; set; } = message;

    /// <summary>The thread's replies, oldest first; null until the first.</summary>
    public LinkedList<MessageNode>? Replies { get; set; }

    public HashSet<string>? ReplyUsers { get; set; }

    /// <summary>Where it stands in the channel, so that removing it does not search.</summary>
    public LinkedListNode<MessageNode>? InChannel { get; set; }

    public LinkedListNode<MessageNode>? InThread { get; set; }
}
