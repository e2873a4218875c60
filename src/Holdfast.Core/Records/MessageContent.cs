using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Slack.Text;

namespace Holdfast.Records;

/// <summary>What a message says, and what came with it. Wherever a message, a question or a turn is meant, it is one of these and no bare text.</summary>
/// <param name="Text">The words; empty where something came without any.</param>
public sealed record MessageContent(string Text)
{
    /// <summary>The most files of one message that are kept: Slack lets a person add ten.</summary>
    public const int MaxAttachments = 20;

    /// <summary>Nothing.</summary>
    public static MessageContent Empty { get; } = new("");

    /// <summary>The files that came with it, in their order.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>
    /// Whom and what the words name by an id, until a run has asked Slack for the names and put them there; in the order in which they stand.
    /// </summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>The attachments as they are kept beside the text; null when there are none.</summary>
    [JsonIgnore]
    public string? AttachmentsJson =>
        Attachments.Count == 0 ? null : JsonSerializer.Serialize(Attachments, AttachmentJson.Default.IReadOnlyListAttachment);

    /// <summary>Content that was kept as a text and <see cref="AttachmentsJson"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="attachments">The attachments; null for none.</param>
    /// <exception cref="JsonException">They are not what was kept.</exception>
    public static MessageContent Of(string text, string? attachments) => attachments is null
        ? new MessageContent(text)
        : new MessageContent(text) { Attachments = Kept(JsonSerializer.Deserialize(attachments, AttachmentJson.Default.IReadOnlyListAttachment)) };

    /// <summary>Other programs write into memory that is shared: a null among the attachments ended a conversation for good.</summary>
    private static IReadOnlyList<Attachment> Kept(IReadOnlyList<Attachment?>? read) => [.. (read ?? []).OfType<Attachment>().Take(MaxAttachments)];

    /// <summary>Several messages as one, in their order.</summary>
    /// <param name="parts">The messages.</param>
    public static MessageContent Join(IReadOnlyList<MessageContent> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var (mentions, start) = (new List<Mention>(), 0);
        foreach (var part in parts)
        {
            mentions.AddRange(part.Mentions.Select(mention => mention with { Start = mention.Start + start }));
            start += part.Text.Length + 1;
        }

        return new MessageContent(string.Join('\n', parts.Select(part => part.Text)))
        {
            Attachments = [.. parts.SelectMany(part => part.Attachments).Take(MaxAttachments)],
            Mentions = mentions,
        };
    }

    /// <inheritdoc/>
    public bool Equals(MessageContent? other) =>
        other is not null && Text == other.Text && Attachments.SequenceEqual(other.Attachments) && Mentions.SequenceEqual(other.Mentions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Attachments.Count);
}

/// <summary>A file that came with a message: what Slack says of it. What is in it is fetched by whoever wants to read it.</summary>
/// <param name="Id">Slack's id of the file.</param>
/// <param name="Name">Its name; the id where Slack tells none, as of a file of another organisation.</param>
public sealed record Attachment(string Id, string Name)
{
    /// <summary>What it is, as a media type; null where Slack does not say.</summary>
    public string? MediaType { get; init; }

    /// <summary>Its length in bytes; null where Slack does not say.</summary>
    public long? Size { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<Attachment>))]
internal sealed partial class AttachmentJson : JsonSerializerContext;
