using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Backfill;

/// <summary>Asks whether an answer to what was said long ago is still useful, and has it answered when it is.</summary>
/// <param name="messages">Plans what is shown.</param>
/// <param name="time">The clock.</param>
internal sealed class OldQuestions(MessageComposer messages, TimeProvider time)
{
    /// <summary>The action of the button that has it answered; its value is the question's id.</summary>
    public const string Answer = "backfill.answer";

    /// <summary>The action of the button that leaves it; its value is the question's id.</summary>
    public const string Leave = "backfill.leave";

    /// <summary>The most messages that are shown.</summary>
    private const int MaxShown = 3;

    /// <summary>
    /// Asks. The messages count as taken in, so that nothing but the button has them answered: not a late repetition of Slack's, and not another backfill.
    /// </summary>
    /// <param name="missed">What was said in a conversation, the oldest first.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public Effects Ask(IReadOnlyList<MissedMessage> missed, string? traceParent)
    {
        var where = ConversationId.Parse(missed[0].Conversation);
        var question = new OldQuestion
        {
            Id = ItemId.New(time),
            Team = where.Team.Value,
            Conversation = missed[0].Conversation,
            Messages = [.. missed.Select(message => message.OrderKey)],
            People = [.. missed.Select(message => message.User).Distinct()],
            AskedAt = time.GetUtcNow(),
        };
        var text = $"{Opening(question, where, missed[0])} Still useful?";
        var (answer, leave) = missed.Count == 1 ? ("Answer it", "No, thanks") : ("Answer them", "No, thanks");
        List<Block> blocks =
        [
            Parts.Section(text), .. Quotes(missed),
            Parts.Row(Parts.Button(Answer, answer, question.Id.ToString()) with { Style = "primary" }, Parts.Button(Leave, leave, question.Id.ToString())),
        ];
        return new Effects
        {
            Records = [question.ToRecord(), .. missed.Select(message => message.ToRecord(question.Id.ToString(), question.AskedAt))],
            Append =
            [
                .. missed.Select(message => message.ToItem(time, traceParent) with { Payload = default, DedupeKey = message.Name, Settled = Settlement.Ignored("asked about first") }),
                messages.Post(where, question.Id, text, blocks, traceParent),
            ],
        };
    }

    /// <summary>What becomes of the question once somebody has decided.</summary>
    /// <param name="question">The question.</param>
    /// <param name="asked">What it is about, as far as it is still kept.</param>
    /// <param name="action">The button.</param>
    /// <param name="by">Who.</param>
    /// <param name="card">The message with the buttons; null where it is not known.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public Effects Decide(OldQuestion question, IReadOnlyList<MissedMessage> asked, string action, UserId by, SlackTs? card, string? traceParent)
    {
        IEnumerable<NewItem> changed = card is { } message ? [Changed(question, asked, action, by, message, traceParent)] : [];
        return new Effects
        {
            Records = [(question with { Decided = action }).ToRecord(), .. question.Messages.Select(orderKey => BackfillRecords.MessageKey(question.Id.ToString(), orderKey).With(null))],
            Append = [.. changed, .. action == Answer ? asked.Select(said => said.ToItem(time, traceParent)) : []],
        };
    }

    private NewItem Changed(OldQuestion question, IReadOnlyList<MissedMessage> asked, string action, UserId by, SlackTs card, string? traceParent)
    {
        var outcome = action == Answer ? $"✅ <@{by}> still wants an answer" : $"👍 <@{by}> doesn't need an answer any more";
        return messages.Update(
            ConversationId.Parse(question.Conversation), question.Id, card, outcome, [.. Quotes(asked), Parts.Small($"{outcome} · {SlackDate.Relative(time.GetUtcNow())}")], traceParent);
    }

    private string Opening(OldQuestion question, ConversationId where, MissedMessage first)
    {
        var who = where.Channel.Value.StartsWith('D') ? "You" : string.Join(" and ", question.People.Take(MaxShown).Select(ShownText.Person));
        var ago = $"{Quantities.Ago(time.GetUtcNow() - first.Ts.Time)} ago";
        return question.Messages.Count == 1
            ? $"{who} asked this {ago}, while I was away."
            : $"{who} wrote {Quantities.Count(question.Messages.Count, "message")} here while I was away, the first {ago}.";
    }

    /// <summary>What it is about: outside a thread other messages stand in between.</summary>
    private static IEnumerable<Block> Quotes(IEnumerable<MissedMessage> asked) =>
        asked.Where(message => message.Text.Length > 0).Take(MaxShown).Select((message, index) => Parts.Quote($"backfill.{index}", ShownText.Visible(message.Text)));
}
