using Holdfast.Diagnostics;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Interactions;

/// <summary>Links to messages, for texts about them.</summary>
public sealed partial class MessageLinks(IWorkspaces workspaces, HoldfastMetrics metrics, ILogger<MessageLinks> logger)
{
    /// <summary>A link in mrkdwn to a message; only the words when Slack does not give one.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="words">What it is called.</param>
    /// <param name="channel">The message's channel.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string> ToAsync(TeamId team, string words, string channel, string message, CancellationToken cancellationToken)
    {
        if (!ChannelId.TryParse(channel, out var where) || !SlackTs.TryParse(message, out var ts))
            return words;
        var request = new ChatGetPermalinkRequest { Channel = where, MessageTs = ts };
        try
        {
            var answer = await workspaces.CallAsync(team, request, cancellationToken);
            metrics.Called(request.Method, "ok");
            return answer.Permalink is { } link ? $"<{link}|{words}>" : words;
        }
        catch (SlackException e)
        {
            // The text matters more than its link.
            metrics.Called(e.Method, e.Error);
            LogNoLink(e, channel, message);
            return words;
        }
    }

    [LoggerMessage(712, LogLevel.Warning, "Slack gives no link to message {Message} in {Channel}; it is named without one")]
    private partial void LogNoLink(Exception error, string channel, string message);
}
