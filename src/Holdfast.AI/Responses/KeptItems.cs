using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.Json;
using Holdfast.AI.Prompts;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Responses;

/// <summary>
/// The items of an answer with calls, as they go back with the results of the tools: in their order, and byte for byte, since thinking is sealed. Of a call
/// only what the journal does not hold anyway.
/// </summary>
internal static class KeptItems
{
    /// <summary>The type of a call.</summary>
    public const string Call = "function_call";

    /// <summary>What is between two messages of one answer.</summary>
    public const string Gap = "\n\n";

    private const string List = "output";
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 200 };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 200 };

    /// <summary>Keeps the items of an answer.</summary>
    /// <returns>Null when there is nothing to keep.</returns>
    public static ProviderFields? Keep(IReadOnlyList<OutputItem> items)
    {
        // More is no answer any more; half of it would be worth nothing.
        if (items.Sum(item => (long)item.Length) > ModelStream.MaxLength)
            return null;

        // Thinking without its seal is a name that the provider has forgotten. What came behind it must not go by its name either then: the provider would miss it.
        var isWhole = items.All(item => !item.IsThinking || item.CanComeBack);
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json, Compact);
        try
        {
            writer.WriteStartObject();
            writer.WriteStartArray(List);
            foreach (var item in items)
                Write(writer, item, isWhole);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.Flush();
        }
        catch (JsonException)
        {
            // What was let pass in reading, such as a comma too many, is no JSON to hand back.
            return null;
        }

        return new ProviderFields(Encoding.UTF8.GetString(json.WrittenSpan), ResponsesProtocol.Name);
    }

    /// <summary>The items of an answer that is written down; none when there are none, or they are another protocol's.</summary>
    public static List<JsonElement> Read(ChatMessage message) =>
        message.Contents.OfType<ProviderFields>().FirstOrDefault(fields => fields.Protocol == ResponsesProtocol.Name) is { } kept
        && JsonElement.Parse(kept.Json, Deep).Find(List) is { ValueKind: JsonValueKind.Array } items
            ? [.. items.EnumerateArray()]
            : [];

    /// <summary>Whether an item is what was said.</summary>
    public static bool IsMessage(JsonElement item) => item.TextOf("type") == "message";

    /// <summary>What was said in all of them.</summary>
    public static string Said(IEnumerable<JsonElement> items) =>
        string.Join(Gap, items.Where(IsMessage).Select(item => string.Concat(OutputItem.PartsOf(item, "content"))).Where(text => text.Length > 0)).Trim();

    /// <summary>Writes a field of an item as it came.</summary>
    public static void WriteField(Utf8JsonWriter writer, JsonProperty field)
    {
        writer.WritePropertyName(field.Name);
        writer.WriteRawValue(field.Value.GetRawText());
    }

    private static void Write(Utf8JsonWriter writer, OutputItem item, bool isWhole)
    {
        if (item.IsCall)
            WriteWithout(writer, item.Whole, name => name is "call_id" or "name" or "arguments" || (name == "id" && !isWhole));
        else if (item.IsThinking && !item.CanComeBack)
            return;
        else if (item.Whole is { } whole && isWhole)
            writer.WriteRawValue(whole.GetRawText());
        else if (item.Whole is not null)
            WriteWithout(writer, item.Whole, name => name == "id");
    }

    private static void WriteWithout(Utf8JsonWriter writer, JsonElement? item, Func<string, bool> isLeftOut)
    {
        writer.WriteStartObject();
        if (item is null)
            writer.WriteString("type", Call);
        foreach (var field in item?.EnumerateObject().Where(field => !isLeftOut(field.Name)) ?? [])
            WriteField(writer, field);
        writer.WriteEndObject();
    }
}
