using System.Collections.Concurrent;
using Holdfast.Diagnostics;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.Interactivity;
using Holdfast.Slack.WebApi.Views;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.ViewFlow;

/// <summary>
/// Shows in an open modal how its run goes on. Best effort on purpose: it is known to the worker that opened the modal and to no other, for a while and for so many modals;
/// <i>Refresh</i> is there for what is not followed (any more).
/// </summary>
public sealed partial class FlowFollower(IWorkspaces workspaces, FlowReader reader, LoopHealth health, HoldfastMetrics metrics, TimeProvider time, ILogger<FlowFollower> logger)
    : SupervisedLoop("open flows", health, metrics, time, logger)
{
    /// <summary>What Slack says of a view that is closed.</summary>
    internal const string Closed = "not_found";

    /// <summary>Between two looks: each reads a page of every run that is followed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Who looks at a run for so long has a button.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private const int MaxFollowed = 50;

    private readonly ConcurrentDictionary<string, FollowedView> _views = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _begun = new(0, 1);

    /// <summary>Follows the run that a view shows, if there will be more of it to see; else leaves the view alone from now on.</summary>
    /// <param name="click">The click by which it came.</param>
    /// <param name="view">The view, as Slack tells of it; null when that is not known, and then it is not followed.</param>
    /// <param name="page">What it shows; null for no run.</param>
    /// <param name="state">What it carries.</param>
    public void Follow(Interaction click, SlackView? view, FlowPage? page, string state)
    {
        ArgumentNullException.ThrowIfNull(click);
        if (view is not { Id: { Length: > 0 } id })
            return;
        _views.TryRemove(id, out _);
        if (page is not { GoesOn: true } || view.Hash is not { Length: > 0 } hash || _views.Count >= MaxFollowed)
            return;
        _views[id] = new FollowedView(click.Team, click.User, id, hash, page.Run.Id, page.Mark, page.ShowsPictures, state, Time.GetUtcNow() + Longest);
        if (_begun.CurrentCount == 0)
            Wake();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _begun.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            if (_views.IsEmpty)
                await _begun.WaitAsync(stopping);
            await Task.Delay(Interval, Time, stopping);
            foreach (var view in _views.Values)
                await LookAsync(view, stopping);
        }
    }

    private void Wake()
    {
        try
        {
            _begun.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another click has just done it.
        }
    }

    private async Task LookAsync(FollowedView view, CancellationToken stopping)
    {
        FollowedView? next = null;
        try
        {
            next = Time.GetUtcNow() < view.Until ? await ShowAsync(view, stopping) : null;
        }
        catch (SlackException e)
        {
            // Closed, or changed by a click: then whoever handled that follows it anew. Of anything else the one who looks can press Refresh.
            Metrics.Called(e.Method, e.Error);
            LogNotShown(e, e.Method, view.Run);
            if (e.RetryAfter is { } wait)
                await Task.Delay(wait, Time, stopping);
        }
        catch (StoreException e)
        {
            LogNotRead(e, view.Run);
            next = view;
        }
        finally
        {
            // Also where it is a defect that ends the loop: the next one must not begin with it. A click in the view may have come in between: what that has set stays.
            if (next is null)
                _views.TryRemove(KeyValuePair.Create(view.Id, view));
            else if (next != view)
                _views.TryUpdate(view.Id, next, view);
        }
    }

    /// <summary>What is followed from then on; null when there is nothing more to follow.</summary>
    private async Task<FollowedView?> ShowAsync(FollowedView view, CancellationToken stopping)
    {
        if (await reader.ReadPageAsync(view.Team, view.Viewer, view.Run, after: null, stopping) is not { } page)
            return null;
        if (page.Mark == view.Mark)
            return view;
        page = page with { ShowsPictures = view.ShowsPictures };
        try
        {
            return await UpdateAsync(view, page, stopping);
        }
        catch (SlackException e) when (page.MayBeRefusedForPictures(e.Error))
        {
            Metrics.Called(e.Method, e.Error);
            return await UpdateAsync(view, page with { ShowsPictures = false }, stopping);
        }
    }

    private async Task<FollowedView?> UpdateAsync(FollowedView view, FlowPage page, CancellationToken stopping)
    {
        // The hash is that of what was shown last: where somebody has turned the page since, Slack refuses.
        var update = new ViewsUpdateRequest { ViewId = view.Id, Hash = view.Hash, View = FlowView.Render(page, view.State) };
        var answer = await workspaces.CallAsync(view.Team, update, stopping);
        Metrics.Called(update.Method, "ok");
        return page.GoesOn && answer.View?.Hash is { Length: > 0 } hash ? view with { Hash = hash, Mark = page.Mark, ShowsPictures = page.ShowsPictures } : null;
    }

    private sealed record FollowedView(
        TeamId Team, UserId Viewer, string Id, string Hash, ItemId Run, (RunStatus Status, int Steps, int Delivered, int Decided) Mark, bool ShowsPictures, string State,
        DateTimeOffset Until);

    [LoggerMessage(855, LogLevel.Debug, "{Method}: an open view of run {Run} is not followed any more")]
    private partial void LogNotShown(Exception error, string method, ItemId run);

    [LoggerMessage(856, LogLevel.Warning, "Run {Run} could not be read for an open view; it is tried again")]
    private partial void LogNotRead(Exception error, ItemId run);
}
