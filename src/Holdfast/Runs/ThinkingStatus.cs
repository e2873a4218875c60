using System.Threading.Channels;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Lanes;
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
    ILogger<ThinkingStatus> logger) : SupervisedLoop("thinking status", health, metrics, time, logger), IThinkingStatus
{
    private const int MaxWaiting = 64;
    private const int AtOnce = 8;
    private const string Text = "is thinking...";

    private readonly Channel<Func<CancellationToken, Task>> _waiting = Channel.CreateBounded<Func<CancellationToken, Task>>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        _ => metrics.Called("status", "dropped"));

    /// <inheritdoc/>
    public void Show(ConversationId conversation)
    {
        if (conversation.Thread is { } thread)
            Show(conversation.Team, new AssistantThreadsSetStatusRequest { ChannelId = conversation.Channel, ThreadTs = thread, Status = Text });
    }

    /// <inheritdoc/>
    public void ShowWaiting(TeamId team, ChannelId channel, SlackTs message, string emoji) =>
        Show(team, new ReactionsAddRequest { Channel = channel, Timestamp = message, Name = emoji });

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        var several = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping };
        await Parallel.ForEachAsync(_waiting.Reader.ReadAllAsync(stopping), several, async (show, cancellation) => await show(cancellation));
    }

    private void Show<TResponse>(TeamId team, SlackRequest<TResponse> request)
        where TResponse : SlackResponse
    {
        var hold = LaneHold.Current;
        _waiting.Writer.TryWrite(stopping => ShowAsync(team, request, hold, stopping));
    }

    private async Task ShowAsync<TResponse>(TeamId team, SlackRequest<TResponse> request, LaneHold? hold, CancellationToken stopping)
        where TResponse : SlackResponse
    {
        // Whoever took the work over may have answered by now, and a status after the answer would stay.
        if (hold?.Left < options.Value.RequestTimeout)
            return;
        try
        {
            var slack = await workspaces.SlackOfAsync(team, stopping);
            await slack.CallAsync(request, stopping);
        }
        catch (SlackException e)
        {
            Metrics.Called(e.Method, e.Error);
            LogNotShown(e, e.Method);
            if (e.RetryAfter is { } wait)
                await Task.Delay(wait, Time, stopping);
        }
    }

    [LoggerMessage(510, LogLevel.Debug, "{Method}: a sign that the agent is at work could not be shown")]
    private partial void LogNotShown(Exception error, string method);
}
