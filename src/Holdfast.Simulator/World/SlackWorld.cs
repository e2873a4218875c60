using System.Text.Json;
using Holdfast.Simulator.Files;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.SocketMode;

namespace Holdfast.Simulator.World;

/// <summary>
/// The simulated workspace: who is in it, what was said, and a way to await what happens. Everything a person does to the bot
/// starts here, and raises the events Slack would raise.
/// </summary>
public sealed class SlackWorld
{
    private readonly Roster _roster;
    private readonly TsSource _ts;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;
    private readonly MessageStore _store;

    internal SlackWorld(
        WorkspaceIdentity identity, SlackClock clock, TimeProvider time, IdSource ids, IWorldEvents events, FileStore files, AgentFeatures agents, int maxMessages)
    {
        Identity = identity;
        _roster = new Roster(identity, ids, clock);
        _ids = ids;
        _time = time;
        _ts = new TsSource(clock);
        Events = events;
        _store = new MessageStore(maxMessages);
        FileStore = files;
        Agents = agents;
        Assistant = new AssistantThreads(time);
        Streams = new StreamStore(clock);
        SessionStore = new SessionStore(clock) { OffersStop = agents.HearsStops };
        Bot = AddUser(new SlackUser(identity.BotUserId, HandleOf(identity.BotName), identity.BotName, IsBot: true));
        AddUser(new SlackUser("U0ADA", "ada", "Ada Lovelace"));
        AddUser(new SlackUser("U0GRACE", "grace", "Grace Hopper"));
        AddUser(new SlackUser("U0LINUS", "linus", "Linus Pauling"));
        General = AddChannel("general");
        Random = AddChannel("random");
        foreach (var user in (SlackUser[])[Ada, Grace, Linus]) OpenDirectMessage(user.Id);
    }

    /// <summary>The ids every payload carries.</summary>
    public WorkspaceIdentity Identity { get; }

    /// <summary>The bot under test.</summary>
    public SlackUser Bot { get; }

    /// <summary>A person.</summary>
    public SlackUser Ada => Person("U0ADA");

    /// <summary>Another person.</summary>
    public SlackUser Grace => Person("U0GRACE");

    /// <summary>A third person.</summary>
    public SlackUser Linus => Person("U0LINUS");

    /// <summary>The channel #general, of which everyone including the bot is a member.</summary>
    public SlackChannel General { get; }

    /// <summary>The channel #random, likewise.</summary>
    public SlackChannel Random { get; }

    /// <summary>What a text must contain to mention the bot.</summary>
    public string Mention => $"<@{Identity.BotUserId}>";

    /// <summary>Guards everything in the world; the Web API takes it for reads that span several collections.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Does several things in one moment: nothing else changes in Slack between them.</summary>
    /// <param name="actions">What is done.</param>
    public void InOneMoment(Action actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        lock (Gate)
            actions();
    }

    internal IWorldEvents Events { get; }

    internal AgentFeatures Agents { get; }

    internal AssistantThreads Assistant { get; }

    internal ViewStore ViewStore { get; } = new();

    internal FileStore FileStore { get; }

    internal OrderedDictionary<string, SlackUserGroup> Groups { get; } = [];

    internal SessionStore SessionStore { get; }

    internal StreamStore Streams { get; }

    /// <summary>What people have before them besides the app, as JSON, by their ids.</summary>
    internal Dictionary<string, string> AppContexts { get; } = [];

    internal EphemeralStore EphemeralStore { get; } = new();

    internal WorldWatch Watch { get; } = new();

    /// <summary>Everyone in the workspace.</summary>
    public IReadOnlyList<SlackUser> Users
    {
        get { lock (Gate) return [.. _roster.Users]; }
    }

    /// <summary>Every channel and direct message.</summary>
    public IReadOnlyList<SlackChannel> Channels
    {
        get { lock (Gate) return [.. _roster.Channels.Select(channel => channel.Snapshot())]; }
    }

    /// <summary>The latest version of every modal and home view the bot opened, closed ones too.</summary>
    public IReadOnlyList<SlackView> Views
    {
        get { lock (Gate) return ViewStore.All; }
    }

    /// <summary>Messages only one user was shown, oldest first.</summary>
    public IReadOnlyList<SlackMessage> Ephemerals
    {
        get { lock (Gate) return EphemeralStore.All; }
    }

    /// <summary>Every status that was set or cleared, oldest first.</summary>
    public IReadOnlyList<AssistantStatus> StatusHistory
    {
        get { lock (Gate) return Assistant.History; }
    }

    /// <summary>How many messages the workspace holds.</summary>
    public int MessageCount
    {
        get { lock (Gate) return _store.Count; }
    }

    /// <summary>Adds a person.</summary>
    /// <exception cref="ArgumentException">Somebody has that id, or there is no such time zone.</exception>
    public SlackUser AddUser(SlackUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.TimeZone is { } zone) user = user with { TimeZone = WorldTimeZones.Known(zone).Id };
        lock (Gate) _roster.Add(user);
        return user;
    }

    /// <summary>Adds a channel with everyone in it; the bot only if <paramref name="withBot"/>.</summary>
    public SlackChannel AddChannel(string name, bool isPrivate = false, bool withBot = true)
    {
        lock (Gate)
        {
            var channel = _roster.AddChannel(name, isPrivate, withBot);
            Watch.Notify(new WorldChange(WorldChangeKind.Channels));
            return channel.Snapshot();
        }
    }

    /// <summary>The direct message between the bot and <paramref name="userId"/>, opened when it was not.</summary>
    public SlackChannel OpenDirectMessage(string userId)
    {
        lock (Gate) return DirectMessage(userId).Snapshot();
    }

    /// <summary>
    /// Says something as a person. A mention of the bot raises <c>app_mention</c>; a direct message raises <c>message.im</c>; other
    /// messages raise <c>message</c> when that subscription is on.
    /// </summary>
    /// <returns>The new message's ts.</returns>
    public string PostAsUser(string channelId, string userId, string text, string? threadTs = null) =>
        Post(channelId, userId, new UserPost(text) { ThreadTs = threadTs });

    /// <summary>Says something as a person, with more than text.</summary>
    /// <returns>The new message's ts.</returns>
    /// <exception cref="ArgumentException">There is no such channel, person or thread, or blocks or attachments are no JSON array.</exception>
    public string Post(string channelId, string userId, UserPost post) => Post(channelId, userId, post, observer: null);

    internal string Post(string channelId, string userId, UserPost post, IEnvelopeObserver? observer)
    {
        ArgumentNullException.ThrowIfNull(post);
        if (!IsArrayOrNone(post.Blocks) || !IsArrayOrNone(post.Attachments))
            throw new ArgumentException("Blocks and attachments must be arrays.", nameof(post));
        lock (Gate)
        {
            var channel = Channel(channelId);
            var user = User(userId) is { IsDeleted: false } known ? known : throw new ArgumentException($"No user {userId} in the workspace.", nameof(userId));
            if (channel.Kind is ChannelKind.Private or ChannelKind.GroupMessage && !channel.Members.Contains(userId))
                throw new ArgumentException($"{userId} is not in {channelId}.", nameof(userId));
            var threadTs = post.ThreadTs;
            if (threadTs is not null)
            {
                var root = ThreadRoot(channel, threadTs)
                    ?? throw new ArgumentException($"No message {threadTs} in {channelId} to reply to.", nameof(post));
                threadTs = root.Message.Ts;
            }

            var node = _store.Add(channel, new SlackMessage
            {
                Channel = channel.Id,
                Ts = _ts.Next(),
                User = userId,
                UserTeam = user.TeamId,
                Text = post.Text,
                ThreadTs = threadTs,
                ClientMsgId = user.IsBot ? null : _ids.Uuid().ToString(),
                OtherBotId = user.BotId,
                Blocks = post.Blocks,
                Attachments = post.Attachments,
                Files = post.Files,
                IsBroadcast = threadTs is not null && post.IsBroadcast,
                AppContext = channel.Kind == ChannelKind.DirectMessage ? AppContexts.GetValueOrDefault(userId) : null,
            });
            Assistant.ClearPrompts(channel.Id, threadTs);
            Events.Posted(node, observer);
            Watch.Notify(new WorldChange(WorldChangeKind.Posted, node.Message));
            return node.Message.Ts;
        }
    }

    /// <summary>Mentions the bot: the text goes after the mention.</summary>
    /// <returns>The new message's ts.</returns>
    public string MentionBot(string channelId, string userId, string text, string? threadTs = null) =>
        PostAsUser(channelId, userId, $"{Mention} {text}", threadTs);

    /// <summary>
    /// Deletes a message, as its author would; raises <c>message_deleted</c>. The parent of a thread leaves a mark in its place, and raises
    /// <c>message_changed</c> instead.
    /// </summary>
    public void DeleteMessage(string channelId, string ts)
    {
        lock (Gate) Delete(Node(channelId, ts));
    }

    /// <summary>
    /// Edits a message, as its author would; raises <c>message_changed</c>, and <c>app_mention</c> again when it mentions the bot then,
    /// whether it did before or not.
    /// </summary>
    public void EditMessage(string channelId, string ts, string text)
    {
        lock (Gate)
        {
            var node = Node(channelId, ts);
            Replace(node, node.Message with { Text = text, Blocks = null, EditedTs = _ts.Next(), Revision = node.Message.Revision + 1 });
        }
    }

    /// <summary>Puts an emoji on a message, as a person; raises <c>reaction_added</c>.</summary>
    public void React(string channelId, string ts, string userId, string emoji)
    {
        lock (Gate) AddReaction(Node(channelId, ts), new SlackReaction(emoji, userId));
    }

    /// <summary>Raises any event that no message raises, such as <c>member_joined_channel</c>; the inner event is given as Slack sends it.</summary>
    /// <param name="innerEvent">The inner event.</param>
    /// <param name="installation">The workspace for which it is raised, when it is another in which the app is installed.</param>
    public void RaiseEvent(JsonElement innerEvent, string? installation = null)
    {
        lock (Gate) Events.Raw(innerEvent, installation);
    }

    /// <summary>The messages of a channel and its threads, oldest first.</summary>
    public IReadOnlyList<SlackMessage> Messages(string channelId)
    {
        lock (Gate)
        {
            this.EndDueStreams();
            return [.. Channel(channelId).Posts.Select(node => node.Message)];
        }
    }

    /// <summary>A thread: the parent, then its replies, oldest first; empty when there is no such message.</summary>
    public IReadOnlyList<SlackMessage> Thread(string channelId, string threadTs)
    {
        lock (Gate)
        {
            this.EndDueStreams();
            if (ThreadRoot(Channel(channelId), threadTs) is not { } root) return [];
            return [root.Message, .. (root.Replies ?? []).Select(node => node.Message)];
        }
    }

    /// <summary>One message, or null.</summary>
    public SlackMessage? Message(string channelId, string ts)
    {
        lock (Gate)
        {
            this.EndDueStreams();
            return Channel(channelId).ByTs.GetValueOrDefault(ts)?.Message;
        }
    }

    /// <summary>The modals a person has before them, from the bottom of the stack to the one on top.</summary>
    public IReadOnlyList<SlackView> OpenViews(string userId)
    {
        lock (Gate) return ViewStore.Stack(userId);
    }

    /// <summary>The latest version of a view, open or closed; null when there is none of that id.</summary>
    public SlackView? View(string viewId)
    {
        lock (Gate) return ViewStore.Find(viewId);
    }

    /// <summary>Every version of a view, the first shown first.</summary>
    public IReadOnlyList<SlackView> ViewHistory(string viewId)
    {
        lock (Gate) return ViewStore.History(viewId);
    }

    /// <summary>The status a thread shows now ("is thinking…"), or null.</summary>
    public AssistantStatus? Status(string channelId, string threadTs)
    {
        lock (Gate) return Assistant.Current(channelId, threadTs);
    }

    /// <summary>The title that was given to a thread, or null.</summary>
    public string? Title(string channelId, string threadTs)
    {
        lock (Gate) return Assistant.Title(channelId, threadTs);
    }

    internal IEnumerable<ChannelState> AllChannels => _roster.Channels;

    internal SlackUser? User(string id) => _roster.User(id);

    internal void ReplaceUser(SlackUser user) => _roster.Replace(user);

    internal ChannelState? FindChannel(string id) => _roster.Channel(id);

    /// <summary>Resolves what chat.postMessage takes for a channel: an id, a name with or without number sign, or a user's id.</summary>
    internal ChannelState? ResolveChannel(string idOrName)
    {
        if (FindChannel(idOrName) is { } channel) return channel;
        if (User(idOrName) is { IsBot: false } user) return DirectMessage(user.Id);
        var name = idOrName.StartsWith('#') ? idOrName[1..] : idOrName;
        return AllChannels.FirstOrDefault(known => known.Kind is ChannelKind.Public or ChannelKind.Private && known.Name == name);
    }

    internal ChannelState DirectMessage(string userId)
    {
        if (_roster.TryGetDirect(userId, out var known)) return known;
        var channel = _roster.AddDirect(userId);
        Watch.Notify(new WorldChange(WorldChangeKind.Channels));
        return channel;
    }

    internal ChannelState? FindDirectMessage(string userId) => _roster.TryGetDirect(userId, out var known) ? known : null;

    internal ChannelState? FindGroupMessage(IEnumerable<string> userIds) => _roster.FindGroup(userIds);

    /// <summary>The direct message of these people and the bot, opened when it was not.</summary>
    internal ChannelState GroupMessage(IReadOnlyCollection<string> userIds)
    {
        if (FindGroupMessage(userIds) is { } known) return known;
        var channel = _roster.AddGroup(userIds);
        Watch.Notify(new WorldChange(WorldChangeKind.Channels));
        return channel;
    }

    /// <summary>A reply to a reply belongs to the same thread: the root is what counts.</summary>
    internal static MessageNode? ThreadRoot(ChannelState channel, string ts)
    {
        if (!channel.ByTs.TryGetValue(ts, out var node)) return null;
        return node.Message.ThreadTs is { } root ? channel.ByTs.GetValueOrDefault(root) : node;
    }

    /// <summary>Adds what the bot posts; the draft's ts is given here.</summary>
    internal MessageNode AddBotMessage(ChannelState channel, SlackMessage draft)
    {
        var node = _store.Add(channel, draft with { Ts = _ts.Next() });
        if (draft.ThreadTs is { } thread && Assistant.ClearByReply(channel.Id, thread))
        {
            var cleared = new AssistantStatus(channel.Id, thread, "", _time.GetUtcNow());
            Watch.Notify(new WorldChange(WorldChangeKind.Status, Status: cleared));
        }

        Events.Posted(node);
        Watch.Notify(new WorldChange(WorldChangeKind.Posted, node.Message));
        return node;
    }

    /// <summary>Adds what no message event tells the app of.</summary>
    internal MessageNode AddQuietly(ChannelState channel, SlackMessage draft)
    {
        var node = _store.Add(channel, draft with { Ts = _ts.Next() });
        Watch.Notify(new WorldChange(WorldChangeKind.Posted, node.Message));
        return node;
    }

    internal SlackMessage AddEphemeral(SlackMessage draft)
    {
        var message = draft with { Ts = _ts.Next() };
        EphemeralStore.Add(message);
        Watch.Notify(new WorldChange(WorldChangeKind.Ephemeral, message));
        return message;
    }

    internal void ReplaceEphemeral(SlackMessage message)
    {
        EphemeralStore.Replace(message);
        Watch.Notify(new WorldChange(WorldChangeKind.Updated, message));
    }

    internal void DeleteEphemeral(SlackMessage message)
    {
        EphemeralStore.Remove(message);
        Watch.Notify(new WorldChange(WorldChangeKind.Deleted, message with { IsDeleted = true }));
    }

    internal void Replace(MessageNode node, SlackMessage message)
    {
        var before = node.Message;
        node.Message = message;
        Events.Changed(node, before, _ts.Next());
        Watch.Notify(new WorldChange(WorldChangeKind.Updated, message));
    }

    /// <summary>A change that no event tells the app of.</summary>
    internal void ReplaceQuietly(MessageNode node, SlackMessage message)
    {
        node.Message = message;
        Watch.Notify(new WorldChange(WorldChangeKind.Updated, message));
    }

    internal void Delete(MessageNode node)
    {
        if (node.Replies is { Count: > 0 })
        {
            Replace(node, Tombstone(node.Message));
            return;
        }

        _store.Remove(node);
        node.Message = node.Message with { IsDeleted = true };
        Events.Deleted(node, _ts.Next());
        Watch.Notify(new WorldChange(WorldChangeKind.Deleted, node.Message));
    }

    internal void AddReaction(MessageNode node, SlackReaction reaction)
    {
        node.Message = node.Message with { Reactions = [.. node.Message.Reactions, reaction] };
        Events.Reaction("reaction_added", node, reaction, _ts.Next());
        Watch.Notify(new WorldChange(WorldChangeKind.Updated, node.Message));
    }

    internal void RemoveReaction(MessageNode node, SlackReaction reaction)
    {
        node.Message = node.Message with { Reactions = [.. node.Message.Reactions.Where(known => known != reaction)] };
        Events.Reaction("reaction_removed", node, reaction, _ts.Next());
        Watch.Notify(new WorldChange(WorldChangeKind.Updated, node.Message));
    }

    internal void SetStatus(string channel, string threadTs, string status) =>
        Watch.Notify(new WorldChange(WorldChangeKind.Status, Status: Assistant.Set(channel, threadTs, status)));

    internal string NextTs() => _ts.Next();

    private static SlackMessage Tombstone(SlackMessage deleted) => new()
    {
        Channel = deleted.Channel, Ts = deleted.Ts, User = "USLACKBOT", Text = "This message was deleted.", IsTombstone = true,
    };

    private static bool IsArrayOrNone(string? json)
    {
        if (json is null) return true;
        using var array = JsonText.TryParse(json, JsonValueKind.Array);
        return array is not null;
    }

    /// <summary>A message that must be there.</summary>
    /// <exception cref="ArgumentException">There is no such message.</exception>
    internal MessageNode Node(string channelId, string ts) => Channel(channelId).ByTs.GetValueOrDefault(ts)
        ?? throw new ArgumentException($"No message {ts} in {channelId}.", nameof(ts));

    private ChannelState Channel(string id) =>
        FindChannel(id) ?? throw new ArgumentException($"No channel {id} in the workspace.", nameof(id));

    private SlackUser Person(string id)
    {
        lock (Gate) return User(id)!;
    }

    private static string HandleOf(string name) => name.ToLowerInvariant().Replace(' ', '.');
}
