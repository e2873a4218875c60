using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.Streams;

namespace Holdfast.Simulator.Blocks;

/// <summary>Reads what a streaming call brings, <c>markdown_text</c> and <c>chunks</c>, and refuses what Slack would refuse.</summary>
internal static class ChunkReader
{
    private const int MaxMarkdown = 12_000;
    private const int MaxField = 256;
    private static readonly string[] Statuses = ["pending", "in_progress", "complete", "error"];

    /// <summary>The chunks in their order; null with an error when one would be refused, for then none counts.</summary>
    public static IReadOnlyList<StreamChunk>? Read(ApiArguments arguments, IdSource ids, BlockSupport support, out ApiError? error)
    {
        error = null;
        var chunks = new List<StreamChunk>();
        if (arguments.TryGet("markdown_text", out var markdown)) error = AddText(chunks, markdown);
        if (arguments.TryGet("chunks", out var json)) error ??= AddAll(chunks, json, ids, support);
        return error is null ? chunks : null;
    }

    private static ApiError? AddAll(List<StreamChunk> chunks, string json, IdSource ids, BlockSupport support)
    {
        using var document = JsonText.TryParse(json, JsonValueKind.Array);
        if (document is null) return "invalid_chunks";
        var index = 0;
        foreach (var chunk in document.RootElement.EnumerateArray())
        {
            if (Add(chunks, chunk, $"/chunks/{index++}", ids, support) is { } refused) return refused;
        }

        return null;
    }

    private static ApiError? Add(List<StreamChunk> chunks, JsonElement chunk, string at, IdSource ids, BlockSupport support)
    {
        switch (chunk.Text("type"))
        {
            case "markdown_text":
                return chunk.Text("text") is { } text ? AddText(chunks, text) : Invalid("missing required field: text", at);
            case "task_update":
                return AddTask(chunks, chunk, at);
            case "plan_update":
                var findings = new Findings();
                findings.CheckString(chunk, "title", MaxField, at);
                if (findings.First is { } broken) return new ApiError("invalid_chunks", broken);
                chunks.Add(new StreamChunk.Plan(chunk.Text("title")!));
                return null;
            case "blocks":
                return AddBlocks(chunks, chunk, at, ids, support);
            default:
                return Invalid($"unsupported type: {chunk.Text("type")}", at + "/type");
        }
    }

    private static ApiError? AddText(List<StreamChunk> chunks, string text)
    {
        if (text.Length > MaxMarkdown) return "msg_too_long";
        if (text.Length > 0) chunks.Add(new StreamChunk.MoreText(text));
        return null;
    }

    private static ApiError? AddTask(List<StreamChunk> chunks, JsonElement chunk, string at)
    {
        var findings = new Findings();
        findings.CheckString(chunk, "id", MaxField, at);
        findings.CheckString(chunk, "title", MaxField, at);
        findings.CheckString(chunk, "details", MaxField, at, required: false);
        findings.CheckString(chunk, "output", MaxField, at, required: false);
        if (!Statuses.Contains(chunk.Text("status"))) findings.Add($"must be one of {string.Join(", ", Statuses)}", at + "/status");
        var sources = Sources(findings, chunk, at);
        if (findings.First is { } broken) return new ApiError("invalid_chunks", broken);
        chunks.Add(new StreamChunk.Task(chunk.Text("id")!, chunk.Text("title")!, chunk.Text("status")!)
        {
            Details = chunk.Text("details") ?? "",
            Output = chunk.Text("output") ?? "",
            Sources = sources,
        });
        return null;
    }

    private static List<string> Sources(Findings findings, JsonElement chunk, string at)
    {
        var sources = new List<string>();
        if (!chunk.Has("sources", out var given) || given.ValueKind == JsonValueKind.Null) return sources;
        foreach (var source in findings.CheckArray(chunk, "sources", most: 50, at, least: 0))
        {
            if (source.Text("type") != "url" || source.Text("url") is null || source.Text("text") is null)
                findings.Add("must be an object of type url with url and text", at + "/sources");
            sources.Add(source.GetRawText());
        }

        return sources;
    }

    private static ApiError? AddBlocks(List<StreamChunk> chunks, JsonElement chunk, string at, IdSource ids, BlockSupport support)
    {
        if (!chunk.Has("blocks", out var blocks) || blocks.ValueKind != JsonValueKind.Array) return Invalid("missing required field: blocks", at);
        if (BlockRules.Check(blocks, Surface.Message, at + "/blocks", support) is { } broken) return new ApiError("invalid_blocks", broken);
        using var filled = JsonDocument.Parse(BlockIds.Fill(blocks.GetRawText(), ids));
        chunks.Add(new StreamChunk.MoreBlocks([.. filled.RootElement.EnumerateArray().Select(block => block.GetRawText())]));
        return null;
    }

    private static ApiError Invalid(string problem, string pointer) => new("invalid_chunks", $"[ERROR] {problem} [json-pointer:{pointer}]");
}
