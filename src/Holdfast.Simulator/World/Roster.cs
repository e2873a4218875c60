using System.Diagnostics.CodeAnalysis;
using Holdfast.Simulator.Identity;

namespace Holdfast.Simulator.World;

/// <summary>Who is in the workspace, and which channels and direct messages there are. Guarded by the world's lock.</summary>
internal sealed class Roster(WorkspaceIdentity identity, IdSource ids, TimeProvider time)
{
    private readonly Dictionary<string, ChannelState> _channels = [];
    private readonly Dictionary<string, SlackUser> _users = [];
    private readonly Dictionary<string, ChannelState> _directByUser = [];

    public IEnumerable<SlackUser> Users => _users.Values;

    public IEnumerable<ChannelState> Channels => _channels.Values;

    public SlackUser? User(string id) => _users.GetValueOrDefault(id);

    public ChannelState? Channel(string id) => _channels.GetValueOrDefault(id);

    public bool TryGetDirect(string userId, [NotNullWhen(true)] out ChannelState? channel) => _directByUser.TryGetValue(userId, out channel);

    /// <summary>Everyone is in every public channel.</summary>
    public void Add(SlackUser user)
    {
        _users.Add(user.Id, user);
        foreach (var channel in _channels.Values)
        {
            if (channel.Kind == ChannelKind.Public) Join(channel, user);
        }
    }

    public void Replace(SlackUser user) => _users[user.Id] = user;

    public ChannelState AddChannel(string name, bool isPrivate, bool withBot)
    {
        var id = "C0" + name.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal);
        if (_channels.ContainsKey(id)) id = ids.Prefixed("C", 8);
        var channel = new ChannelState(id, name, isPrivate ? ChannelKind.Private : ChannelKind.Public) { Created = Now() };
        foreach (var user in _users.Values)
        {
            if (!user.IsBot || withBot) Join(channel, user);
        }

        _channels.Add(id, channel);
        return channel;
    }

    public ChannelState AddDirect(string userId)
    {
        if (!_users.TryGetValue(userId, out var user)) throw new ArgumentException($"No user {userId} in the workspace.", nameof(userId));
        var id = userId.StartsWith("U0", StringComparison.Ordinal) ? "D" + userId[1..] : ids.Prefixed("D", 8);
        var channel = new ChannelState(id, userId, ChannelKind.DirectMessage) { DirectMessageUser = userId, Created = Now() };
        Join(channel, user);
        channel.Members.Add(identity.BotUserId);
        _channels.Add(id, channel);
        _directByUser.Add(userId, channel);
        return channel;
    }

    private static void Join(ChannelState channel, SlackUser user)
    {
        channel.Members.Add(user.Id);
        channel.IsShared |= user.TeamId is not null;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}
