using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Inbound;

/// <summary>
/// Messages that are edited and mention the app. Slack sends such a mention for every edit of a message, also of one that was answered
/// long ago; to be answered is only what was not answered before.
/// </summary>
/// <param name="store">What has become of the message as it was.</param>
/// <param name="options">For how long that is known.</param>
/// <param name="time">The clock.</param>
public sealed class EditedMentions(IReceiptReader store, IOptions<IngressOptions> options, TimeProvider time)
{
    /// <summary>The reason for an edit of which nobody can tell whether its message was answered.</summary>
    public const string TooOld = "edit of an old message";

    private const string Answered = "edit of a message that was taken in before";

    /// <summary>Clocks differ, and what Slack repeats comes late: receipts that are about to be swept are not relied on.</summary>
    private const double Reliable = 0.9;

    /// <summary>Whether the message is so old that its receipt may be gone, and Slack does not say that the mention is new.</summary>
    /// <param name="route">Where the edit would go.</param>
    public bool IsTooOld(Route.ToLane route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return route is { IsEdit: true, IsNewlyAddressed: false }
            && time.GetUtcNow() - route.Message.Ts.Time > options.Value.ReceiptRetention * Reliable;
    }

    /// <summary>
    /// What to append for an edit whose message was taken in before: itself under another name, to be judged in its lane, where it is known
    /// how the message ended; null when that is known already, and there is nothing to do.
    /// </summary>
    /// <param name="item">The edit, which was a duplicate of its message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<NewItem?> AgainAsync(NewItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        var receipt = await store.GetReceiptAsync(item.DedupeKey!, cancellationToken);
        return IsOpen(receipt?.Settlement, ifUnknown: true)
            ? item with { Id = ItemId.New(time), Kind = InboundKinds.EditedMention, DedupeKey = $"edited:{item.DedupeKey}" }
            : null;
    }

    /// <summary>Why an edit is not answered, when its turn has come; null when it is.</summary>
    /// <param name="item">The edit.</param>
    /// <param name="conversation">Where it is.</param>
    /// <param name="store">What has become of the message as it was.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<string?> ReasonAgainstAsync(
        LaneItem item, ConversationId conversation, IReceiptReader store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(store);
        var receipt = await store.GetReceiptAsync(MessageRouter.KeyOf(conversation, SlackTs.FromMicros(item.OrderKey)), cancellationToken);
        return IsOpen(receipt?.Settlement, ifUnknown: false) ? null : Answered;
    }

    /// <summary>Whether the message was not for the app as it was. Nothing else that was ignored is asked again by an edit.</summary>
    private static bool IsOpen(Settlement? settlement, bool ifUnknown) => settlement switch
    {
        null => ifUnknown,
        { Kind: SettlementKind.Ignored, Reason: MessageRouter.NotAddressed or MessageRouter.ForSomebodyElse } => true,
        _ => false,
    };
}
