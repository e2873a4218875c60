using System.Text.Json;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Storage;

namespace Holdfast.Backfill;

/// <summary>How a backfill keeps what it knows. All of it has an end from its beginning on: what an operator discards, or a version leaves behind, is swept.</summary>
internal static class BackfillRecords
{
    /// <summary>The kind of a message.</summary>
    public const string Message = "backfill_message";

    public static RecordKind<BackfillProgress> Progress { get; } = new(
        "backfill",
        static () => BackfillJson.Default.BackfillProgress,
        static progress => progress.Id,
        static (progress, record) => record with { Team = progress.Team, EndedAt = progress.EndedAt ?? progress.Until });

    public static RecordKind<OldQuestion> Question { get; } = new(
        "backfill_question",
        static () => BackfillJson.Default.OldQuestion,
        static question => question.Id,
        static (question, record) => record with { Team = question.Team, EndedAt = question.AskedAt });

    public static StoredRecord ToRecord(this BackfillProgress progress) => Progress.Store(progress);

    public static StoredRecord ToRecord(this OldQuestion question) => Question.Store(question);

    /// <summary>
    /// A message that was found. A record of its own, its author's: what one person said goes when they are forgotten, and nothing is written again with
    /// each page that comes.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="holder">Who needs it: its place while it is read, the question that asks about it then.</param>
    /// <param name="found">When.</param>
    public static StoredRecord ToRecord(this MissedMessage message, string holder, DateTimeOffset found)
    {
        var where = ConversationId.Parse(message.Conversation);
        return MessageKey(holder, message.OrderKey).With(JsonSerializer.Serialize(message, BackfillJson.Default.MissedMessage)) with
        {
            Team = where.Team.Value, User = message.User, EndedAt = found,
        };
    }

    /// <summary>
    /// The name of a message's record. What a question needs is its own: the next backfill reads the same message again, knows it, and is done with it, and
    /// whoever then pressed the button was told that it is too old.
    /// </summary>
    /// <param name="holder">Workspace and channel while it is read, or the question.</param>
    /// <param name="orderKey">Which of the channel.</param>
    public static RecordKey MessageKey(string holder, long orderKey) => new(Message, $"{holder}/{SlackTs.FromMicros(orderKey)}");

    /// <summary>Messages that were found, as far as they are still there, the oldest first.</summary>
    public static async ValueTask<IReadOnlyList<MissedMessage>> GetMessagesAsync(
        this IRecordReader records, string holder, IEnumerable<long> orderKeys, CancellationToken cancellationToken)
    {
        var messages = new List<MissedMessage>();
        foreach (var orderKey in orderKeys.Distinct().Order())
        {
            if (await records.GetValueAsync(MessageKey(holder, orderKey), cancellationToken) is { } value)
                messages.Add(JsonSerializer.Deserialize(value, BackfillJson.Default.MissedMessage)!);
        }

        return messages;
    }
}
