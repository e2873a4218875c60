using System.Globalization;
using Holdfast.Audit;
using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Storage;

namespace Holdfast.ViewFlow;

/// <summary>The clicks on <i>View flow</i> and within its modal.</summary>
public sealed class FlowClicks(FlowReader reader, FlowOpener opener, FlowKey key, RunRetention retention, Responder responder) : IActionHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions =>
    [
        FlowActions.Open, FlowActions.Older, FlowActions.Newer, FlowActions.Refresh, FlowActions.Step, FlowActions.StepEarlier,
        FlowActions.StepLater, FlowActions.Retention,
    ];

    /// <inheritdoc/>
    public ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        return interaction.ActionId == FlowActions.Open
            ? OpenAsync(interaction, cancellationToken)
            : WithinAsync(interaction, cancellationToken);
    }

    private async ValueTask<Transition> OpenAsync(Interaction click, CancellationToken cancellationToken)
    {
        if (!ItemId.TryParse(click.Value, out var run))
            return await responder.RefuseAsync(click, FlowWording.NotFound, "no such run", cancellationToken);
        var signer = await key.SignerAsync(click.Team, cancellationToken);
        var state = signer.Write(new FlowState(run), click.Team, click.User);
        return await opener.OpenAsync(click, state, token => reader.ReadAsync(click, run, after: null, token), cancellationToken);
    }

    /// <summary>
    /// A click within the modal. Who may see the run was found out when it was opened, and is signed into the view's state: a
    /// view of another user, or one that was tampered with, has no state here.
    /// </summary>
    private async ValueTask<Transition> WithinAsync(Interaction click, CancellationToken cancellationToken)
    {
        var signer = await key.SignerAsync(click.Team, cancellationToken);
        if (click.View is not { } view || signer.Read(view.PrivateMetadata, click.Team, click.User) is not { } state)
            return await RefuseInViewAsync(click, FlowWording.StateUnreadable, "foreign view", cancellationToken);
        var number = int.TryParse(click.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return click.ActionId switch
        {
            FlowActions.Step => await StepAsync(click, signer, state with { Step = number, Part = 0 }, isNew: true, cancellationToken),
            FlowActions.StepEarlier or FlowActions.StepLater => await StepAsync(click, signer, state with { Part = number }, isNew: false, cancellationToken),
            FlowActions.Retention => await KeepAsync(click, signer, state, number, cancellationToken),
            _ => await PageAsync(click, signer, state with { After = number }, cancellationToken),
        };
    }

    private async ValueTask<Transition> PageAsync(Interaction click, FlowState.Signer signer, FlowState state, CancellationToken cancellationToken)
    {
        if (await reader.ReadPageAsync(click.Team, click.User, state.Run, state.After, cancellationToken) is { } page)
            await opener.TurnToAsync(click, page, signer.Write(state, click.Team, click.User), cancellationToken);
        else
            await opener.UpdateAsync(click, FlowView.Message(FlowWording.Expired), cancellationToken);
        return click.Done();
    }

    private async ValueTask<Transition> StepAsync(Interaction click, FlowState.Signer signer, FlowState state, bool isNew, CancellationToken cancellationToken)
    {
        var found = await reader.ReadStepAsync(state.Run, state.Step, cancellationToken);
        var view = found is { } step
            ? FlowView.RenderStep(step.Run, step.Step, state.Part, signer.Write(state, click.Team, click.User))
            : FlowView.Message(FlowWording.Expired);
        if (!isNew)
            await opener.UpdateAsync(click, view, cancellationToken);
        else if (await opener.PushAsync(click, view, cancellationToken) is { } problem && found is { } shown)
            await responder.TellAsync(In(click, shown.Run), problem, cancellationToken);
        return click.Done();
    }

    /// <summary>A click in a view as one where the run was asked for: there its viewer can get a message.</summary>
    private static Interaction In(Interaction click, RunRecord run)
    {
        var conversation = ConversationId.Parse(run.Conversation);
        return click with { Channel = conversation.Channel, Thread = conversation.Thread };
    }

    /// <summary>The choice, and this run with it when it is the chooser's own: both or neither.</summary>
    private async ValueTask<Transition> KeepAsync(Interaction click, FlowState.Signer signer, FlowState state, int seconds, CancellationToken cancellationToken)
    {
        var run = await reader.ReadRunAsync(state.Run, cancellationToken);
        if (run is null || run.User != click.User.Value || retention.Choose(click.Team.Value, click.User.Value, TimeSpan.FromSeconds(seconds)) is not { } choice)
            return await RefuseInViewAsync(click, FlowWording.NotFound, "no such choice", cancellationToken);
        var chosen = TimeSpan.FromSeconds(seconds);
        var isChanged = await retention.GetAsync(click.Team.Value, click.User.Value, cancellationToken) != chosen;
        await click.Work.CheckpointAsync(click.Work.End(ItemOutcome.Checkpoint) with { Records = isChanged ? [choice, AuditOf(click)] : [choice], Expiry = new RunExpiry(run.Id, chosen) }, cancellationToken);
        retention.Chosen(click.Team.Value, click.User.Value, chosen);
        return await PageAsync(click, signer, state, cancellationToken);
    }

    private static StoredRecord AuditOf(Interaction click) => new AuditEntry
    {
        Act = AuditActs.SettingsChanged,
        At = click.ArrivedAt,
        By = click.User.Value,
        Team = click.Team.Value,
        What = "retention",
    }.ToRecord(click.Item.Id.ToString());

    /// <summary>A view has no channel for a message: the view itself shows it.</summary>
    private async ValueTask<Transition> RefuseInViewAsync(Interaction click, string text, string reason, CancellationToken cancellationToken)
    {
        if (click.View is null)
            return await responder.RefuseAsync(click, text, reason, cancellationToken);
        await opener.UpdateAsync(click, FlowView.Message(text), cancellationToken);
        return click.Refused(reason);
    }
}
