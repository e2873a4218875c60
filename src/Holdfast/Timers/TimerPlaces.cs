using Holdfast.Conversations;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Timers;

/// <summary>
/// Finds where a timer can ring. A command can be typed anywhere, also where the app may not post: such a timer would be lost when
/// it rings, so it rings in the direct message with the app.
/// </summary>
public sealed partial class TimerPlaces(IWorkspaces workspaces, ILogger<TimerPlaces> logger)
{
    private const string MovedHint = "\nI can't post in this channel, so it will ring in our direct message. Invite me to have timers ring here.";

    /// <summary>The place that was asked for, or the direct message with the user; with what the user should know about it, in mrkdwn.</summary>
    /// <param name="asked">The place where it was asked for.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<(ConversationId Place, string Hint)> FindAsync(ConversationId asked, UserId user, CancellationToken cancellationToken)
    {
        try
        {
            if (await MayWriteAsync(asked, cancellationToken))
                return (asked, "");
            var opened = await workspaces.CallAsync(asked.Team, new ConversationsOpenRequest { Users = user.Value }, cancellationToken);
            return opened.Channel is { } direct ? (new ConversationId(asked.Team, direct.Id, Thread: null), MovedHint) : (asked, "");
        }
        catch (SlackException e)
        {
            // It may well work out there: that is no reason to set no timer. If not, its notice becomes a dead letter, which is told.
            LogNotKnown(e, asked.Channel.Value);
            return (asked, "");
        }
    }

    private async ValueTask<bool> MayWriteAsync(ConversationId place, CancellationToken cancellationToken)
    {
        try
        {
            var found = await workspaces.CallAsync(place.Team, new ConversationsInfoRequest { Channel = place.Channel }, cancellationToken);
            return found.Channel is null or { IsIm: true } or { IsMember: true, IsArchived: false };
        }
        catch (SlackException e) when (e.Error == "channel_not_found")
        {
            // A private channel, or a direct message between others: the app does not even see it.
            return false;
        }
    }

    [LoggerMessage(1020, LogLevel.Warning, "Couldn't read from Slack whether the app may post in {Channel}")]
    private partial void LogNotKnown(Exception error, string channel);
}
