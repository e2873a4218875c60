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
    /// <summary>How long Slack may take for a call that got no answer, beyond our patience.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    internal LiveMessages Messages => messages;

    internal StreamPace Pace => pace;

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
    internal async ValueTask<TimeSpan?> WaitFor(WatchedRun run, string method, CancellationToken cancellationToken)
    {
        var (team, channel) = (run.Conversation.Team.Value, run.Conversation.Channel.Value);
        return pace.TryTake(team, method) ?? await gate.TryEnterAsync(new RateLimitedCall(team, method, channel), cancellationToken);
    }

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
        catch (SlackException e) when (e.Error is "ratelimited" or "rate_limited" || e.HttpStatus == 429)
        {
            var call = new RateLimitedCall(run.Conversation.Team.Value, request.Method, run.Conversation.Channel.Value);
            await gate.CloseAsync(call, e.RetryAfter ?? RateGateTurns.UnsaidRetryAfter, CancellationToken.None);
            return false;
        }
    }

    /// <summary>Until when Slack may perform a call yet that got no answer.</summary>
    internal DateTimeOffset LastEffect => slack.Clock.Now + slackOptions.Value.RequestTimeout + Margin;
}
