using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>Slack gives each block without a <c>block_id</c> one of its own, and each element an <c>action_id</c>.</summary>
internal static class BlockIds
{
    public static string Fill(string blocks, IdSource ids)
    {
        using (var document = JsonDocument.Parse(blocks))
        {
            if (document.RootElement.EnumerateArray().All(IsComplete)) return blocks;
        }

        var array = JsonNode.Parse(blocks)!.AsArray();
        foreach (var block in array.OfType<JsonObject>()) FillBlock(block, ids);
        return array.ToJsonString(JsonText.Relaxed);
    }

    private static bool IsComplete(JsonElement block) =>
        block.Text("block_id") is { Length: > 0 } && BlockElements.InBlock(block).All(element => element.Text("action_id") is { Length: > 0 });

    private static void FillBlock(JsonObject block, IdSource ids)
    {
        FillId(block, "block_id", ids);
        if (block["element"] is JsonObject element) FillId(element, "action_id", ids);
        if (block["accessory"] is JsonObject accessory && (string?)accessory["type"] != "image") FillId(accessory, "action_id", ids);
        if ((string?)block["type"] is not ("actions" or "context_actions")) return;
        foreach (var inside in (block["elements"] as JsonArray ?? []).OfType<JsonObject>()) FillId(inside, "action_id", ids);
    }

    private static void FillId(JsonObject owner, string name, IdSource ids)
    {
        if (owner[name] is null || (string?)owner[name] is "") owner[name] = ids.Prefixed("b", 5);
    }
}
