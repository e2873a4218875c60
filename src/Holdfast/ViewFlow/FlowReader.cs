using Holdfast.Approvals;
using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Settings;
using Holdfast.Slack;
using Holdfast.Storage;

namespace Holdfast.ViewFlow;

/// <summary>Reads what the modal shows. A run past its time is never shown, whether or not it is swept away already.</summary>
public sealed class FlowReader(IHoldfastStore store, RunRetention retention, IEnumerable<IFlowFigure> figures, TimeProvider time)
{
    /// <summary>More than a page shows of each text; the rest is behind <i>Details</i>.</summary>
    private const int MaxText = 400;

    private const int MaxDeliveries = 20;

    /// <summary>The run; null when it is not kept (any more).</summary>
    /// <param name="run">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<RunRecord?> ReadRunAsync(ItemId run, CancellationToken cancellationToken)
    {
        var record = await store.GetRunAsync(run, cancellationToken);
        return record?.ExpiresAt <= time.GetUtcNow() ? null : record;
    }

    /// <summary>What a click on the button under a reply is to show.</summary>
    /// <param name="click">The click.</param>
    /// <param name="run">The run that the button names.</param>
    /// <param name="after">Where the page begins; null for the newest steps.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<FlowFound> ReadAsync(Interaction click, ItemId run, int? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(click);
        var record = await store.GetRunAsync(run, cancellationToken);
        if (record is null)
            return new FlowFound(FlowFinding.Expired, Page: null);

        // The button stands in the channel of its conversation, and in the home of who asked. Elsewhere it is a forgery, and its maker learns nothing: the answer is
        // the same as for a run that is no longer kept.
        if (!MaySee(click, record))
            return new FlowFound(FlowFinding.Missing, Page: null);
        if (record.ExpiresAt <= time.GetUtcNow())
            return new FlowFound(FlowFinding.Expired, Page: null);
        return new FlowFound(FlowFinding.Found, await PageAsync(click.Team, click.User, record, after, cancellationToken));
    }

    /// <summary>A page, for a view whose state says that its viewer may see the run; null when it is not kept any more.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="viewer">Who looks.</param>
    /// <param name="run">The run.</param>
    /// <param name="after">Where the page begins; null for the newest steps.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<FlowPage?> ReadPageAsync(TeamId team, UserId viewer, ItemId run, int? after, CancellationToken cancellationToken) =>
        await ReadRunAsync(run, cancellationToken) is { } record ? await PageAsync(team, viewer, record, after, cancellationToken) : null;

    /// <summary>A step with its run; null when it is not kept (any more).</summary>
    /// <param name="run">The run.</param>
    /// <param name="number">The step's number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<(RunRecord Run, RunStep Step)?> ReadStepAsync(ItemId run, int number, CancellationToken cancellationToken) =>
        await ReadRunAsync(run, cancellationToken) is { } record && await store.GetStepAsync(run, number, cancellationToken) is { } step
            ? (record, step)
            : null;

    private static bool MaySee(Interaction click, RunRecord run) =>
        click.IsIn(run.Conversation) || click.Channel is null && click.User.Value == run.User && click.Team.Value == ConversationId.TeamOf(run.Conversation);

    private async ValueTask<FlowPage> PageAsync(TeamId team, UserId viewer, RunRecord run, int? after, CancellationToken cancellationToken)
    {
        var total = await store.CountStepsAsync(run.Id, cancellationToken);
        var start = FlowPaging.Within(after ?? FlowPaging.Newest(total), total);
        var isOwn = run.User == viewer.Value;
        return new FlowPage(
            run,
            total,
            await store.GetStepOutlinesAsync(run.Id, start, FlowView.StepsPerPage, MaxText, cancellationToken),
            await store.GetDeliveredAsync(run.Id, MaxDeliveries, cancellationToken),
            await store.GetApprovalsOfRunAsync(run.Id, cancellationToken),
            start,
            isOwn && retention.IsChosen ? await retention.GetAsync(team.Value, viewer.Value, cancellationToken) : null,
            retention.Choices,
            time.GetUtcNow())
        {
            Figures = await FiguresAsync(run, cancellationToken),
            Settings = await store.GetOfRunAsync(run.Id, cancellationToken),
            StoppedBy = run.Status == RunStatus.Stopped ? await store.GetStopperAsync(run.Id, cancellationToken) : null,
        };
    }

    private async ValueTask<IReadOnlyList<FlowFigure>> FiguresAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var shown = new List<FlowFigure>();
        foreach (var figure in figures)
        {
            if (await figure.ShowAsync(run, cancellationToken) is { } shows)
                shown.Add(shows);
        }

        return shown;
    }
}
