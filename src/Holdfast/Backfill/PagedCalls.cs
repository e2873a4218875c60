using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Workspaces;

namespace Holdfast.Backfill;

/// <summary>Calls of Slack within its limits, none of which is waited for: whoever has no turn puts the step off.</summary>
/// <param name="workspaces">As whom.</param>
/// <param name="gate">Slack's limits.</param>
/// <param name="pages">How much history Slack gives.</param>
internal sealed class PagedCalls(IWorkspaces workspaces, IRateGate gate, HistoryPages pages)
{
    /// <summary>After how long a Slack that does not answer is asked again.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>The most messages to ask for.</summary>
    public int PageSize => pages.Size;

    /// <summary>A page of a list.</summary>
    public ValueTask<Called<TResponse>> CallAsync<TResponse>(TeamId team, SlackRequest<TResponse> request, CancellationToken cancellationToken)
        where TResponse : SlackResponse => CallAsync(team, request, new RateLimitedCall(team.Value, request.Method, ""), cancellationToken);

    /// <summary>A page of messages.</summary>
    public async ValueTask<Called<MessagesResponse>> ReadAsync(
        TeamId team, ChannelId channel, SlackRequest<MessagesResponse> request, int limit, CancellationToken cancellationToken)
    {
        var call = new RateLimitedCall(team.Value, request.Method, channel.Value) { KnownPace = pages.KnownPace };
        var called = await CallAsync(team, request, call, cancellationToken);
        if (called.Answer is { } page)
            await pages.LearnAsync(page, limit, call, cancellationToken);
        return called;
    }

    private async ValueTask<Called<TResponse>> CallAsync<TResponse>(
        TeamId team, SlackRequest<TResponse> request, RateLimitedCall call, CancellationToken cancellationToken)
        where TResponse : SlackResponse
    {
        if (await gate.TryEnterAsync(call, cancellationToken) is { } wait)
            return new Called<TResponse>(Answer: null) { Wait = wait };
        try
        {
            return new Called<TResponse>(await gate.CallAsync(workspaces, team, request, call, cancellationToken));
        }
        catch (SlackException e) when (e.IsForGood)
        {
            // Whoever asked says what that means for the backfill.
            return new Called<TResponse>(Answer: null) { Refused = e };
        }
        catch (SlackException e)
        {
            // It passes, and the backfill is as durable as the outage is long.
            return new Called<TResponse>(Answer: null) { Wait = e.RetryAfter ?? AfterFailure };
        }
    }
}

/// <summary>What came of a call: an answer, a refusal for good, or a wait.</summary>
/// <typeparam name="TResponse">What the method answers.</typeparam>
/// <param name="Answer">The answer; null where there is none.</param>
internal sealed record Called<TResponse>(TResponse? Answer)
    where TResponse : SlackResponse
{
    /// <summary>Slack's refusal; null where it refused nothing.</summary>
    public SlackException? Refused { get; init; }

    /// <summary>After how long it is worth trying again, where there is neither.</summary>
    public TimeSpan Wait { get; init; }
}
