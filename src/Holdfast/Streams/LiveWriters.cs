using Holdfast.Deliveries;
using Holdfast.Rates;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Streams;

/// <summary>Makes what writes answers while they come in, with all that it needs.</summary>
public sealed class LiveWriters(
    IOptions<StreamOptions> options,
    IOptions<SlackOptions> slackOptions,
    IWorkspaces workspaces,
    SlackWebClient slack,
    LiveMessages messages,
    StreamRefusals refusals,
    StreamPace pace,
    IRateGate gate,
    IRunReader runs,
    TimeProvider time,
    ILogger<LiveWriters> logger)
{
    internal LiveMessages Messages => messages;

    internal IRunReader Runs => runs;

    internal TimeProvider Time => time;

    /// <summary>Begins to write the answer of a run.</summary>
    internal LiveWriter Begin(WatchedRun run, CancellationToken cancellationToken)
    {
        var writer = new LiveWriter(this, run, logger);

        // Never throws: what goes wrong there is logged there.
        _ = Task.Run(() => writer.RunAsync(cancellationToken), CancellationToken.None);
        return writer;
    }

    /// <summary>Whether the answer of a run can be streamed by Slack.</summary>
    internal bool CanStream(WatchedRun run) =>
        options.Value.Mode == StreamMode.Auto && run.Conversation.Thread is not null && !refusals.Knows(run.Conversation.Team.Value);

    /// <summary>How long until a call may be made; null for now.</summary>
    internal async ValueTask<TimeSpan?> WaitFor(WatchedRun run, string method, CancellationToken cancellationToken) =>
        pace.TryTake(run.Conversation.Team.Value, method) ?? await gate.TryEnterAsync(CallOf(run, method), cancellationToken);

    /// <summary>Makes a call, if it is done before another worker may have taken the run over.</summary>
    /// <returns>Whether it was made.</returns>
    /// <exception cref="SlackException">Slack refused, or no trustworthy answer came.</exception>
    internal async Task<bool> CallAsync<TResponse>(WatchedRun run, SlackRequest<TResponse> request)
        where TResponse : SlackResponse
    {
        if (run.HeldFor < slackOptions.Value.RequestTimeout)
            return false;
        try
        {
            // To its end, also when the run's comes: the answer waits for it.
            await workspaces.CallAsync(run.Conversation.Team, request, CancellationToken.None);
            return true;
        }
        catch (SlackException e) when (e.IsRateLimited)
        {
            await gate.CloseAsync(CallOf(run, request.Method), e.RetryAfter, CancellationToken.None);
            return false;
        }
    }

    /// <summary>Until when Slack may perform a call yet that got no answer.</summary>
    internal DateTimeOffset LastEffect => slackOptions.Value.LastEffect(slack.Clock.Now);

    private static RateLimitedCall CallOf(WatchedRun run, string method) => new(run.Conversation.Team.Value, method, run.Conversation.Channel.Value);
}
