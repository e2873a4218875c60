using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Conversations;

/// <summary>Conversations in JSON: their text form.</summary>
public sealed class ConversationIdConverter : JsonConverter<ConversationId>
{
    /// <inheritdoc/>
    public override ConversationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ConversationId.TryParse(reader.GetString(), out var conversation) ? conversation : throw new JsonException("Not a conversation.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ConversationId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
