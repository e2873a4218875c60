using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;

namespace Holdfast.Runs;

/// <summary>What stands for the older turns of a conversation. It is kept beside memory, wherever that is, and says where it ends and whose words are in it.</summary>
/// <param name="Text">The summary.</param>
/// <param name="Next">The first turn that it does not cover, by <see cref="NameOf"/>.</param>
/// <param name="Until">The newest message of a person that it covers, as Slack names it; null where that is not known.</param>
/// <param name="People">Who said what it covers.</param>
/// <param name="Corrections">Edits and deletions of what it covers that it knows of: with any other it does not hold.</param>
internal sealed record ConversationSummary(string Text, string Next, string? Until, IReadOnlyList<string> People, IReadOnlyList<string> Corrections)
{
    /// <summary>The kind of the records. It is stored: never rename it.</summary>
    public const string RecordKind = "summary";

    /// <summary>Of more people it is not kept: whether they have deleted something could not be looked up for each question.</summary>
    public const int MaxPeople = 50;

    /// <summary>The name of a conversation's.</summary>
    public static RecordKey KeyOf(ConversationId conversation) => new(RecordKind, conversation.ToString());

    /// <summary>It as it is kept.</summary>
    /// <param name="conversation">Which conversation's it is.</param>
    /// <param name="now">From when on it is kept for as long as memory is.</param>
    public StoredRecord ToRecord(ConversationId conversation, DateTimeOffset now) =>
        KeyOf(conversation).With(JsonSerializer.Serialize(this, ConversationSummaryJson.Default.ConversationSummary)) with { Team = conversation.Team.Value, EndedAt = now };

    /// <summary>What was kept; null when it cannot be read: it is made anew then.</summary>
    public static ConversationSummary? Of(StoredRecord? record)
    {
        try
        {
            return record?.Value is { } value ? JsonSerializer.Deserialize(value, ConversationSummaryJson.Default.ConversationSummary) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>How a turn is known: memory gives it no name, so by what was said, and in which message.</summary>
    public static string NameOf(Turn turn) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{turn.Role}\0{turn.Speaker?.Message}\0{turn.Content.Text}")))[..32];

    /// <summary>The newest message among turns, and another one.</summary>
    public static SlackTs? Newest(IEnumerable<Turn> turns, string? other)
    {
        SlackTs? newest = SlackTs.TryParse(other, out var known) ? known : null;
        foreach (var turn in turns)
        {
            if (SlackTs.TryParse(turn.Speaker?.Message, out var ts) && (newest is not { } before || before.CompareTo(ts) < 0))
                newest = ts;
        }

        return newest;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ConversationSummary))]
internal sealed partial class ConversationSummaryJson : JsonSerializerContext;
