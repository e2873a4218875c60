using Holdfast.Answers;
using Holdfast.Answers.Mentions;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Deliveries;

/// <summary>Plans the messages that say a text.</summary>
/// <param name="messages">Plans each message.</param>
/// <param name="files">Plans the file of what is too long.</param>
/// <param name="options">What is too long.</param>
public sealed class ReplyComposer(MessageComposer messages, FileComposer files, IOptions<DeliveryOptions> options)
{
    /// <summary>The messages that say a text in a conversation: one, or several when it is long; in this order.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="cause">What plans them.</param>
    /// <param name="text">What, in Markdown. Nothing in it calls people who may not be mentioned, or hides where a link leads.</param>
    /// <param name="footer">Blocks under the last of them; null for none.</param>
    /// <param name="inPlaceOf">An earlier message whose place the first of them takes; null for none.</param>
    /// <param name="traceParent">The trace they belong to.</param>
    /// <param name="mentions">Who may be mentioned; null for nobody.</param>
    /// <param name="isAnswer">Whether the agent says it.</param>
    public IReadOnlyList<NewItem> Compose(
        ConversationId conversation,
        ItemId cause,
        string text,
        IReadOnlyList<Block>? footer = null,
        DeliveryTarget? inPlaceOf = null,
        string? traceParent = null,
        MentionScope? mentions = null,
        bool isAnswer = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (PlainWords.Are(text))
            return [Message(new AnswerMessage(text, text), isFirst: true, isLast: true)];
        var clean = CleanText.Of(text).Trim();
        var isLong = clean.Length > options.Value.LongestAnswer;
        var parts = isLong ? [LongAnswer.BeginningOf(clean, mentions ?? MentionScope.None)] : AnswerText.Of(clean, mentions ?? MentionScope.None);
        var items = new List<NewItem>(parts.Count);
        for (var i = 0; i < parts.Count; i++)
            items.Add(Message(parts[i], i == 0, i == parts.Count - 1));
        if (isLong)
            items.AddRange(LongAnswer.Files(clean, items[0].Id).Select(file => files.Upload(conversation, cause, file.Name, file.Title, file.Content, traceParent)));
        return items;

        NewItem Message(AnswerMessage message, bool isFirst, bool isLast)
        {
            IReadOnlyList<Block> blocks = [new MarkdownBlock { Text = message.Markdown }, .. isLast ? footer ?? [] : []];
            return isFirst && inPlaceOf is not null
                ? messages.Update(conversation, cause, inPlaceOf, message.Text, blocks, traceParent, postIfGone: true, isAnswer)
                : messages.Post(conversation, cause, message.Text, blocks, traceParent, isAnswer: isAnswer);
        }
    }
}
