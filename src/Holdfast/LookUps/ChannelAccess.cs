using Holdfast.Agents;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Conversations;

namespace Holdfast.LookUps;

/// <summary>
/// Which channels may be read for somebody: what they could read themselves, and only where those who read the answer could, too. Of a channel that they may
/// not see they are told the same as of one that is not there.
/// </summary>
/// <param name="calls">Calls of Slack.</param>
internal sealed class ChannelAccess(LookUpCalls calls)
{
    private const int PageSize = 1_000;

    /// <summary>Of a channel with more members it is not found out whether somebody is one.</summary>
    private const int MaxPages = 20;

    private const string Unknown = "there is no such channel that the one who asks, and the app, can see. A private channel has to have both as members, and can only be read in that channel or in a direct message with the app.";

    /// <summary>Refuses a channel that may not be read. That in which it is asked may be: who asks there is there, and the answer goes where it was said.</summary>
    /// <param name="turn">Who asks, and where.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LookUpException">It may not, or Slack did not tell.</exception>
    public async ValueTask RequireAsync(AgentTurn turn, ChannelId channel, CancellationToken cancellationToken)
    {
        if (channel == turn.Conversation.Channel)
            return;
        var asker = await Asker.OfAsync(turn, calls, cancellationToken);
        SlackChannel found;
        try
        {
            var answer = await calls.CallAsync(asker.Team, new ConversationsInfoRequest { Channel = channel }, LookUpCalls.Of(asker.Team, "conversations.info"), cancellationToken);
            found = answer.Channel ?? throw new LookUpException(Unknown);
        }
        catch (SlackException e)
        {
            throw new LookUpException(Unknown, e);
        }

        if (found.IsIm || found.IsMpim)
            throw new LookUpException(Unknown);
        RequireNoStrangers(asker);
        if (!await MaySeeAsync(asker, found, cancellationToken))
            throw new LookUpException(Unknown);
    }

    /// <summary>Refuses what is of the workspace where people of other organisations read along.</summary>
    public static void RequireNoStrangers(Asker asker)
    {
        if (asker.IsAmongStrangers)
            throw new LookUpException("people of other organisations read here. Ask in a direct message with the app, or in a channel of this workspace alone.");
    }

    /// <summary>Whether somebody, and those who read the answer, may see a channel.</summary>
    /// <param name="asker">Who asks, and where.</param>
    /// <param name="channel">The channel, as Slack tells it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<bool> MaySeeAsync(Asker asker, SlackChannel channel, CancellationToken cancellationToken)
    {
        if (channel.IsPrivate)
            return (asker.IsAlone || channel.Id == asker.Here) && await IsMemberAsync(asker, channel.Id, cancellationToken);
        return asker is { IsFullMember: true, IsOfOrganisation: false } || await IsMemberAsync(asker, channel.Id, cancellationToken);
    }

    private async ValueTask<bool> IsMemberAsync(Asker asker, ChannelId channel, CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            try
            {
                var request = new ConversationsMembersRequest { Channel = channel, Limit = PageSize, Cursor = cursor };
                var answer = await calls.CallAsync(asker.Team, request, LookUpCalls.Of(asker.Team, request.Method), cancellationToken);
                if (answer.Members.Contains(asker.User.Value))
                    return true;
                cursor = answer.NextCursor;
            }
            catch (SlackException)
            {
                // Whoever is not known to be a member is none.
                return false;
            }

            if (cursor is null)
                return false;
        }

        return false;
    }
}
