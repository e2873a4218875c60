using Holdfast.Conversations;
using StackExchange.Redis;

namespace Holdfast.Redis.Scripts;

/// <summary>The keys of a conversation: the one that other programs share, and one beside it that says which turns are whose.</summary>
internal readonly record struct MemoryKeys(string Turns)
{
    /// <summary>In place of a thread, for a direct message outside of any.</summary>
    private const string NoThread = "dm";

    /// <summary>In braces the name of the other key: a cluster keeps both on one server, since it looks at what is in braces only.</summary>
    public string Ids => $"{{{Turns}}}:ids";

    public RedisKey[] Both => [Turns, Ids];

    /// <summary>What all conversations' keys look like, for Redis to find them.</summary>
    /// <param name="prefix">The operator's prefix.</param>
    public static string Pattern(string prefix) =>
        string.Concat(prefix.Select(letter => letter is '*' or '?' or '[' or ']' or '\\' ? $"\\{letter}" : letter.ToString())) + "slack_conv:*";

    /// <summary>The channel and the thread of a key, as <c>channel</c> or <c>channel/thread</c>.</summary>
    /// <param name="prefix">The operator's prefix.</param>
    public string PlaceOf(string prefix)
    {
        var parts = Turns[(prefix.Length + "slack_conv:".Length)..].Split(':');
        return parts is [var channel, var thread] && thread != NoThread ? $"{channel}/{thread}" : parts[0];
    }

    public static MemoryKeys Of(string prefix, ConversationId conversation) =>
        new($"{prefix}slack_conv:{conversation.Channel}:{conversation.Thread?.ToString() ?? NoThread}");
}
