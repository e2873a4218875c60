using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Items;

/// <summary>Item ids in JSON that we keep: 32 hexadecimal digits.</summary>
internal sealed class ItemIdConverter : JsonConverter<ItemId>
{
    public override ItemId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ItemId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not an item id.");

    public override void Write(Utf8JsonWriter writer, ItemId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
