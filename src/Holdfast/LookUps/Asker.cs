using Holdfast.Agents;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Slack.WebApi.Users;

namespace Holdfast.LookUps;

/// <summary>Who asks, and who else reads the answer.</summary>
/// <param name="Team">The workspace.</param>
/// <param name="User">Who asks.</param>
/// <param name="Here">Where the answer will stand.</param>
internal sealed record Asker(TeamId Team, UserId User, ChannelId Here)
{
    /// <summary>Whether they may see what everybody in the workspace sees; guests, and people of other organisations, may not.</summary>
    public required bool IsFullMember { get; init; }

    /// <summary>Whether nobody else reads what they are told.</summary>
    public required bool IsAlone { get; init; }

    /// <summary>Whether people of other organisations read what they are told.</summary>
    public required bool IsAmongStrangers { get; init; }

    /// <summary>Whether the app is installed for a whole organisation, whose workspaces are closed to each other.</summary>
    public bool IsOfOrganisation => Team.Value.StartsWith('E');

    /// <summary>Asks Slack who that is.</summary>
    /// <exception cref="LookUpException">Slack did not tell.</exception>
    public static async ValueTask<Asker> OfAsync(AgentTurn turn, LookUpCalls calls, CancellationToken cancellationToken)
    {
        var (team, here) = (turn.Conversation.Team, turn.Conversation.Channel);
        if (!UserId.TryParse(turn.User, out var user))
            throw new LookUpException("it is not known who asks.");
        var isAlone = here.Value.StartsWith('D');
        try
        {
            var known = (await calls.CallAsync(team, new UsersInfoRequest { User = user }, LookUpCalls.Of(team, "users.info"), cancellationToken)).User;
            var isShared = !isAlone && (await calls.CallAsync(team, new ConversationsInfoRequest { Channel = here }, LookUpCalls.Of(team, "conversations.info"), cancellationToken)).Channel is not { IsExtShared: false };
            return new Asker(team, user, here) { IsFullMember = known is not null && IsFull(known, team), IsAlone = isAlone, IsAmongStrangers = isShared };
        }
        catch (SlackException e)
        {
            throw new LookUpException("Slack does not tell who asks, so it is not known what they may see.", e);
        }
    }

    private static bool IsFull(SlackUser user, TeamId team) =>
        user is { Deleted: false, IsBot: false, IsRestricted: false, IsUltraRestricted: false, IsStranger: false }
        && (user.TeamId is not { } home || home == team || team.Value.StartsWith('E'));
}
