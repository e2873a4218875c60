using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>
/// Tells those who may approve that something waits for them: by a mention on the card, or by a direct message each. Each direct message is an item in a lane of its own,
/// since Slack has to be asked for its place: one that cannot be had holds up no decision.
/// </summary>
public sealed partial class ApprovalTelling(
    Approvers approvers, IHoldfastStore store, IWorkspaces workspaces, MessageLinks links, ApprovalCards cards, IOptions<ApprovalOptions> options, TimeProvider time, ILogger<ApprovalTelling> logger)
    : IInternalHandler
{
    /// <summary>More mentions would call a crowd.</summary>
    private const int Few = 5;

    /// <summary>The most direct messages about one approval.</summary>
    private const int MostDirect = 20;

    private const int MaxDelivered = 1_000;

    /// <summary>How long a message waits for the card that it links.</summary>
    private static readonly TimeSpan CardWait = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds => [ApprovalItems.Telling];

    /// <inheritdoc/>
    public Addressee? WhoWaits(LaneItem item) => null;

    /// <summary>Who is mentioned, in mrkdwn, and the items by which the others are told.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    /// <param name="isReminder">Whether they were told before.</param>
    internal (string? Mentions, IReadOnlyList<NewItem> Items) Plan(Approval approval, string? traceParent, bool isReminder)
    {
        if (options.Value.Tell == ApproverTelling.Off)
            return (null, []);
        var where = ConversationId.Parse(approval.Conversation);
        var (users, groups) = approvers.NamedFor(where.Team, approval.RequestedBy);
        var isDirect = where.Channel.Value.StartsWith('D');
        var isMentioned = options.Value.Tell switch
        {
            ApproverTelling.Mention => true,
            ApproverTelling.Direct => false,
            _ => !isDirect && users.Count <= Few,
        };
        IEnumerable<string> mentions = [.. isMentioned ? users.Select(user => $"<@{SlackText.Escape(user)}>") : [], .. groups.Select(group => $"<!subteam^{SlackText.Escape(group)}>")];
        var called = string.Join(' ', mentions);
        return (called.Length == 0 ? null : called, isMentioned ? [] : [.. users.Take(MostDirect).Select(user => ItemFor(approval, user, traceParent, isReminder))]);
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(LaneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var told = ApproverToTell.Read(work.Item);
        if (await store.GetApprovalAsync(told.Approval, cancellationToken) is not { Status: ApprovalStatus.Pending } approval)
            return work.Ignored("decided already");
        var where = ConversationId.Parse(approval.Conversation);

        // In a direct message nobody else can look at the card.
        var isSeen = !where.Channel.Value.StartsWith('D');
        var card = isSeen ? (await store.GetDeliveredAsync(approval.Run, MaxDelivered, cancellationToken)).FirstOrDefault(receipt => receipt.Id == approval.Card) : null;
        if (isSeen && card is null)
            return work.End(new ItemOutcome.Retry(CardWait, Error: null, CountsAsAttempt: false, InDoubt: false));
        try
        {
            var opened = await workspaces.CallAsync(where.Team, new ConversationsOpenRequest { Users = told.User }, cancellationToken);
            if (opened.Channel is not { } direct)
                throw new SlackException("conversations.open", SlackErrors.InvalidResponse);
            var link = card is null ? "a direct message with me" : await links.ToAsync(where.Team, "the conversation", where.Channel.Value, card.Ts, cancellationToken);
            var place = new ConversationId(where.Team, direct.Id, Thread: null);
            var opening = told.IsReminder ? $"⏰ This still needs a decision, from {link}:" : $"✋ A decision of yours is needed, from {link}:";
            var posted = new ApproverTold(ItemId.New(time), approval.Id, approval.Run, place.ToString());
            return work.Done() with { Append = [cards.PostTo(approval, place, opening, posted.Card, work.Item.TraceParent)], Records = [ApproverTold.Kind.Store(posted)] };
        }
        catch (SlackException e) when (e.IsForGood)
        {
            LogNotTold(e, approval.Id, told.User);
            return work.Ignored("cannot be told");
        }
    }

    /// <summary>The cards in direct messages about an approval.</summary>
    internal async ValueTask<IReadOnlyList<ApproverTold>> ToldAsync(Approval approval, CancellationToken cancellationToken) =>
    [
        .. (await store.FindAsync(ApproverTold.Kind, new RecordQuery(ApproverTold.Kind.Name) { Run = approval.Run }, MaxDelivered, cancellationToken))
            .Where(told => told.Approval == approval.Id),
    ];

    private NewItem ItemFor(Approval approval, string user, string? traceParent, bool isReminder) => new()
    {
        Id = ItemId.New(time),
        Queue = LaneQueue.Scheduled,
        Lane = $"approval/{approval.Id}/{user}",
        Kind = ApprovalItems.Telling,
        Owner = Owners.OfRun(approval.Conversation, approval.RequestedBy),
        Payload = JsonSerializer.SerializeToUtf8Bytes(new ApproverToTell(approval.Id, user, isReminder), ApprovalTellingJson.Default.ApproverToTell),
        TraceParent = traceParent,
    };

    [LoggerMessage(914, LogLevel.Warning, "Approval {Approval}: {User} can't be told by a direct message")]
    private partial void LogNotTold(Exception error, ItemId approval, string user);
}

/// <summary>Somebody who is to be told of an approval.</summary>
/// <param name="Approval">The approval.</param>
/// <param name="User">Who.</param>
/// <param name="IsReminder">Whether they were told before.</param>
internal sealed record ApproverToTell(ItemId Approval, string User, bool IsReminder)
{
    /// <summary>Reads an item of the kind <see cref="ApprovalItems.Telling"/>.</summary>
    public static ApproverToTell Read(LaneItem item) =>
        JsonSerializer.Deserialize(item.Payload.Span, ApprovalTellingJson.Default.ApproverToTell) ?? throw new JsonException("There is nobody to be told.");
}

/// <summary>A card in the direct message with somebody who may decide.</summary>
/// <param name="Card">The delivery that posts it.</param>
/// <param name="Approval">The approval.</param>
/// <param name="Run">The run that waits.</param>
/// <param name="Conversation">The direct message, in text form.</param>
internal sealed record ApproverTold(ItemId Card, ItemId Approval, ItemId Run, string Conversation)
{
    /// <summary>How they are kept: as a part of the run, as the approval is.</summary>
    public static RecordKind<ApproverTold> Kind { get; } = new("approver_told", static () => ApprovalTellingJson.Default.ApproverTold, static told => told.Card, static (told, record) => record with
    {
        Team = ConversationId.TeamOf(told.Conversation),
        Run = told.Run,
    });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApproverToTell))]
[JsonSerializable(typeof(ApproverTold))]
internal sealed partial class ApprovalTellingJson : JsonSerializerContext;
