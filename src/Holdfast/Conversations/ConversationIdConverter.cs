using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Conversations;

/// <summary>Conversations in JSON that we keep: their text form.</summary>
internal sealed class ConversationIdConverter : JsonConverter<ConversationId>
{
    public override ConversationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ConversationId.TryParse(reader.GetString(), out var conversation) ? conversation : throw new JsonException("Not a conversation.");

    public override void Write(Utf8JsonWriter writer, ConversationId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
