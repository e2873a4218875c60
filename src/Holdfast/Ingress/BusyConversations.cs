using Holdfast.Agents;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Runs;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Ingress;

/// <summary>What is done about a message that comes while a run of its conversation is under way.</summary>
public sealed class BusyConversations(
    IHoldfastStore store, IAgent agent, MessageComposer messages, IWaitingSign signs, IOptions<RunOptions> options)
{
    /// <summary>Whether answers come at once and by no tools.</summary>
    internal bool IsImmediate => agent.IsImmediate;

    /// <summary>Whether a run is under way, and that matters.</summary>
    /// <param name="route">Where the message goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<bool> IsBusyAsync(Route.ToLane route, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (agent.IsImmediate)
            return false;
        return await store.IsHeldAsync(LaneQueue.Inbound, route.Message.Conversation.ToString(), cancellationToken);
    }

    /// <summary>What is appended for such a message: itself, to wait; or its receipt, and the note that it is not answered.</summary>
    /// <param name="route">Where the message goes.</param>
    /// <param name="item">The message.</param>
    public IReadOnlyList<NewItem> Items(Route.ToLane route, NewItem item)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(item);
        if (options.Value.WhenBusy != BusyPolicy.Refuse)
            return [item];
        var note = messages.Ephemeral(route.Message.Conversation, route.Message.User, item.Id, Wording.Busy, item.TraceParent);
        return [item with { Settled = Settlement.Ignored("busy") }, note with { FollowsPrevious = true }];
    }

    /// <summary>Shows that a message which waits was seen.</summary>
    /// <param name="route">Where the message goes.</param>
    public void Show(Route.ToLane route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (options.Value is { WhenBusy: not BusyPolicy.Refuse, BusyReaction.Length: > 0 })
            signs.ShowWaiting(route.Message.Conversation, route.Message.Ts, options.Value.BusyReaction);
    }
}
