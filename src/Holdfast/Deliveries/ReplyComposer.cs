using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Deliveries;

/// <summary>Plans the messages that say a text.</summary>
/// <param name="messages">Plans each message.</param>
public sealed class ReplyComposer(MessageComposer messages)
{
    /// <summary>The messages that say a text in a conversation: one, or several when it is long; in this order.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">What plans them.</param>
    /// <param name="text">What; shown literally, so nothing in it can mention people or forge links.</param>
    /// <param name="footer">Blocks under the last of them; null for none.</param>
    /// <param name="inPlaceOf">An earlier message whose place the first of them takes; null for none.</param>
    /// <param name="traceParent">The trace they belong to.</param>
    /// <param name="isAnswer">Whether the agent says it.</param>
    public IReadOnlyList<NewItem> Compose(
        ConversationId conversation,
        ItemId cause,
        string text,
        IReadOnlyList<Block>? footer = null,
        DeliveryTarget? inPlaceOf = null,
        string? traceParent = null,
        bool isAnswer = false)
    {
        var pieces = MessageText.Split(text).ToList();
        var items = new NewItem[pieces.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var escaped = SlackText.Escape(pieces[i]);
            IReadOnlyList<Block> blocks = [.. ReplyBlocks.Of(pieces[i]), .. i == items.Length - 1 ? footer ?? [] : []];
            items[i] = i == 0 && inPlaceOf is not null
                ? messages.Update(conversation, cause, inPlaceOf, escaped, blocks, traceParent, postIfGone: true, isAnswer)
                : messages.Post(conversation, cause, escaped, blocks, traceParent, isAnswer: isAnswer);
        }

        return items;
    }
}
