using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Interactivity;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Views;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.ViewFlow;

/// <summary>
/// Opens the modal inside the 3 seconds that a click's trigger lives: after the acknowledgement, at once, and again while there
/// is time. No user is left waiting: when it cannot be opened, the user who clicked reads why.
/// </summary>
public sealed partial class FlowOpener(
    IWorkspaces workspaces,
    AckReceipts receipts,
    Responder responder,
    FlowFollower follower,
    IOptions<SlackOptions> options,
    FlowMetrics metrics,
    TimeProvider time,
    ILogger<FlowOpener> logger)
{
    /// <summary>https://docs.slack.dev/interactivity/handling-user-interaction: a trigger lives 3 seconds.</summary>
    private static readonly TimeSpan TriggerLife = TimeSpan.FromSeconds(3);

    /// <summary>When the store takes longer than this, a view that says so is opened first.</summary>
    private static readonly TimeSpan ReadingPatience = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private const int Attempts = 3;

    /// <summary>Opens the modal for a click on the button under a reply.</summary>
    /// <param name="click">The click.</param>
    /// <param name="state">What the view carries.</param>
    /// <param name="read">Reads what it shows.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask<Transition> OpenAsync(
        Interaction click, string state, Func<CancellationToken, ValueTask<FlowFound>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(click);
        ArgumentNullException.ThrowIfNull(read);
        var reading = read(cancellationToken).AsTask();
        if (!await receipts.WasSentAsync(click.Item.Id, cancellationToken))
            return await NotAcknowledgedAsync(click, reading, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var isRead = await Task.WhenAny(reading, Task.Delay(ReadingPatience, time, patience.Token)) == reading;
        await patience.CancelAsync();
        return isRead
            ? await OpenFoundAsync(click, await reading, state, cancellationToken)
            : await OpenLoadingAsync(click, reading, state, cancellationToken);
    }

    /// <summary>Opens a view that needs nothing but what is known already, for a command or a button.</summary>
    /// <param name="command">The command, or the click.</param>
    /// <param name="view">The view.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Why it could not be opened, for the one who typed it; null when it was.</returns>
    public async ValueTask<string?> ShowAsync(Interaction command, View view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var again = command.Command is null ? "press the button" : "type the command";
        if (!await receipts.WasSentAsync(command.Item.Id, cancellationToken))
            return FlowFailures.Explain("not_acknowledged", again);
        return (await OpenAsync(command, view, cancellationToken)).Error is { } error ? FlowFailures.Explain(error, again) : null;
    }

    /// <summary>Puts a view on top of the one that was clicked in.</summary>
    /// <param name="click">The click.</param>
    /// <param name="view">The view.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Why it could not be done, for the one who clicked; null when it was.</returns>
    public async ValueTask<string?> PushAsync(Interaction click, View view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(click);
        if (!await receipts.WasSentAsync(click.Item.Id, cancellationToken))
            return FlowWording.NotOpened;
        var pushed = await TryAsync(click, new ViewsPushRequest { TriggerId = click.TriggerId, View = view }, click.ArrivedAt + TriggerLife, cancellationToken);
        return pushed.Error is { } error ? FlowFailures.Explain(error) : null;
    }

    /// <summary>Replaces the view that was clicked in. That needs no trigger.</summary>
    /// <param name="click">The click.</param>
    /// <param name="view">The view.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask UpdateAsync(Interaction click, View view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(click);
        await UpdateAsync(click, new ViewsUpdateRequest { ViewId = click.View!.Id, View = view }, cancellationToken);
    }

    /// <summary>Shows a page in the view that was clicked in, which goes on with its run from then on.</summary>
    /// <param name="click">The click.</param>
    /// <param name="page">The page.</param>
    /// <param name="state">What the view carries.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask TurnToAsync(Interaction click, FlowPage page, string state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(click);

        // Without the hash of what was clicked in: what followed the run meanwhile must not undo what somebody has asked for.
        var (_, view, shown) = await ShowAsync(page, state, view => UpdateAsync(click, new ViewsUpdateRequest { ViewId = click.View!.Id, View = view }, cancellationToken));
        follower.Follow(click, view, shown, state);
    }

    private async ValueTask<Transition> OpenFoundAsync(Interaction click, FlowFound found, string state, CancellationToken cancellationToken)
    {
        metrics.Looked(found.Finding);
        if (found.Page is not { } page)
        {
            // In a home there is no place for a message but a view.
            if (click.Channel is null)
                await OpenAsync(click, FlowView.Message(FlowWording.Expired), cancellationToken);
            else
                await responder.TellAsync(click, FlowWording.Expired, cancellationToken);
            return click.Refused("details are not kept");
        }

        var (error, opened, shown) = await ShowAsync(page, state, view => OpenAsync(click, view, cancellationToken));
        if (error is not null)
            return await FailedAsync(click, error, cancellationToken);
        follower.Follow(click, opened, shown, state);
        return click.Done();
    }

    private async ValueTask<Transition> OpenLoadingAsync(Interaction click, Task<FlowFound> reading, string state, CancellationToken cancellationToken)
    {
        // Its own id, since the answer with Slack's may be lost, and then it could not be filled.
        var ours = click.Item.Id.ToString();
        var loading = FlowView.Loading(state) with { ExternalId = ours };
        var error = (await OpenAsync(click, loading, cancellationToken)).Error;

        // Filled also when it seems not to have been opened: the answer that says otherwise may have been lost.
        var (page, why) = await ReadAsync(click, reading);
        string? failed;
        SlackView? filled;
        if (page is null)
            (failed, filled) = await FillAsync(FlowView.Message(why!));
        else
            (failed, filled, page) = await ShowAsync(page, state, FillAsync);
        if (failed is not null)
            return await FailedAsync(click, error ?? failed, cancellationToken);
        follower.Follow(click, filled, page, state);
        return click.Done();

        ValueTask<(string? Error, SlackView? View)> FillAsync(View view) =>
            UpdateAsync(click, new ViewsUpdateRequest { ExternalId = ours, View = view }, cancellationToken);
    }

    /// <summary>Shows a page, without its pictures where Slack refuses it with them. What was shown in the end goes with it.</summary>
    private static async ValueTask<(string? Error, SlackView? View, FlowPage Page)> ShowAsync(
        FlowPage page, string state, Func<View, ValueTask<(string? Error, SlackView? View)>> show)
    {
        var (error, view) = await show(FlowView.Render(page, state));
        if (!page.MayBeRefusedForPictures(error))
            return (error, view, page);
        page = page with { ShowsPictures = false };
        (error, view) = await show(FlowView.Render(page, state));
        return (error, view, page);
    }

    /// <summary>What the loading view turns into, or why there is none; it turns into something whatever the store does.</summary>
    private async ValueTask<(FlowPage? Page, string? Why)> ReadAsync(Interaction click, Task<FlowFound> reading)
    {
        try
        {
            var found = await reading;
            metrics.Looked(found.Finding);
            return (found.Page, FlowWording.Expired);
        }
        catch (StoreException e)
        {
            LogNotRead(e, click.Item.Id);
            return (null, FlowWording.NotRead);
        }
    }

    private async ValueTask<(string? Error, SlackView? View)> OpenAsync(Interaction click, View view, CancellationToken cancellationToken)
    {
        var opened = await TryAsync(
            click, new ViewsOpenRequest { TriggerId = click.TriggerId, View = view }, click.ArrivedAt + TriggerLife, cancellationToken);
        if (opened.Error is null)
            metrics.Opened(time.GetUtcNow() - click.ArrivedAt);
        return opened;
    }

    private ValueTask<(string? Error, SlackView? View)> UpdateAsync(Interaction click, ViewsUpdateRequest update, CancellationToken cancellationToken) =>
        TryAsync(click, update, time.GetUtcNow() + options.Value.RequestTimeout, cancellationToken);

    /// <summary>Calls Slack, and again after what may pass, until the moment after which it makes no sense. What went wrong, or the view, as far as Slack has told of it.</summary>
    private async ValueTask<(string? Error, SlackView? View)> TryAsync(
        Interaction click, SlackRequest<ViewResponse> request, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var bytes = request.ToJson().Length;
        var mayBeOpen = false;
        for (var attempt = 1; ; attempt++)
        {
            var left = deadline - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                metrics.Failed(request.Method, "expired_trigger_id");
                LogTooLate(request.Method, attempt, click.TriggerId, click.User.Value, click.Message?.Value);
                return ("expired_trigger_id", null);
            }

            try
            {
                metrics.Attempted(request.Method);
                var answer = await CallAsync(click.Team, request, left, cancellationToken);
                metrics.Succeeded(request.Method);
                LogOpened(request.Method, attempt, click.TriggerId, click.User.Value, click.Message?.Value, bytes);
                return (null, answer.View);
            }
            catch (SlackException e) when (mayBeOpen && e.Error == "exchanged_trigger_id")
            {
                // The attempt whose answer was lost had opened it.
                metrics.Succeeded(request.Method);
                LogOpened(request.Method, attempt, click.TriggerId, click.User.Value, click.Message?.Value, bytes);
                return (null, null);
            }
            catch (SlackException e) when (e.Error == FlowFollower.Closed && request is ViewsUpdateRequest { ViewId: not null })
            {
                // Whoever clicked in it has closed it since: there is nobody to tell anything.
                metrics.Succeeded(request.Method);
                return (null, null);
            }
            catch (SlackException e)
            {
                metrics.Failed(request.Method, e.Error);
                LogFailed(e, request.Method, attempt, click.TriggerId, click.User.Value, click.Message?.Value, bytes, e.Error);
                mayBeOpen |= e.IsOutcomeUnknown;
                var delay = e.RetryAfter ?? Backoff.After(attempt, FirstDelay, TriggerLife);
                if (attempt == Attempts || !(e.IsTransient || e.IsOutcomeUnknown) || time.GetUtcNow() + delay >= deadline)
                    return (e.Error, null);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    /// <summary>One call, ended when the trigger is dead: an answer after that is useless.</summary>
    private async Task<ViewResponse> CallAsync(
        TeamId team, SlackRequest<ViewResponse> request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await workspaces.CallAsync(team, request, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SlackException(request.Method, SlackErrors.Timeout, e);
        }
    }

    private async ValueTask<Transition> NotAcknowledgedAsync(Interaction click, Task<FlowFound> reading, CancellationToken cancellationToken)
    {
        // Looked at, so that a failure of the store is not lost with it.
        await reading;
        metrics.Failed("views.open", "not_acknowledged");
        LogNotAcknowledged(click.TriggerId, click.User.Value);
        await responder.TellAsync(click, FlowWording.NotOpened, cancellationToken);
        return click.Refused("not acknowledged");
    }

    private async ValueTask<Transition> FailedAsync(Interaction click, string error, CancellationToken cancellationToken)
    {
        await responder.TellAsync(click, FlowFailures.Explain(error), cancellationToken);
        return click.Refused("the modal could not be opened");
    }

    [LoggerMessage(850, LogLevel.Information, "{Method} attempt {Attempt} for trigger {Trigger} of {User} on message {Message}: ok, {Bytes} bytes")]
    private partial void LogOpened(string method, int attempt, string? trigger, string user, string? message, int bytes);

    [LoggerMessage(851, LogLevel.Warning, "{Method} attempt {Attempt} for trigger {Trigger} of {User} on message {Message}: {Error}, {Bytes} bytes")]
    private partial void LogFailed(Exception exception, string method, int attempt, string? trigger, string user, string? message, int bytes, string error);

    [LoggerMessage(852, LogLevel.Warning, "{Method} attempt {Attempt} for trigger {Trigger} of {User} on message {Message}: not made, the trigger has expired")]
    private partial void LogTooLate(string method, int attempt, string? trigger, string user, string? message);

    [LoggerMessage(854, LogLevel.Error, "The details for click {Click} could not be read; its view says so")]
    private partial void LogNotRead(Exception error, ItemId click);

    [LoggerMessage(853, LogLevel.Warning, "The click with trigger {Trigger} of {User} could not be acknowledged; its modal is not opened")]
    private partial void LogNotAcknowledged(string? trigger, string user);
}
