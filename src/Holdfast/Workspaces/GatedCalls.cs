using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Slack.WebApi;

namespace Holdfast.Workspaces;

/// <summary>Calls for which the rate gate was passed.</summary>
internal static class GatedCalls
{
    /// <summary>Calls Slack in a workspace; the gate learns of it when Slack says that it was one call too many.</summary>
    /// <typeparam name="TResponse">What the method answers.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="workspaces">The workspaces.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="request">The method and its arguments.</param>
    /// <param name="call">The call as Slack's limits see it.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <exception cref="SlackException">The app is not installed there, Slack refused, or no trustworthy answer came.</exception>
    public static async ValueTask<TResponse> CallAsync<TResponse>(
        this IRateGate gate, IWorkspaces workspaces, TeamId team, SlackRequest<TResponse> request, RateLimitedCall call, CancellationToken cancellationToken)
        where TResponse : SlackResponse
    {
        try
        {
            return await workspaces.CallAsync(team, request, cancellationToken);
        }
        catch (SlackException e) when (e.IsRateLimited)
        {
            await gate.CloseAsync(call, e.RetryAfter, cancellationToken);
            throw;
        }
    }
}
