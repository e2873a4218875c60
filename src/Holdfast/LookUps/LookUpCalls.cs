using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;
using Holdfast.Workspaces;

namespace Holdfast.LookUps;

/// <summary>Calls of Slack that a run waits for: within Slack's limits, and never for long.</summary>
/// <param name="workspaces">The workspaces.</param>
/// <param name="gate">Slack's limits.</param>
/// <param name="time">The clock.</param>
internal sealed class LookUpCalls(IWorkspaces workspaces, IRateGate gate, TimeProvider time)
{
    /// <summary>The longest wait for a turn of the rate gate: a longer one the model is told of.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);

    /// <summary>Slack says 429 so often, and then it is left alone.</summary>
    private const int Tries = 3;

    /// <summary>Calls Slack.</summary>
    /// <typeparam name="TResponse">What the method answers.</typeparam>
    /// <param name="team">The workspace.</param>
    /// <param name="request">The method and its arguments.</param>
    /// <param name="call">The call as Slack's limits see it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LookUpException">Slack's limits or Slack itself do not allow it.</exception>
    /// <exception cref="SlackException">Slack refused for a reason that says something of what was asked.</exception>
    public async Task<TResponse> CallAsync<TResponse>(TeamId team, SlackRequest<TResponse> request, RateLimitedCall call, CancellationToken cancellationToken)
        where TResponse : SlackResponse
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await gate.WaitAsync(call, LongestTurn, time, cancellationToken) is { } wait)
                throw TooMany(wait);
            try
            {
                return await workspaces.CallAsync(team, request, cancellationToken);
            }
            catch (SlackException e) when (e.IsRateLimited)
            {
                var next = await gate.CloseAsync(call, e.RetryAfter, cancellationToken);
                if (attempt == Tries)
                    throw TooMany(next);
            }
            catch (SlackException e) when (e.Error == SlackErrors.MissingScope)
            {
                throw new LookUpException($"the app lacks the scope {e.Needed ?? ScopeOf(request.Method)}, without which Slack does not tell. The operator can add it; see the page on setting up the Slack app.", e);
            }
            catch (SlackException e) when (e.IsTransient || e.IsOutcomeUnknown || e.IsAuthFailure)
            {
                throw new LookUpException("Slack did not answer. Try again later.", e);
            }
        }
    }

    /// <summary>A call that Slack limits by its method alone.</summary>
    public static RateLimitedCall Of(TeamId team, string method) => new(team.Value, method, Channel: "");

    private static LookUpException TooMany(TimeSpan wait) =>
        new($"Slack's rate limit does not allow it at the moment. It can be tried again in {Holdfast.Text.Quantities.Duration(wait)}.");

    /// <summary>What Slack asks for where it does not say so.</summary>
    private static string ScopeOf(string method) => method switch
    {
        "conversations.history" or "conversations.replies" => "channels:history or groups:history",
        "assistant.search.context" => "search:read.public",
        "users.lookupByEmail" => "users:read.email",
        "users.list" or "users.info" => "users:read",
        _ => "channels:read or groups:read",
    };
}
