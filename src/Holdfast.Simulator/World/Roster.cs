using System.Diagnostics.CodeAnalysis;
using Holdfast.Simulator.Identity;

namespace Holdfast.Simulator.World;

/// <summary>Who is in the workspace, and which channels and direct messages there are. Guarded by the world's lock.</summary>
internal sealed class Roster(WorkspaceIdentity identity, IdSource ids, TimeProvider time)
{
    /// <summary>The channel that everybody is in.</summary>
    private const string General = "general";

    private readonly Dictionary<string, ChannelState> _channels = [];
    private readonly Dictionary<string, SlackUser> _users = [];
    private readonly Dictionary<string, ChannelState> _directByUser = [];

    public IEnumerable<SlackUser> Users => _users.Values;

    public IEnumerable<ChannelState> Channels => _channels.Values;

    public SlackUser? User(string id) => _users.GetValueOrDefault(id);

    public ChannelState? Channel(string id) => _channels.GetValueOrDefault(id);

    public bool TryGetDirect(string userId, [NotNullWhen(true)] out ChannelState? channel) => _directByUser.TryGetValue(userId, out channel);

    /// <summary>Everyone is in every public channel, guests and other apps' bots in #general only.</summary>
    public void Add(SlackUser user)
    {
        _users.Add(user.Id, user);
        foreach (var channel in _channels.Values)
        {
            if (channel.IsPublic && IsInvited(channel.Name, user, withBot: true)) Join(channel, user);
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
            if (!user.IsDeleted && IsInvited(name, user, withBot)) Join(channel, user);
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

    /// <summary>A direct message of several people; the bot is in it, whether it is named or not.</summary>
    public ChannelState AddGroup(IReadOnlyCollection<string> userIds)
    {
        string[] members = [.. userIds.Append(identity.BotUserId).Distinct().Order(StringComparer.Ordinal)];
        var users = members.Select(id => _users.GetValueOrDefault(id) ?? throw new ArgumentException($"No user {id} in the workspace.", nameof(userIds))).ToList();
        var channel = new ChannelState(ids.Prefixed("C", 8), $"mpdm-{string.Join("--", users.Select(user => user.Name))}-1", ChannelKind.GroupMessage) { Created = Now() };
        foreach (var user in users) Join(channel, user);
        _channels.Add(channel.Id, channel);
        return channel;
    }

    /// <summary>The direct message of just these people and the bot; null while there is none.</summary>
    public ChannelState? FindGroup(IEnumerable<string> userIds)
    {
        var members = userIds.Append(identity.BotUserId).ToHashSet();
        return _channels.Values.FirstOrDefault(channel => channel.Kind == ChannelKind.GroupMessage && channel.Members.SetEquals(members));
    }

    public static void Join(ChannelState channel, SlackUser user)
    {
        channel.Members.Add(user.Id);
        channel.IsShared |= user.TeamId is not null;
    }

    private bool IsInvited(string channel, SlackUser user, bool withBot)
    {
        if (user.Id == identity.BotUserId) return withBot;
        return channel == General || !(user.IsGuest || user.IsOfOneChannel || user.IsBot);
    }

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}
