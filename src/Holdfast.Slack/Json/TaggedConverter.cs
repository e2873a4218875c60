using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.Json;

/// <summary>
/// Reads and writes a family of objects told apart by <c>type</c>. The serializer's own polymorphism loses the type of an
/// object it does not know; here such an object is kept whole and written back as it came.
/// </summary>
internal abstract class TaggedConverter<TBase> : JsonConverter<TBase> where TBase : class
{
    protected abstract JsonTypeInfo? InfoFor(string type);

    protected abstract JsonTypeInfo? InfoFor(TBase value);

    protected abstract TBase Unknown(string type, JsonElement raw);

    protected abstract JsonElement RawOf(TBase value);

    public override TBase? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var raw = JsonElement.ParseValue(ref reader);
        if (raw.ValueKind == JsonValueKind.Null)
            return null;
        var type = TolerantJson.TypeOf(raw);
        if (InfoFor(type) is not { } info)
            return Unknown(type, raw);
        try
        {
            return (TBase?)raw.Deserialize(info);
        }
        catch (Exception exception) when (TolerantJson.IsWrong(exception))
        {
            // A known type in a shape this version does not know is as foreign as an unknown type.
            return Unknown(type, raw);
        }
    }

    public override void Write(Utf8JsonWriter writer, TBase value, JsonSerializerOptions options)
    {
        if (InfoFor(value) is { } info)
            JsonSerializer.Serialize(writer, value, info);
        else
            RawOf(value).WriteTo(writer);
    }
}
