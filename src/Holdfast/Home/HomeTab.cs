using Holdfast.Admission;
using Holdfast.Diagnostics;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Views;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Welcome;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Home;

/// <summary>
/// Publishes the app's home when a user opens it, and when its content has changed. Best effort: it is published again when it is opened
/// again, so it is given up after a few attempts.
/// </summary>
public sealed partial class HomeTab(
    IEnumerable<IHomeSection> sections,
    FirstContact contact,
    HomeNews news,
    OperatorList operators,
    IWorkspaces workspaces,
    Admissions admissions,
    IRateGate gate,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<HomeTab> logger) : IInternalHandler
{
    private const int Attempts = 3;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [InteractionKinds.HomeOpened, InteractionKinds.HomeChanged, HomeNews.ItemKind];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!UserId.TryParse(work.Item.Owner?.User, out var user))
            return work.Ignored("not the home tab");
        if (!TeamId.TryParse(work.Item.Owner?.Team, out var team) || await workspaces.FindAsync(team, cancellationToken) is not { } workspace)
            return work.Ignored(EventRouter.AnotherWorkspace);
        if (work.Item.Kind == HomeNews.ItemKind)
            return await ShowNewsAsync(work, team, user, cancellationToken);
        try
        {
            // Before it is read: what comes while it is being made is not in it.
            var at = time.GetUtcNow();
            var met = await PublishAsync(workspace, user, cancellationToken);
            return work.Done() with { Records = [.. met, .. await news.ShownAsync(team, user, work.Item.Kind == InteractionKinds.HomeOpened, at, cancellationToken)] };
        }
        catch (SlackException e)
        {
            metrics.Called(e.Method, e.Error);
            LogNotPublished(e, user.Value);
            if (e.IsRateLimited)
                await gate.CloseAsync(CallIn(team), e.RetryAfter, cancellationToken);
            if (e.IsTransient && work.Item.Attempt + 1 < Attempts)
                throw;
            return work.Ignored("the home tab could not be published");
        }
    }

    /// <summary>In the lane of the home, where one is published after the other; and not while Slack has had enough of it, which would take it from those who open theirs.</summary>
    private async ValueTask<Transition> ShowNewsAsync(LaneWork work, TeamId team, UserId user, CancellationToken cancellationToken)
    {
        if (await news.IsShownAsync(work.Item, team, user, cancellationToken))
            return work.Ignored("shown since");
        return await gate.TryEnterAsync(CallIn(team), cancellationToken) is { } wait
            ? work.End(new ItemOutcome.Retry(wait, Error: null, CountsAsAttempt: false, InDoubt: false))
            : work.Done() with
            {
                Append = [HomeItems.Refresh(team, user, time, work.Item.TraceParent)],
                Records = await news.ShownAsync(team, user, isOpened: false, time.GetUtcNow(), cancellationToken),
            };
    }

    /// <summary>Publishes it.</summary>
    /// <returns>That its person has met the app, where they have just read who it is.</returns>
    private async Task<IReadOnlyList<StoredRecord>> PublishAsync(WorkspaceContext workspace, UserId user, CancellationToken cancellationToken)
    {
        var viewer = new HomeViewer(workspace.Team, user);

        // Whoever may not use it is told that, and not how it is used.
        if (await ReasonAgainstAsync(viewer, cancellationToken) is { } reason)
        {
            await PublishAsync(workspace, user, HomeView.Of(reason, []), cancellationToken);
            return [];
        }

        var (isIntroduced, met) = await contact.AtHomeAsync(workspace.Team.Value, user.Value, cancellationToken);
        var shown = new List<IReadOnlyList<Block>>();
        foreach (var section in sections)
            shown.Add(await ShowAsync(section, viewer, cancellationToken));
        await PublishAsync(workspace, user, HomeView.Of(isIntroduced ? Introduction.Of(operators.UsersOf(workspace.Team)) : null, shown), cancellationToken);
        return met;
    }

    private async Task PublishAsync(WorkspaceContext workspace, UserId user, View view, CancellationToken cancellationToken)
    {
        var request = new ViewsPublishRequest { UserId = user, View = view };
        await workspace.Slack.CallAsync(request, cancellationToken);
        metrics.Called(request.Method, "ok");
    }

    private static RateLimitedCall CallIn(TeamId team) => new(team.Value, "views.publish", "");

    /// <summary>Why somebody may not use the app, and so is shown nothing of it.</summary>
    private async ValueTask<string?> ReasonAgainstAsync(HomeViewer viewer, CancellationToken cancellationToken) =>
        await admissions.AskAsync(new Asking(viewer.Team, viewer.User.Value, Channel: null, AskingKind.Click), cancellationToken) switch
        {
            Verdict.Refused refused => refused.Text,
            Verdict.Unknown unknown => unknown.Text,
            _ => null,
        };

    /// <summary>A section that fails takes none of the others with it. A store that is away comes back, and the whole is shown then.</summary>
    private async ValueTask<IReadOnlyList<Block>> ShowAsync(IHomeSection section, HomeViewer viewer, CancellationToken cancellationToken)
    {
        try
        {
            return await section.ShowAsync(viewer, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StoreException or LostLeaseException))
        {
            LogNotShown(e, section.GetType().Name);
            return [Parts.Section("_A part of this page can't be shown right now. Open it again in a while._")];
        }
    }

    [LoggerMessage(1100, LogLevel.Warning, "The home tab of {User} could not be published")]
    private partial void LogNotPublished(Exception error, string user);

    [LoggerMessage(1116, LogLevel.Error, "The section {Section} of the home tab failed and was left out")]
    private partial void LogNotShown(Exception error, string section);
}
