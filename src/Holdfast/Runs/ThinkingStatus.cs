using System.Threading.Channels;
using Holdfast.Assistant;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Sessions;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Assistant;
using Holdfast.Slack.WebApi.Reactions;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>
/// Shows that the agent is at work, in the thread's session or by "is thinking..." where there are none, and puts an emoji on messages that wait. Best effort on purpose: it is not worth a durable item, and a
/// status that comes late is worse than none, so what does not fit into a short queue is dropped and counted.
/// </summary>
public sealed partial class ThinkingStatus(
    IWorkspaces workspaces,
    SessionSign sessions,
    IRecordReader records,
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

    /// <summary>Slack takes the status away when the reply arrives, or after two minutes; the end of a session's is a delivery of its own.</summary>
    /// <inheritdoc/>
    public ValueTask StartedAsync(WatchedRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);

        // A status after the answer would stay, also where a worker that took over has answered by then.
        if (run.Conversation.Thread is { } thread)
            Show(stopping => ShowAsync(run, thread, () => !cancellationToken.IsCancellationRequested && run.HeldFor >= options.Value.RequestTimeout, stopping));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void ShowWaiting(ConversationId conversation, SlackTs message, string emoji) =>
        Show(stopping => workspaces.CallAsync(conversation.Team, new ReactionsAddRequest { Channel = conversation.Channel, Timestamp = message, Name = emoji }, stopping));

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        var several = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping };
        await Parallel.ForEachAsync(_waiting.Reader.ReadAllAsync(stopping), several, async (show, cancellation) => await show(cancellation));
    }

    private async Task ShowAsync(WatchedRun run, SlackTs thread, Func<bool> isRight, CancellationToken stopping)
    {
        // Never both: they share a place, and the older one hides the stop button.
        if (!isRight() || await sessions.ShowAsync(run, stopping) || !isRight())
            return;
        var status = new AssistantThreadsSetStatusRequest { ChannelId = run.Conversation.Channel, ThreadTs = thread, Status = Text };
        await workspaces.CallAsync(run.Conversation.Team, status, stopping);
        if (run.Conversation.Channel.Value.StartsWith('D')
            && await Beside.FindAsync(records, run.Conversation.Team.Value, run.User, Time.GetUtcNow(), stopping) is { Thread: { } chat } && chat == thread.Value)
            await NameAsync(run, thread, stopping);
    }

    /// <summary>A chat with the app is called by the first question in it, as a session is.</summary>
    private async Task NameAsync(WatchedRun run, SlackTs thread, CancellationToken stopping)
    {
        if (SessionTitle.Of(run.Question.Text) is not { } title || await sessions.IsKnownAsync(run, stopping))
            return;
        var request = new AssistantThreadsSetTitleRequest { ChannelId = run.Conversation.Channel, ThreadTs = thread, Title = title };
        await workspaces.CallAsync(run.Conversation.Team, request, stopping);
        Metrics.Called(request.Method, "ok");
    }

    private void Show(Func<CancellationToken, Task> show) => _waiting.Writer.TryWrite(stopping => TryAsync(show, stopping));

    private async Task TryAsync(Func<CancellationToken, Task> show, CancellationToken stopping)
    {
        try
        {
            await show(stopping);
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
