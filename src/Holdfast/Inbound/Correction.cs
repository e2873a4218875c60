using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.Text;
using Holdfast.Storage;

namespace Holdfast.Inbound;

/// <summary>
/// A message to the agent that its author edited or deleted. It is kept beside the message, which may wait, be answered or be remembered by then:
/// whoever reads the message next reads this as well.
/// </summary>
/// <param name="Conversation">Where it was said.</param>
/// <param name="Message">Which message.</param>
/// <param name="User">Who said it.</param>
/// <param name="At">When it was edited or deleted: the later one counts, in whatever order they come.</param>
/// <param name="Content">What it says now; null when it is gone.</param>
public sealed record Correction(ConversationId Conversation, SlackTs Message, string User, SlackTs At, MessageContent? Content)
{
    /// <summary>The kind of the records.</summary>
    public const string RecordKind = "correction";

    /// <summary>The most of one person's that are looked at, newest first.</summary>
    private const int MaxLookedAt = 200;

    /// <summary>It as it is kept.</summary>
    /// <param name="now">From when on it is kept for as long as corrections are.</param>
    public StoredRecord ToRecord(DateTimeOffset now)
    {
        var kept = new Kept(Conversation.ToString(), Message.Value, At.Value, Content?.Text, Content?.AttachmentsJson, Content?.Mentions ?? []);
        return new RecordKey(RecordKind, $"{Conversation}/{Message}/{At}").With(JsonSerializer.Serialize(kept, CorrectionJson.Default.Kept)) with
        {
            Team = Conversation.Team.Value, User = User, EndedAt = now,
        };
    }

    /// <summary>What somebody has corrected lately in a conversation, by message.</summary>
    /// <param name="records">Where it is kept.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="user">Who.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<IReadOnlyDictionary<SlackTs, Correction>> FindAsync(
        IRecordReader records, ConversationId conversation, string user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        var query = new RecordQuery(RecordKind) { Team = conversation.Team.Value, User = user, Order = RecordOrder.Newest };
        var found = new Dictionary<SlackTs, Correction>();
        foreach (var record in await records.FindRecordsAsync(query, MaxLookedAt, cancellationToken))
        {
            var kept = JsonSerializer.Deserialize(record.Value ?? "null", CorrectionJson.Default.Kept);
            if (kept is null || kept.Conversation != conversation.ToString())
                continue;
            var content = kept.Text is null ? null : MessageContent.Of(kept.Text, kept.Attachments) with { Mentions = kept.Mentions };
            var correction = new Correction(conversation, new SlackTs(kept.Message), user, new SlackTs(kept.At), content);
            if (!found.TryGetValue(correction.Message, out var other) || other.At.CompareTo(correction.At) < 0)
                found[correction.Message] = correction;
        }

        return found;
    }

    internal sealed record Kept(string Conversation, string Message, string At, string? Text, string? Attachments, IReadOnlyList<Mention> Mentions);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Correction.Kept))]
internal sealed partial class CorrectionJson : JsonSerializerContext;
