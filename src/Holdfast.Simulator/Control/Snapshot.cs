using Holdfast.Simulator.Child;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Control;

/// <summary>The state of everything, as of now.</summary>
internal static class Snapshot
{
    /// <summary>The state is sent whole each time something in it changes; all ephemerals are had by asking for them.</summary>
    private const int MaxEphemerals = 20;

    private const int MaxSessions = 100;

    public static ControlState Of(ControlParts parts)
    {
        var world = parts.World;
        lock (world.Gate)
        {
            world.EndDueStreams();
            return new ControlState(
                world.Identity.BotName,
                world.Identity.BotUserId,
                world.Mention,
                world.Users,
                world.Channels,
                parts.Sockets.Open,
                parts.Sockets.WaitingEnvelopes,
                parts.Sockets.UnackedEnvelopes,
                parts.Sockets.IsDisabled,
                parts.Server?.State ?? new ServerState(ServerPhase.None),
                ModelOf(parts),
                parts.Faults.Active,
                world.Assistant.All(),
                [.. world.Sessions.Where(session => session.Status == SessionStore.Processing).TakeLast(MaxSessions)],
                [.. world.Users.SelectMany(user => world.OpenViews(user.Id))],
                [.. world.Ephemerals.TakeLast(MaxEphemerals)],
                world.MessageCount,
                parts.Webhooks.Total,
                parts.Clock.Offset.TotalMilliseconds,
                parts.HistoryLimit.IsOn,
                parts.Blocks.TakesMarkdown,
                parts.Tokens.BotScopes,
                world.Agents.Declaration,
                [.. world.Assistant.AllPrompts().TakeLast(MaxSessions)],
                [.. world.Assistant.AllTitles().TakeLast(MaxSessions)]);
        }
    }

    public static ControlModel ModelOf(ControlParts parts) => new(
        parts.Model.Latency.TotalMilliseconds, parts.Model.StallAll, parts.Model.InFlight, parts.Model.Total, parts.Model.Cancelled);
}
