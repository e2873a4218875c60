using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.WebApi;

/// <summary>The limits of blocks that clients run into most; other blocks pass as they are.</summary>
internal static class BlockRules
{
    /// <summary>What is wrong, in the form of Slack's messages, or null.</summary>
    public static string? Check(JsonElement blocks)
    {
        var index = 0;
        foreach (var block in blocks.EnumerateArray())
        {
            var at = $"[json-pointer:/blocks/{index++}]";
            var broken = block.Text("type") switch
            {
                null => "missing required field: type",
                "section" => CheckSection(block),
                "header" => TextLength(block, 150),
                "actions" => Count(block, 25),
                "context" => Count(block, 10),
                _ => null,
            };
            if (broken is null && block.Text("block_id") is { Length: > 255 }) broken = "must be less than 256 characters: block_id";
            if (broken is not null) return $"[ERROR] {broken} {at}";
        }

        return null;
    }

    private static string? CheckSection(JsonElement section)
    {
        var hasText = section.TryGetProperty("text", out _);
        var hasFields = section.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array;
        if (!hasText && !hasFields) return "missing required field: text or fields";
        if (hasFields && fields.GetArrayLength() > 10) return "no more than 10 items allowed: fields";
        return hasText ? TextLength(section, 3_000) : null;
    }

    private static string? TextLength(JsonElement block, int most)
    {
        if (!block.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.Object) return "missing required field: text";
        var length = text.Text("text")?.Length ?? 0;
        if (length == 0) return "must be more than 0 characters: text";
        return length > most ? $"must be less than {most + 1} characters: text" : null;
    }

    private static string? Count(JsonElement block, int most)
    {
        if (!block.TryGetProperty("elements", out var elements) || elements.ValueKind != JsonValueKind.Array) return "missing required field: elements";
        return elements.GetArrayLength() > most ? $"no more than {most} items allowed: elements" : null;
    }
}
