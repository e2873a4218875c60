using Holdfast.Admission;
using Holdfast.Diagnostics;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Operators;
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
    OperatorList operators,
    IWorkspaces workspaces,
    Admissions admissions,
    HoldfastMetrics metrics,
    ILogger<HomeTab> logger) : IInternalHandler
{
    private const int Attempts = 3;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [InteractionKinds.HomeOpened, InteractionKinds.HomeChanged];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!UserId.TryParse(work.Item.Owner?.User, out var user))
            return work.Ignored("not the home tab");
        if (!TeamId.TryParse(work.Item.Owner?.Team, out var team) || await workspaces.FindAsync(team, cancellationToken) is not { } workspace)
            return work.Ignored(EventRouter.AnotherWorkspace);
        try
        {
            var (isIntroduced, met) = await contact.AtHomeAsync(team.Value, user.Value, cancellationToken);
            await PublishAsync(workspace, user, isIntroduced, cancellationToken);
            return work.Done() with { Records = met };
        }
        catch (SlackException e)
        {
            metrics.Called(e.Method, e.Error);
            LogNotPublished(e, user.Value);
            if (e.IsTransient && work.Item.Attempt + 1 < Attempts)
                throw;
            return work.Ignored("the home tab could not be published");
        }
    }

    private async Task PublishAsync(WorkspaceContext workspace, UserId user, bool isIntroduced, CancellationToken cancellationToken)
    {
        var viewer = new HomeViewer(workspace.Team, user);
        var shown = new List<IReadOnlyList<Block>>();
        if (await ReasonAgainstAsync(viewer, cancellationToken) is { } reason)
            shown.Add([Parts.Section(reason)]);
        foreach (var section in shown.Count == 0 ? sections : [])
            shown.Add(await ShowAsync(section, viewer, cancellationToken));
        var view = new ViewsPublishRequest { UserId = user, View = HomeView.Of(isIntroduced ? Introduction.Of(operators.UsersOf(workspace.Team)) : null, shown) };
        await workspace.Slack.CallAsync(view, cancellationToken);
        metrics.Called(view.Method, "ok");
    }

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

    [LoggerMessage(1101, LogLevel.Error, "The section {Section} of the home tab failed and was left out")]
    private partial void LogNotShown(Exception error, string section);
}
