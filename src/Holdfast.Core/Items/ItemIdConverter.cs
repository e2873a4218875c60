using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Items;

/// <summary>Item ids in JSON: 32 hexadecimal digits.</summary>
public sealed class ItemIdConverter : JsonConverter<ItemId>
{
    /// <inheritdoc/>
    public override ItemId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ItemId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not an item id.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ItemId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
