using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Home;
using Holdfast.Interactions;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Workspaces;

namespace Holdfast.Approvals;

/// <summary>
/// What waits for a decision that the viewer may make, with a link to where it is made. Not what was asked where the viewer is not: in somebody else's direct
/// message, or in a private channel without them.
/// </summary>
internal sealed class ApprovalsHomeSection(IRecordReader records, Approvers approvers, IWorkspaces workspaces, MessageLinks links) : IHomeSection
{
    private const int MaxShown = 5;

    /// <summary>The most that are looked at: each may cost a call of Slack.</summary>
    private const int MaxLookedAt = 50;

    private const int MaxText = 200;
    private const int MembersPage = 1_000;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken)
    {
        var rows = new List<Block>();
        var sights = new Dictionary<ChannelId, bool>();
        foreach (var approval in await records.GetPendingApprovalsAsync(viewer.Team.Value, MaxLookedAt, cancellationToken))
        {
            if (rows.Count == MaxShown)
                break;
            if (await approvers.ReasonAgainstAsync(viewer.Team, viewer.User, approval, cancellationToken) is not null)
                continue;
            var where = ConversationId.Parse(approval.Conversation);
            if (approval.RequestedBy != viewer.User.Value)
            {
                if (!sights.TryGetValue(where.Channel, out var isSeen))
                    sights[where.Channel] = isSeen = await IsSeenAsync(viewer, where.Channel, cancellationToken);
                if (!isSeen)
                    continue;
            }

            rows.Add(await RowAsync(viewer, approval, where, cancellationToken));
        }

        return rows.Count == 0 ? [] : [new HeaderBlock { Text = TextObject.Plain("Waiting for your decision") }, .. rows];
    }

    private async ValueTask<Block> RowAsync(HomeViewer viewer, Approval approval, ConversationId where, CancellationToken cancellationToken)
    {
        var link = where.Thread is { } thread ? await links.ToAsync(viewer.Team, "Decide there", where.Channel.Value, thread.Value, cancellationToken) : "";
        var asked = $"✋ {ShownText.Code(approval.Tool, MaxText)} for {ShownText.Person(approval.RequestedBy)}, {Names.Channel(approval.Conversation, "our direct message")}";
        return Parts.Section($"{asked}\n{ShownText.Code(approval.Shown, MaxText)}\nExpires {ShownText.Moment(approval.ExpiresAt)}. {link}");
    }

    /// <summary>Whether the viewer could read there what was asked. Of a private channel with very many members it is not found out.</summary>
    private async ValueTask<bool> IsSeenAsync(HomeViewer viewer, ChannelId channel, CancellationToken cancellationToken)
    {
        if (channel.Value.StartsWith('D'))
            return false;
        try
        {
            var found = (await workspaces.CallAsync(viewer.Team, new ConversationsInfoRequest { Channel = channel }, cancellationToken)).Channel;
            if (found is { IsPrivate: false, IsMpim: false, IsIm: false })
                return true;
            var members = await workspaces.CallAsync(viewer.Team, new ConversationsMembersRequest { Channel = channel, Limit = MembersPage }, cancellationToken);
            return members.Members.Contains(viewer.User.Value);
        }
        catch (SlackException e) when (!e.IsTransient)
        {
            // What Slack does not tell the app of, it does not show.
            return false;
        }
    }
}
