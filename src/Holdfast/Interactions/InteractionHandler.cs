using Holdfast.Admission;
using Holdfast.Caching;
using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Interactions;

/// <summary>
/// Handles clicks and commands, at once and in parallel: nothing here waits for a conversation's lane. The items
/// are as durable as messages; their decisions are transitions like any other.
/// </summary>
public sealed partial class InteractionHandler : ILaneHandler
{
    private const string GaveUp = "Sorry, something went wrong on my side. Please try again; if it keeps failing, tell an operator.";

    private readonly Dictionary<string, IActionHandler> _actions;
    private readonly Dictionary<string, IInternalHandler> _internal;
    private readonly IActionHandler _commands;
    private readonly IHoldfastStore _store;
    private readonly MessageComposer _messages;
    private readonly AckReceipts _receipts;
    private readonly Responder _responder;
    private readonly IWorkspaces _workspaces;
    private readonly Admissions _admissions;
    private readonly TimeProvider _time;

    /// <summary>Clicks that wait, of which somebody was told.</summary>
    private readonly ExpiringCache<ItemId, bool> _told;
    private readonly ILogger<InteractionHandler> _logger;

    /// <summary>Makes it.</summary>
    public InteractionHandler(
        IEnumerable<IActionHandler> actions,
        IEnumerable<IInternalHandler> internals,
        IHoldfastStore store,
        MessageComposer messages,
        AckReceipts receipts,
        Responder responder,
        IWorkspaces workspaces,
        Admissions admissions,
        TimeProvider time,
        ILogger<InteractionHandler> logger)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _actions = actions.SelectMany(handler => handler.Actions.Select(action => (action, handler))).ToDictionary(pair => pair.action, pair => pair.handler);
        _internal = internals.SelectMany(handler => handler.Kinds.Select(kind => (kind, handler))).ToDictionary(pair => pair.kind, pair => pair.handler);
        _commands = _actions[InteractionKinds.SlashCommand];
        (_store, _messages, _receipts, _responder, _workspaces, _admissions, _time, _logger) = (store, messages, receipts, responder, workspaces, admissions, time, logger);
        _told = new(PendingClicks.Patience * 2, capacity: 10_000, time);
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            if (_internal.TryGetValue(work.Item.Kind, out var handler))
                return await handler.HandleAsync(work, cancellationToken);
            if (Interaction.Read(work) is { } interaction)
                return await HandleAsync(interaction, cancellationToken);
            LogUnreadable(work.Item.Kind, work.Item.Id);
            return work.Ignored("unreadable payload");
        }
        finally
        {
            _receipts.Forget(work.Item.Id);
        }
    }

    /// <inheritdoc/>
    public Transition GiveUp(Claim claim, Exception error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(error);
        var dead = Transition.Of(claim, new ItemOutcome.Dead(error.GetType().Name));

        // Through the outbox: the user who clicked must learn of all things that this one failed.
        return WhoWaits(claim) is { Channel: { } channel } waiting
            ? dead with { Append = [_messages.Ephemeral(new ConversationId(waiting.Team, channel, waiting.Thread), waiting.User.Value, claim.Item.Id, GaveUp, claim.Item.TraceParent)] }
            : dead;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Remains(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var payload = item.Payload.ToArray();
        SlackCredentials.RemoveAnswerAddresses(payload);
        return payload;
    }

    /// <inheritdoc/>
    public string? TeamOf(LaneItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Owner?.Team ?? (_internal.TryGetValue(item.Kind, out var handler) ? handler.TeamOf(item) : null);
    }

    private Addressee? WhoWaits(Claim claim) => _internal.TryGetValue(claim.Item.Kind, out var handler)
        ? handler.WhoWaits(claim.Item)
        : Interaction.Read(new LaneWork(claim, _store))?.Addressee;

    private async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        // The app may have been removed from it since.
        if (await _workspaces.FindAsync(interaction.Team, cancellationToken) is null)
            return interaction.Refused(EventRouter.AnotherWorkspace);
        if (await RefusalAsync(interaction, cancellationToken) is { } refusal)
            return refusal;
        if (interaction.Command is not null)
            return await _commands.HandleAsync(interaction, cancellationToken);
        if (_actions.TryGetValue(interaction.ActionId, out var handler))
            return await handler.HandleAsync(interaction, cancellationToken);
        LogUnknown(interaction.Item.Id);
        await _responder.TellAsync(interaction, "This button no longer works.", cancellationToken);
        return interaction.Refused("unknown action");
    }

    /// <summary>Whoever may not use the app reads why, each time: a button that says nothing looks broken.</summary>
    private async ValueTask<Transition?> RefusalAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        var verdict = await _admissions.AskAsync(new Asking(interaction.Team, interaction.User.Value, interaction.Channel, AskingKind.Click), cancellationToken);
        if (verdict is Verdict.Unknown pending && PendingClicks.AskAgain(interaction.Work, pending, _time.GetUtcNow()) is { } later)
        {
            await TellOnceAsync(interaction, pending.WhileWaiting, cancellationToken);
            return later;
        }

        var (text, reason, records) = verdict switch
        {
            Verdict.Refused refused => (refused.Text, refused.Reason, refused.Records),
            Verdict.Unknown unknown => (unknown.Text, unknown.Reason, []),
            _ => (null, "", (IReadOnlyList<StoredRecord>)[]),
        };
        if (text is null)
            return null;
        await _responder.TellAsync(interaction, text, cancellationToken);
        return interaction.Refused(reason) with { Records = records };
    }

    private async ValueTask TellOnceAsync(Interaction interaction, string text, CancellationToken cancellationToken)
    {
        if (_told.TryGet(interaction.Item.Id, out _))
            return;
        _told.Set(interaction.Item.Id, value: true);
        await _responder.TellAsync(interaction, text, cancellationToken);
    }

    [LoggerMessage(700, LogLevel.Warning, "An interaction of kind {Kind} (item {Item}) can't be read; nothing was done")]
    private partial void LogUnreadable(string kind, ItemId item);

    [LoggerMessage(702, LogLevel.Warning, "Item {Item} is an interaction with an unknown action; nothing was done")]
    private partial void LogUnknown(ItemId item);
}
