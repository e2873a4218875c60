using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Auth;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Connection;

/// <summary>Asks Slack who the bot is. The first question is asked early: the answer takes as long to come as the store takes to be opened.</summary>
/// <param name="slack">Makes the call.</param>
/// <param name="options">The token.</param>
public sealed class SignIn(SlackWebClient slack, IOptions<SlackOptions> options)
{
    private Task<AuthTestResponse>? _early;

    /// <summary>Asks for the first time, without waiting for the answer.</summary>
    public void Begin() => _early = Task.Run(() => slack.CallAsync(new AuthTestRequest(), options.Value.BotToken, CancellationToken.None));

    /// <summary>Who the bot is: the answer to the early question, once; each further one is asked now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Holdfast.Slack.SlackException">Slack refused, or did not answer.</exception>
    public Task<AuthTestResponse> AskAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _early, null) is { } early
            ? early.WaitAsync(cancellationToken)
            : slack.CallAsync(new AuthTestRequest(), options.Value.BotToken, cancellationToken);
}
