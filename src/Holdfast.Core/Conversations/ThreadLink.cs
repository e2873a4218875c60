using Holdfast.Slack;

namespace Holdfast.Conversations;

/// <summary>The address at which Slack shows a conversation to whoever may see it.</summary>
public static class ThreadLink
{
    /// <summary>The address; null of what is no conversation.</summary>
    /// <param name="conversation">The text form of a conversation.</param>
    public static string? Of(string? conversation) => conversation?.Split('/') switch
    {
        [var team, var channel] when AreIds(team, channel) => $"https://app.slack.com/client/{team}/{channel}",
        [var team, var channel, var thread] when AreIds(team, channel) && SlackTs.TryParse(thread, out _) => $"https://app.slack.com/client/{team}/{channel}/thread/{channel}-{thread}",
        _ => null,
    };

    private static bool AreIds(string team, string channel) => TeamId.TryParse(team, out _) && ChannelId.TryParse(channel, out _);
}
