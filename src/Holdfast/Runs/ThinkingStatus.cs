using System.Threading.Channels;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Assistant;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>
/// Shows "is thinking..." with Slack's status of a thread. Best effort on purpose: it is not worth a durable item, and a
/// status that comes late is worse than none, so what does not fit into a short queue is dropped and counted.
/// </summary>
public sealed partial class ThinkingStatus(
    SlackWebClient slack,
    IOptions<SlackOptions> options,
    LoopHealth health,
    HoldfastMetrics metrics,
    TimeProvider time,
    ILogger<ThinkingStatus> logger) : SupervisedLoop("thinking status", health, metrics, time, logger), IThinkingStatus
{
    private const int MaxWaiting = 64;
    private const int AtOnce = 8;
    private const string Text = "is thinking...";

    private readonly Channel<ConversationId> _waiting = Channel.CreateBounded<ConversationId>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        _ => metrics.Called("assistant.threads.setStatus", "dropped"));

    /// <inheritdoc/>
    public void Show(ConversationId conversation) => _waiting.Writer.TryWrite(conversation);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        var several = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping };
        await Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(stopping),
            several,
            async (conversation, cancellation) =>
            {
                if (conversation.Thread is { } thread)
                    await ShowAsync(conversation.Channel, thread, cancellation);
            });
    }

    private async Task ShowAsync(ChannelId channel, SlackTs thread, CancellationToken stopping)
    {
        var request = new AssistantThreadsSetStatusRequest { ChannelId = channel, ThreadTs = thread, Status = Text };
        try
        {
            await slack.CallAsync(request, options.Value.BotToken, stopping);
        }
        catch (SlackException e)
        {
            Metrics.Called(e.Method, e.Error);
            LogNotShown(e);
            if (e.RetryAfter is { } wait)
                await Task.Delay(wait, Time, stopping);
        }
    }

    [LoggerMessage(510, LogLevel.Debug, "The status of a thread could not be shown")]
    private partial void LogNotShown(Exception error);
}
