using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.AI.Prompts;

namespace Holdfast.AI.Anthropic;

/// <summary>
/// What of an answer must come back to Anthropic as it was: thinking that it signed or sealed, and blocks that only it knows, in their places among the
/// others. In a run's journal all of that is one <see cref="ProviderFields"/>.
/// </summary>
internal static class AnthropicFields
{
    private const string Name = "anthropic";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 200 };

    /// <summary>Anthropic's client writes no deeper JSON.</summary>
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = MaxDepth };

    /// <summary>The deepest JSON that a block may hold.</summary>
    public const int MaxDepth = 48;

    /// <summary>The fields; null where there is nothing that Anthropic would miss.</summary>
    public static ProviderFields? Of(IReadOnlyCollection<AnswerBlock> blocks)
    {
        if (blocks.All(block => block.IsText || block.IsCall))
            return null;

        // A call is kept elsewhere; its place is kept here.
        var kept = blocks.Where(block => block.IsWhole).Select(block => (JsonNode)(block.IsCall ? new JsonObject { ["type"] = block.Type } : block.ToJson()));
        return new ProviderFields(new JsonObject { [Name] = new JsonArray([.. kept]) }.ToJsonString(Compact));
    }

    /// <summary>The blocks in their order; none where another provider wrote the fields, or there are none.</summary>
    public static IReadOnlyList<JsonElement> Read(ProviderFields? fields)
    {
        if (fields is null)
            return [];
        try
        {
            return JsonElement.Parse(fields.Json, Shallow) is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(Name, out var blocks) && blocks.ValueKind == JsonValueKind.Array
                ? [.. blocks.EnumerateArray()]
                : [];
        }
        catch (JsonException)
        {
            // Deeper than can be sent: the answer goes back without.
            return [];
        }
    }
}
