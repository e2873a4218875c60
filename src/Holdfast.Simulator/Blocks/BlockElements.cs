using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>Something in blocks that a person can press, choose from or type into.</summary>
/// <param name="Block">The block it stands in.</param>
/// <param name="Element">The element itself.</param>
internal readonly record struct BlockElement(JsonElement Block, JsonElement Element)
{
    public string BlockId => Block.Text("block_id") ?? "";

    public string ActionId => Element.Text("action_id") ?? "";

    public string Type => Element.Text("type") ?? "";

    public bool IsInput => Block.Text("type") == "input";
}

/// <summary>Finds the elements of blocks.</summary>
internal static class BlockElements
{
    public static IEnumerable<BlockElement> In(JsonElement blocks)
    {
        foreach (var block in blocks.EnumerateArray())
        {
            foreach (var element in InBlock(block)) yield return new BlockElement(block, element);
        }
    }

    public static IEnumerable<JsonElement> InBlock(JsonElement block)
    {
        switch (block.Text("type"))
        {
            case "input" when block.Has("element", out var element):
                yield return element;
                break;
            case "section" when block.Has("accessory", out var accessory) && accessory.Text("type") != "image":
                yield return accessory;
                break;
            case "actions" or "context_actions" when block.Has("elements", out var elements):
                foreach (var inside in elements.EnumerateArray()) yield return inside;
                break;
        }
    }
}
