using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>
/// What a person has chosen and typed in a message or a view. It survives an update as Slack has it: where block id, action id and type
/// are the same as before.
/// </summary>
internal sealed class EnteredValues
{
    /// <summary>What was offered long ago for other words nobody chooses any more.</summary>
    private const int MaxSuggested = 500;

    private readonly Dictionary<(string Block, string Action), ElementValue> _values = [];

    private readonly Dictionary<(string Block, string Action), IReadOnlyList<SuggestedOption>> _suggested = [];

    /// <summary>Remembers what the app has offered for a select with options of its own, the latest first: of these the person chooses.</summary>
    public void Suggest(BlockElement at, IReadOnlyList<SuggestedOption> options)
    {
        var before = _suggested.GetValueOrDefault((at.BlockId, at.ActionId)) ?? [];
        _suggested[(at.BlockId, at.ActionId)] = [.. options.Concat(Chosen(at)).Concat(before).DistinctBy(option => option.Value).Take(MaxSuggested)];
    }

    /// <summary>The element with the options that were offered for it, as if the app had written them there.</summary>
    public BlockElement WithSuggested(BlockElement at)
    {
        if (!_suggested.TryGetValue((at.BlockId, at.ActionId), out var options)) return at;
        var element = JsonNode.Parse(at.Element.GetRawText())!.AsObject();
        element["options"] = new JsonArray([.. options.Select(option => JsonNode.Parse(option.Json))]);
        using var document = JsonDocument.Parse(element.ToJsonString());
        return at with { Element = document.RootElement.Clone() };
    }

    public void Set(BlockElement at, ElementValue value) => _values[(at.BlockId, at.ActionId)] = value;

    public ElementValue? Of(BlockElement at) =>
        _values.TryGetValue((at.BlockId, at.ActionId), out var entered) && entered.Type == at.Type
            ? entered
            : ElementValue.Initial(at.Element);

    /// <summary>Enters several at once; a key is an action id, or a block id and an action id with a slash between.</summary>
    /// <exception cref="ArgumentException">No element, or more than one, has that id, or it does not offer the value.</exception>
    public void Set(JsonElement blocks, IReadOnlyDictionary<string, string>? values)
    {
        foreach (var (key, value) in values ?? new Dictionary<string, string>())
        {
            var found = BlockElements.In(blocks).Where(at => at.ActionId == key || $"{at.BlockId}/{at.ActionId}" == key).ToList();
            if (found.Count != 1) throw new ArgumentException($"{found.Count} elements have the id '{key}'.", nameof(values));
            Set(found[0], ElementValue.Of(WithSuggested(found[0]).Element, value));
        }
    }

    /// <summary>What is chosen already stays on offer, whatever was typed since.</summary>
    private IEnumerable<SuggestedOption> Chosen(BlockElement at)
    {
        if (Of(at) is not { IsEmpty: false } value) yield break;
        using var chosen = JsonDocument.Parse(value.Json);
        IEnumerable<JsonElement> options = chosen.RootElement.ValueKind == JsonValueKind.Array ? chosen.RootElement.EnumerateArray() : [chosen.RootElement];
        foreach (var option in options) yield return SuggestedOption.Of(option, group: null);
    }

    /// <summary><c>state.values</c>: every element that can hold something, by block and action id.</summary>
    public string ToJson(JsonElement blocks)
    {
        var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        foreach (var block in BlockElements.In(blocks).GroupBy(at => at.BlockId))
        {
            var held = block.Select(at => (at.ActionId, Value: Of(at))).Where(at => at.Value is not null).ToList();
            if (held.Count == 0) continue;
            writer.WriteStartObject(block.Key);
            foreach (var (action, value) in held)
            {
                writer.WriteStartObject(action);
                writer.WriteString("type", value!.Type);
                value.Write(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        var json = System.Text.Encoding.UTF8.GetString(buffer.Written());
        buffer.Return();
        return json;
    }
}
