using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Holdfast.Slack.WebApi;

/// <summary>
/// Turns a JSON object of arguments into a form, for the methods that do not read JSON: strings as they are, numbers and
/// booleans in JSON's spelling, objects and arrays as JSON text, nulls left out.
/// </summary>
internal static class FormArguments
{
    internal static ReadOnlyMemory<byte> FromJson(ReadOnlySpan<byte> json)
    {
        var form = new ArrayBufferWriter<byte>(json.Length + 64);
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The arguments of a Slack method are a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            Append(form, name, Text(ref reader, json));
        }

        return form.WrittenMemory;
    }

    private static string Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString()!;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]);
    }

    private static void Append(ArrayBufferWriter<byte> form, string name, string text)
    {
        if (form.WrittenCount > 0)
            form.Write("&"u8);
        Encoding.ASCII.GetBytes(Uri.EscapeDataString(name), form);
        form.Write("="u8);
        Encoding.ASCII.GetBytes(Uri.EscapeDataString(text), form);
    }
}
