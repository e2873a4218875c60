using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>Finds what a person names, if that person can see it at all; nobody clicks on what is not before them.</summary>
internal sealed class Sight(SlackWorld world)
{
    /// <summary>A person of the workspace.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SlackUser Person(string id) =>
        world.User(id) is { IsBot: false } user ? user : throw new ArgumentException($"No person {id} in the workspace.", nameof(id));

    /// <summary>A channel that is public or has the person in it.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ChannelState Channel(SlackUser who, string id) =>
        world.FindChannel(id) is { } channel && (channel.IsPublic || channel.Members.Contains(who.Id))
            ? channel
            : throw new ArgumentException($"No channel {id} that {who.Id} sees.", nameof(id));

    /// <summary>A message of such a channel, or an ephemeral one addressed to the person.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Surroundings Message(SlackUser who, string channelId, string ts)
    {
        var channel = Channel(who, channelId);
        if (channel.ByTs.TryGetValue(ts, out var node)) return new Surroundings(channel, node);
        if (world.EphemeralStore.Find(channelId, ts) is { } ephemeral && ephemeral.EphemeralFor == who.Id)
            return new Surroundings(channel, new MessageNode(channel, ephemeral));
        throw new ArgumentException($"No message {ts} in {channelId} that {who.Id} sees.", nameof(ts));
    }

    /// <summary>The modal on top of the person's stack, or the person's home.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public SlackView View(SlackUser who, string viewId)
    {
        if (world.ViewStore.HomeOf(who.Id) is { } home && home.Id == viewId) return home;
        if (world.ViewStore.Top(who.Id) is { } top && top.Id == viewId) return top;
        throw new ArgumentException($"View {viewId} is not what {who.Id} has before them.", nameof(viewId));
    }
}
