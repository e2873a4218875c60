using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.Events;
using Holdfast.Storage;
using Holdfast.Workspaces;

namespace Holdfast.Runs;

/// <summary>
/// Stops runs: by the button, by a word, by Slack's own stop button. First that it is wanted is made durable, then the run is
/// told; so it ends once, whatever dies in between.
/// </summary>
public sealed class RunStopper(IHoldfastStore store, WorkStops stops, Responder responder, IWorkspaces workspaces, TimeProvider time)
    : IActionHandler, IInternalHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [RunButtons.Stop];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [InteractionKinds.StopWord, InteractionKinds.SessionStopped];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var run = ItemId.TryParse(interaction.Value, out var id) ? await store.GetRunAsync(id, cancellationToken) : null;
        if (run is null || !interaction.IsIn(run.Conversation))
        {
            await responder.TellAsync(interaction, "That run is not kept any more.", cancellationToken);
            return interaction.Refused("no such run");
        }

        if (run.EndedAt is null)
            return await StopAsync(interaction.Work, run, interaction.User.Value, cancellationToken);
        await responder.TellAsync(interaction, "That run has ended already.", cancellationToken);

        // It may have been stopped by this very click, before the process died: then nobody else takes the wish away.
        return interaction.Refused("the run has ended") with { Records = [RunRecords.Stops.Remove(run.Id)] };
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!EventPeek.TryRead(work.Item.Payload.Span, out var said))
            return work.Ignored("unreadable payload");
        if (await workspaces.FindAsync(said.Installation, cancellationToken) is not { } workspace)
            return work.Ignored(EventRouter.AnotherWorkspace);
        return work.Item.Kind == InteractionKinds.StopWord
            ? await StopByWordAsync(work, workspace.Identity, cancellationToken)
            : await StopBySessionAsync(work, workspace.Identity, cancellationToken);
    }

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return EventPeek.TryRead(item.Payload.Span, out var said) ? said.Installation : null;
    }

    private async ValueTask<Transition> StopByWordAsync(LaneWork work, BotIdentity me, CancellationToken cancellationToken)
    {
        if (EventRouter.RouteEvent(work.Item.Payload, envelopeId: "", me, stopWord: null) is not Route.ToLane route)
            return work.Ignored("unreadable payload");
        if (await store.GetOpenRunAsync(route.Conversation.ToString(), cancellationToken) is { } run)
            return await StopAsync(work, run, route.User, cancellationToken);

        // Nothing to stop: then it is a message like any other, perhaps an answer to a question.
        var message = new NewItem
        {
            Id = ItemId.New(time),
            Queue = LaneQueue.Inbound,
            Lane = route.Conversation.ToString(),
            Kind = route.Kind,
            Owner = Owners.Of(route.Conversation.Team.Value, route.User),
            Payload = work.Item.Payload,
            OrderKey = route.OrderKey,
            TraceParent = work.Item.TraceParent,
        };
        return work.Ignored("nothing to stop") with { Append = [message] };
    }

    private async ValueTask<Transition> StopBySessionAsync(LaneWork work, BotIdentity me, CancellationToken cancellationToken)
    {
        if (!EventPeek.TryRead(work.Item.Payload.Span, out var stopped) || !ChannelId.TryParse(stopped.Channel, out var channel))
            return work.Ignored("unreadable payload");
        var thread = SlackTs.TryParse(stopped.ThreadTs, out var root) ? root : (SlackTs?)null;
        var conversation = new ConversationId(me.Team, channel, thread);
        return await store.GetOpenRunAsync(conversation.ToString(), cancellationToken) is { } run
            ? await StopAsync(work, run, stopped.User ?? "", cancellationToken)
            : work.Ignored("nothing to stop");
    }

    private async ValueTask<Transition> StopAsync(LaneWork work, RunRecord run, string by, CancellationToken cancellationToken)
    {
        var done = work.Done();
        if (await IsUnderWayAsync(work, run, cancellationToken))
            return done;
        await work.KeepAsync(new Effects { Records = [RunRecords.Stops.Ask(run.Id, by)] }, cancellationToken);
        await stops.StopAsync(run.Id);
        var now = await store.GetRunAsync(run.Id, cancellationToken);

        // It ended before it could know: nobody else will take the wish away.
        if (now is not { EndedAt: null })
            return done with { Records = [RunRecords.Stops.Remove(run.Id)] };

        // A run that waits, or is about to, is in nobody's hands; it has to come by to learn of it. One that has ended by then is
        // left alone.
        return done with { Append = [RunItems.ToStop(run.Id, run.Conversation, time, work.Item.TraceParent)] };
    }

    /// <summary>
    /// Whether somebody else's stop is on its way: whoever presses the button again and again does not fill the conversation's lane. One
    /// that comes round again itself may be the very one that is to see to it.
    /// </summary>
    private async ValueTask<bool> IsUnderWayAsync(LaneWork work, RunRecord run, CancellationToken cancellationToken)
    {
        if (work.Item.InDoubt || work.Item.Attempt > 0 || await RunRecords.Stops.FindAsync(store, run.Id, cancellationToken) is null)
            return false;
        await stops.StopAsync(run.Id);
        return true;
    }
}
