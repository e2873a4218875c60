using Holdfast.Simulator.Child;

namespace Holdfast.Simulator.Control;

/// <summary>The state of everything, as of now.</summary>
internal static class Snapshot
{
    /// <summary>The state is sent whole each time something in it changes; all ephemerals are had by asking for them.</summary>
    private const int MostEphemerals = 20;

    public static ControlState Of(SimulatorState state)
    {
        var world = state.World;
        lock (world.Gate)
        {
            return new ControlState(
                world.Identity.BotName,
                world.Identity.BotUserId,
                world.Mention,
                world.Users,
                world.Channels,
                state.Sockets.Open,
                state.Sockets.WaitingEnvelopes,
                state.Sockets.UnackedEnvelopes,
                state.Sockets.IsDisabled,
                state.Server?.State ?? new ServerState(ServerPhase.None),
                ModelOf(state),
                state.Faults.Active,
                world.Assistant.All(),
                [.. world.Users.SelectMany(user => world.OpenViews(user.Id))],
                [.. world.Ephemerals.TakeLast(MostEphemerals)],
                world.MessageCount,
                state.Webhooks.Total,
                state.Clock.Offset.TotalMilliseconds,
                state.HistoryLimit.IsOn);
        }
    }

    public static ControlModel ModelOf(SimulatorState state) => new(
        state.Model.Latency.TotalMilliseconds, state.Model.StallAll, state.Model.InFlight, state.Model.Total, state.Model.Cancelled);
}
