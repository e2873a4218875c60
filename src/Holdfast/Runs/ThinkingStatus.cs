using System.Threading.Channels;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Assistant;
using Holdfast.Slack.WebApi.Reactions;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>
/// Shows "is thinking..." with Slack's status of a thread, and puts an emoji on messages that wait. Best effort on purpose: it is not worth a durable item, and a
/// status that comes late is worse than none, so what does not fit into a short queue is dropped and counted.
/// </summary>
public sealed partial class ThinkingStatus(
    IWorkspaces workspaces,
    IOptions<SlackOptions> options,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<ThinkingStatus> logger) : SupervisedLoop("thinking status", health, metrics, time, logger), IRunObserver, IWaitingSign
{
    private const int MaxWaiting = 64;
    private const int AtOnce = 8;
    private const string Text = "is thinking...";

    private readonly Channel<Func<CancellationToken, Task>> _waiting = Channel.CreateBounded<Func<CancellationToken, Task>>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        _ => metrics.Called("status", "dropped"));

    /// <summary>Slack takes the status away when the reply arrives, or after two minutes.</summary>
    /// <inheritdoc/>
    public ValueTask StartedAsync(WatchedRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);

        // A status after the answer would stay, also where a worker that took over has answered by then.
        if (run.Conversation.Thread is { } thread)
        {
            Show(
                run.Conversation.Team,
                new AssistantThreadsSetStatusRequest { ChannelId = run.Conversation.Channel, ThreadTs = thread, Status = Text },
                () => !cancellationToken.IsCancellationRequested && run.HeldFor >= options.Value.RequestTimeout);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void ShowWaiting(ConversationId conversation, SlackTs message, string emoji) =>
        Show(conversation.Team, new ReactionsAddRequest { Channel = conversation.Channel, Timestamp = message, Name = emoji }, static () => true);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        var several = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping };
        await Parallel.ForEachAsync(_waiting.Reader.ReadAllAsync(stopping), several, async (show, cancellation) => await show(cancellation));
    }

    private void Show<TResponse>(TeamId team, SlackRequest<TResponse> request, Func<bool> isRight)
        where TResponse : SlackResponse => _waiting.Writer.TryWrite(stopping => ShowAsync(team, request, isRight, stopping));

    private async Task ShowAsync<TResponse>(TeamId team, SlackRequest<TResponse> request, Func<bool> isRight, CancellationToken stopping)
        where TResponse : SlackResponse
    {
        if (!isRight())
            return;
        try
        {
            await workspaces.CallAsync(team, request, stopping);
        }
        catch (SlackException e)
        {
            Metrics.Called(e.Method, e.Error);
            LogNotShown(e, e.Method);
            if (e.RetryAfter is { } wait)
                await Task.Delay(wait, Time, stopping);
        }
    }

    [LoggerMessage(510, LogLevel.Debug, "{Method}: could not show that the agent is working")]
    private partial void LogNotShown(Exception error, string method);
}
