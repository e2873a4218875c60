using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Holdfast.AI.Json;

/// <summary>Reads JSON as providers write it: a number as a string, half a pair of surrogates, bytes that are no UTF-8, several values in a row.</summary>
internal static class LooseJson
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowMultipleValues = true, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 128,
    };

    /// <summary>The values in a text: mostly one.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static List<JsonElement> Values(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        var reader = new Utf8JsonReader(text, Options);
        var values = new List<JsonElement>();
        while (reader.Read())
            values.Add(JsonElement.ParseValue(ref reader));
        return values;
    }

    /// <summary>A property that is there and not null.</summary>
    public static JsonElement? Find(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The text of a string, and of what else can be read as one; null for objects, lists and nothing.</summary>
    public static string? Text(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TextOf(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>A property's text; null when there is none.</summary>
    public static string? TextOf(this JsonElement owner, string name) => owner.Find(name)?.Text();

    /// <summary>A property's number, also where it is written as text; null when there is none.</summary>
    public static long? NumberOf(this JsonElement owner, string name) =>
        double.TryParse(owner.TextOf(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1e15 ? (long)number : null;

    /// <summary>The same as a node that can be changed. Text is made a value of its own; the rest stays as it was written, numbers to the last digit.</summary>
    public static JsonNode? ToNode(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonValue.Create(value.Text()),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(ToNode)]),
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().GroupBy(property => property.Name).Select(group => KeyValuePair.Create(group.Key, ToNode(group.Last().Value)))),
        _ => JsonNode.Parse(value.GetRawText()),
    };

    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a pair of surrogates: the other half may come with the next piece, so it is kept as it is.
            return Unescape(text.GetRawText().AsSpan()[1..^1]);
        }
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            text.Append(raw[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other });
        }

        return text.ToString();
    }
}
