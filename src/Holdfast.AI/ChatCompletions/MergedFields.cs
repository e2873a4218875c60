using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.AI.Chat;
using Holdfast.AI.Json;

namespace Holdfast.AI.ChatCompletions;

/// <summary>
/// Fields that this client does not know, gathered from the pieces of a stream, so that they can go back as a provider would have sent them whole: texts that
/// are written in pieces are joined, lists are joined and their pieces put together, anything else is what came last.
/// </summary>
internal sealed class MergedFields
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 200 };

    /// <summary>Parts of the names of texts that come in pieces.</summary>
    private static readonly string[] Written = ["reason", "think", "thought", "text", "content", "summary", "data", "signature", "refusal", "transcript"];

    private readonly JsonObject _fields = [];
    private long _gathered;

    /// <summary>Whether there are any.</summary>
    public bool IsEmpty => _fields.Count == 0;

    /// <summary>Takes a field of one piece.</summary>
    public void Add(string name, JsonElement value)
    {
        // More is no field of a message any more. Half of it would be worth nothing: nothing of it is kept.
        if ((_gathered += value.GetRawText().Length) > ModelStream.MaxLength)
            _fields.Clear();
        else if (!IsNothing(value))
            Merge(_fields, name, value);
    }

    /// <summary>All of them, as a JSON object.</summary>
    public string ToJson() => _fields.ToJsonString(Compact);

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0)
        || (value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any());

    private static void Merge(JsonObject into, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.String when into[name] is JsonValue known && known.GetValueKind() == JsonValueKind.String && IsWritten(name):
                into[name] = Joined(name, known.GetValue<string>(), value.Text()!);
                break;
            case JsonValueKind.Object when into[name] is JsonObject known:
                foreach (var property in value.EnumerateObject())
                    Merge(known, property.Name, property.Value);
                break;
            case JsonValueKind.Array when into[name] is JsonArray known:
                foreach (var item in value.EnumerateArray())
                    Merge(known, item);
                break;
            default:
                into[name] = value.ToNode();
                break;
        }
    }

    private static void Merge(JsonArray into, JsonElement item)
    {
        if (into is not [.., JsonObject last] || !GoesOn(last, item))
        {
            into.Add(item.ToNode());
            return;
        }

        foreach (var property in item.EnumerateObject())
            Merge(last, property.Name, property.Value);
    }

    /// <summary>Whether an item is a piece of the last one: it has its index; or none has one, and it is text behind text that is not signed yet.</summary>
    private static bool GoesOn(JsonObject last, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !Same(last, item, "index") || !Same(last, item, "type") || (item.Find("id") is not null && !Same(last, item, "id")))
            return false;
        return item.Find("index") is not null
            || ((item.Find("thinking") ?? item.Find("text") ?? item.Find("signature")) is { ValueKind: JsonValueKind.String } && last["signature"] is null);
    }

    private static bool Same(JsonObject last, JsonElement item, string name) => last[name]?.ToJsonString() == (item.Find(name) is { } value ? value.ToNode()!.ToJsonString() : null);

    private static bool IsWritten(string name) => Written.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>A signature is one thing, which some send again with each piece.</summary>
    private static string Joined(string name, string known, string more) =>
        known == more && name.Contains("signature", StringComparison.OrdinalIgnoreCase) ? known : known + more;
}
