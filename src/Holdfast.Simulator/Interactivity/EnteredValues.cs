using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>
/// What a person has chosen and typed in a message or a view. It survives an update as Slack has it: where block id, action id and type
/// are the same as before.
/// </summary>
internal sealed class EnteredValues
{
    private readonly Dictionary<(string Block, string Action), ElementValue> _values = [];

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
            Set(found[0], ElementValue.Of(found[0].Element, value));
        }
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
