using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>What approvers have allowed for all calls of a tool: to one person, in one conversation, until it is forgotten.</summary>
/// <param name="records">Where it is kept.</param>
/// <param name="options">Which tools may be allowed so.</param>
/// <param name="memory">How long a conversation is remembered.</param>
/// <param name="time">The clock.</param>
public sealed class ApprovalGrants(IRecordReader records, IOptions<ApprovalOptions> options, IOptions<MemoryOptions> memory, TimeProvider time)
{
    /// <summary>The most of one person that are looked through.</summary>
    private const int MostOfOne = 200;

    /// <summary>Whether a tool may be allowed so: the operator names it. A beginning of names is none, so that what runs commands is never meant by accident.</summary>
    /// <param name="tool">The tool.</param>
    internal bool MayBeGiven(string tool) => options.Value.AlwaysAllow.Contains(tool);

    /// <summary>What somebody may use in a conversation without asking. What the operator has taken out of the list since counts no more.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="user">Who.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<IReadOnlyList<ToolGrant>> OfAsync(ConversationId conversation, string user, CancellationToken cancellationToken)
    {
        if (options.Value.AlwaysAllow.Count == 0)
            return [];
        var query = new RecordQuery(ApprovalGrant.Kind.Name) { Team = conversation.Team.Value, User = user, Order = RecordOrder.Newest };
        var where = conversation.ToString();
        return
        [
            .. (await records.FindAsync(ApprovalGrant.Kind, query, MostOfOne, cancellationToken))
                .Where(grant => grant.Conversation == where && Holds(grant)).Select(grant => new ToolGrant(grant.Tool, grant.By, grant.At)),
        ];
    }

    /// <summary>What holds in a workspace, the newest first.</summary>
    internal async ValueTask<IReadOnlyList<ApprovalGrant>> AllAsync(string team, int most, CancellationToken cancellationToken)
    {
        var query = new RecordQuery(ApprovalGrant.Kind.Name) { Team = team, Order = RecordOrder.Newest };
        return [.. (await records.FindAsync(ApprovalGrant.Kind, query, most, cancellationToken)).Where(Holds)];
    }

    private bool Holds(ApprovalGrant grant) => MayBeGiven(grant.Tool) && time.GetUtcNow() - grant.At < memory.Value.TimeToLive;
}
