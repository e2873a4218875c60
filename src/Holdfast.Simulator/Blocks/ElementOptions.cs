using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>The options of a select, overflow, radio or checkbox element, grouped or not.</summary>
internal static class ElementOptions
{
    public static IEnumerable<JsonElement> Of(JsonElement element)
    {
        foreach (var option in List(element, "options")) yield return option;
        foreach (var group in List(element, "option_groups"))
        {
            foreach (var option in List(group, "options")) yield return option;
        }
    }

    private static JsonElement.ArrayEnumerator List(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.Has(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : default;
}
