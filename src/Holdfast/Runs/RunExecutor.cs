using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Home;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Welcome;
using Holdfast.Workspaces;

namespace Holdfast.Runs;

/// <summary>
/// Runs the agent for an inbound message. What it leads to is one transition: the message consumed, the run and its steps,
/// the turns of memory, and the deliveries of the reply become true together or not at all.
/// </summary>
internal sealed class RunExecutor(
    IAgent agent,
    IHoldfastStore store,
    IWorkspaces workspaces,
    RunTransitions transitions,
    RunAdmission admission,
    RunOpening opening,
    RunAttempt attempt,
    RunRemembering remembering,
    EarlierClicks earlierClicks,
    FirstContact contact,
    HomeNews home) : ILaneHandler
{
    /// <summary>The run under each claim, for giving it up: what it has said and asked is taken back then.</summary>
    private readonly ConditionalWeakTable<Claim, ActiveRun> _active = [];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);

        // Known only after the sign-in: an answer that nobody could be told yet would only cost a call of the model.
        if (await workspaces.FindAsync(ConversationId.Parse(work.Item.Lane).Team, cancellationToken) is null)
            return work.Ignored(EventRouter.AnotherWorkspace);
        var (request, ignored) = await RunRequest.ReadAsync(work.Item, store, cancellationToken);
        try
        {
            if (request is not null)
                ignored = await ReasonToIgnoreAsync(work.Item, request, cancellationToken);
        }
        catch (MemoryException e)
        {
            // Whether it is for the app at all only memory can tell.
            return remembering.Undecided(work.Claim, e);
        }

        if (request is null || ignored is not null)
            return work.Ignored(ignored!);
        var known = request.Resumes ?? (work.Item.IsRepeated ? await store.GetRunAsync(request.Run, cancellationToken) : null);

        // A dead letter that an operator replayed starts over. One that was stopped while its message waited has ended.
        if (known is { EndedAt: not null, Status: not RunStatus.Failed } && work.Item.Kind != RunItems.Retry)
            return work.Ignored("the run has ended");
        if (known is not null && work.Item.IsRepeated && await earlierClicks.AreLeftAsync(cancellationToken))
            return work.End(new ItemOutcome.Retry(EarlierClicks.Wait, Error: null, CountsAsAttempt: false, InDoubt: true));
        if (known is not null)
            return await GoOnAsync(work, request, known, booked: null, cancellationToken);

        // Asked once: what has begun is not taken back by a rule that was made since.
        var (refusal, booked) = await admission.AskAsync(work, request, agent.IsImmediate, cancellationToken);
        if (refusal is not null)
            return refusal;
        try
        {
            return await GoOnAsync(work, request, known, booked, cancellationToken);
        }
        finally
        {
            booked?.Invoke();
        }
    }

    private async ValueTask<Transition> GoOnAsync(LaneWork work, RunRequest request, RunRecord? known, Action? booked, CancellationToken cancellationToken)
    {
        if (await opening.OpenAsync(work, request, known, booked, cancellationToken) is not { } run)
            return work.Ignored("deleted before it was answered");
        var welcome = await contact.WelcomeAsync(work.Item, cancellationToken);
        var isHomeOpened = !agent.IsImmediate && await home.IsOpenedAsync(request.Conversation.Team, request.User, cancellationToken);
        _active.AddOrUpdate(work.Claim, run);
        var transition = await attempt.MakeAsync(work, run, cancellationToken);
        if (transition.Outcome is ItemOutcome.Done or ItemOutcome.Dead)
            transition = transition with { Merged = run.Merged, Append = [.. transition.Append, .. welcome] };
        if (isHomeOpened && transition.Run is { EndedAt: not null })
            transition = transition with { Append = [.. transition.Append, home.Of(request.Conversation.Team, request.User, work.Item.TraceParent)] };
        return await remembering.KeepAsync(run.Request, transition);
    }

    /// <summary>Starting once more after that is not counted: only failed starts are.</summary>
    /// <inheritdoc/>
    public Transition Interrupted(Claim claim, ItemOutcome.Retry outcome)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return _active.TryGetValue(claim, out var run) && run.Journal.Begun is { } begun
            ? new Transition { Claim = claim, Outcome = outcome, Run = begun with { Starts = begun.Starts - 1 }, Records = run.Journal.Unbooked() }
            : Transition.Of(claim, outcome);
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        return _active.TryGetValue(claim, out var run)
            ? transitions.GivenUp(run, claim, error.GetType().Name)
            : transitions.GivenUp(claim, error.GetType().Name);
    }

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item) => Owners.TeamOf(item);

    private async ValueTask<string?> ReasonToIgnoreAsync(LaneItem item, RunRequest request, CancellationToken cancellationToken)
    {
        if (item.Kind == InboundKinds.EditedMention)
            return await EditedMentions.ReasonAgainstAsync(item, request.Conversation, store, cancellationToken);
        if (item.Kind == InboundKinds.Report)
            return await store.IsKnownAsync(item.Id, cancellationToken) ? "the agent was told in the run that waited for it" : null;
        if (item.Kind != InboundKinds.ThreadReply)
            return null;
        if (await remembering.KnowsAsync(item, request.Conversation, cancellationToken))
            return null;

        // The first question may still wait for an approval; then nothing of it is remembered yet.
        return await store.GetOpenRunAsync(item.Lane, cancellationToken) is null ? MessageRouter.NotAddressed : null;
    }
}
