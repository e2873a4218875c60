using Holdfast.Admission;
using Holdfast.Audit;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Workspaces;

namespace Holdfast.Runs;

/// <summary>
/// Stops runs: by the button, by a word, by Slack's own stop button. The request is made durable first, then the run is stopped: so it
/// ends once, whatever dies in between.
/// </summary>
public sealed class RunStopper(IHoldfastStore store, WorkStops stops, Responder responder, MessageComposer messages, IWorkspaces workspaces, Admissions admissions, TimeProvider time)
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
            await responder.TellAsync(interaction, "That run is too old: I no longer have it.", cancellationToken);
            return interaction.Refused("no such run");
        }

        if (run.EndedAt is null)
            return await StopAsync(interaction.Work, run, interaction.User.Value, cancellationToken);
        await responder.TellAsync(interaction, "That run has already ended.", cancellationToken);

        // It may have been stopped by this very click, before the process died: then nothing else clears the request.
        return interaction.Refused("the run has ended") with { Records = [RunRecords.Stops.Remove(run.Id)] };
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var message = InboundMessage.Read(work.Item);
        if (await workspaces.FindAsync(message.Conversation.Team, cancellationToken) is null)
            return work.Ignored(EventRouter.AnotherWorkspace);
        var verdict = await VerdictAsync(message, cancellationToken);
        if (verdict is Verdict.Unknown unknown && PendingClicks.AskAgain(work, unknown, time.GetUtcNow()) is { } later)
            return later;
        if (verdict is not Verdict.Admitted)
            return IsWord(work) ? work.Ignored("may not stop") with { Append = [AsMessage(message, work)] } : work.Ignored("may not stop");
        if (await store.GetOpenRunAsync(message.Conversation.ToString(), cancellationToken) is { } run)
            return await StopAsync(work, run, message.User, cancellationToken);
        var nothing = work.Ignored("nothing to stop");

        // The button is there only while Slack shows the agent at work: it is mistaken.
        if (work.Item.Kind == InteractionKinds.SessionStopped && message.Conversation.Thread is not null)
            return nothing with { Append = [messages.EndSession(message.Conversation, work.Item.Id, notBefore: null, work.Item.TraceParent, insists: true)] };

        // A word is a message like any other then, perhaps an answer to a question.
        return IsWord(work) ? nothing with { Append = [AsMessage(message, work)] } : nothing;
    }

    /// <summary>Slack's button does not always say who pressed it; then it was somebody who sees the session.</summary>
    private async ValueTask<Verdict> VerdictAsync(InboundMessage message, CancellationToken cancellationToken) =>
        message.User.Length == 0
            ? Verdict.Yes
            : await admissions.AskAsync(new Asking(message.Conversation.Team, message.User, message.Conversation.Channel, AskingKind.Click), cancellationToken);

    private static bool IsWord(LaneWork work) => work.Item.Kind == InteractionKinds.StopWord;

    /// <summary>In its conversation's lane, where whoever may not use the app is told so.</summary>
    private NewItem AsMessage(InboundMessage message, LaneWork work) => message.ToItem(ItemId.New(time), work.Item.Payload, work.Item.TraceParent);

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return InboundMessage.Read(item).Conversation.Team.Value;
    }

    private async ValueTask<Transition> StopAsync(LaneWork work, RunRecord run, string by, CancellationToken cancellationToken)
    {
        var done = work.Done();
        if (await IsUnderWayAsync(work, run, cancellationToken))
            return done;
        var team = ConversationId.TeamOf(run.Conversation);
        var audit = new AuditEntry { Act = AuditActs.RunStopped, At = time.GetUtcNow(), By = by.Length > 0 ? by : null, For = by == run.User ? null : run.User, Team = team, Where = run.Conversation, Reference = run.Id.ToString() };
        await work.KeepAsync(new Effects { Records = [RunRecords.Stops.Ask(run.Id, team, by), audit.ToRecord(run.Id.ToString())] }, cancellationToken);
        await stops.StopAsync(run.Id);
        var now = await store.GetRunAsync(run.Id, cancellationToken);

        // It ended before it saw the request: nothing else will clear it.
        if (now is not { EndedAt: null })
            return done with { Records = [RunRecords.Stops.Remove(run.Id)] };

        // A run that is waiting, or about to, is held by no worker: an item has it look. One that has ended by then is
        // left alone.
        return done with { Append = [RunItems.ToStop(run.Id, run.Conversation, time, work.Item.TraceParent)] };
    }

    /// <summary>
    /// Whether another stop is on its way: a user who presses the button again and again does not fill the conversation's lane. A click
    /// that is handled again may be the very one that must finish it.
    /// </summary>
    private async ValueTask<bool> IsUnderWayAsync(LaneWork work, RunRecord run, CancellationToken cancellationToken)
    {
        if (work.Item.IsRepeated || await RunRecords.Stops.FindAsync(store, run.Id, cancellationToken) is null)
            return false;
        await stops.StopAsync(run.Id);
        return true;
    }
}
