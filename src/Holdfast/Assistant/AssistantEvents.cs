using Holdfast.Caching;
using Holdfast.Diagnostics;
using Holdfast.Inbound;
using Holdfast.Interactions;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Events;
using Holdfast.Slack.WebApi.Assistant;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Assistant;

/// <summary>
/// People open a chat with the app, and look at this and that beside it. What they look at is kept for what they ask; what they could ask is suggested. The
/// suggestion is best effort: it is made again in the next chat.
/// </summary>
public sealed partial class AssistantEvents(
    IRecordReader records, IWorkspaces workspaces, IOptions<AssistantOptions> options, HoldfastMetrics metrics, TimeProvider time, ILogger<AssistantEvents> logger) : IInternalHandler
{
    private const int Attempts = 3;

    /// <summary>A title is a button, which is cut.</summary>
    private const int LongestTitle = SlackLimits.ButtonText;

    private static readonly string[] Usual = ["What can you do for me?", "Remind me in 10 minutes to take a break", "Help me write a short, friendly message"];

    /// <summary>In an app's one place suggestions stay; they are not made anew each time that somebody looks there.</summary>
    private readonly ExpiringCache<ChannelId, bool> _suggested = new(TimeSpan.FromHours(1), capacity: 10_000, time);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [InteractionKinds.AssistantOpened, InteractionKinds.AssistantContext];

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (AssistantEvent.TryRead(work.Item.Payload) is not { } said || !TeamId.TryParse(work.Item.Owner?.Team, out var team))
            return work.Ignored(EventRouter.Unreadable);
        if (await workspaces.FindAsync(team, cancellationToken) is not { } workspace)
            return work.Ignored(EventRouter.AnotherWorkspace);
        if (work.Item.Kind == InteractionKinds.AssistantOpened && options.Value.SuggestPrompts)
            await SuggestAsync(workspace, work, said, cancellationToken);

        // An event that comes late says what they looked at before. Those of one person have one lane: side by side, the one that opened the tab wrote over what they looked at since.
        var now = time.GetUtcNow();
        var before = await Beside.FindAsync(records, team.Value, said.User.Value, now, cancellationToken);
        if (before?.At > said.At)
            return work.Done();
        var beside = new Beside { Thread = said.Thread?.Value ?? before?.Thread, Channel = said.LooksAt?.Value, At = said.At };
        return work.Done() with { Records = [beside.ToRecord(team.Value, said.User.Value, now)] };
    }

    private async ValueTask SuggestAsync(WorkspaceContext workspace, LaneWork work, AssistantEvent said, CancellationToken cancellationToken)
    {
        if (said.Thread is null && _suggested.TryGet(said.Channel, out _))
            return;
        var prompts = options.Value.Prompts is { Count: > 0 } own ? own : Usual;
        var request = new AssistantThreadsSetSuggestedPromptsRequest
        {
            ChannelId = said.Channel,
            ThreadTs = said.Thread,
            Prompts = [.. prompts.Take(SlackLimits.SuggestedPrompts).Select(prompt => new SuggestedPrompt(ShownText.Cut(prompt, LongestTitle), prompt))],
        };
        try
        {
            await workspace.Slack.CallAsync(request, cancellationToken);
            metrics.Called(request.Method, "ok");
            _suggested.Set(said.Channel, value: true);
        }
        catch (SlackException e)
        {
            metrics.Called(e.Method, e.Error);
            LogNotSuggested(e, said.User.Value);
            if (e.IsTransient && work.Item.Attempt + 1 < Attempts)
                throw;
        }
    }

    [LoggerMessage(1280, LogLevel.Warning, "Nothing could be suggested to {User} in their chat with the app")]
    private partial void LogNotSuggested(Exception error, string user);
}
