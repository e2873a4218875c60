using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Blocks;

/// <summary>Text, blocks, attachments and metadata of a post, checked against Slack's limits.</summary>
internal sealed record MessageContent(string Text, string? Blocks, string? Attachments, SlackMetadata? Metadata, bool IsTruncated)
{
    private const int MaxText = 40_000;
    private const int MaxMarkdown = 12_000;
    private const int MaxAttachments = 100;

    /// <summary>Reads what was sent; null with an error when Slack would refuse it.</summary>
    public static MessageContent? Read(ApiArguments arguments, IdSource ids, bool mayBeEmpty, out ApiError? error, BlockSupport? support = null)
    {
        error = null;
        var text = arguments["text"];
        var blocks = NoneIfEmpty(arguments["blocks"]);
        var attachments = NoneIfEmpty(arguments["attachments"]);
        if (arguments.TryGet("markdown_text", out var markdown))
        {
            if (text is { Length: > 0 } || blocks is not null) error = "markdown_text_conflict";
            else if (markdown.Length > MaxMarkdown) error = "msg_too_long";
            text = markdown;
        }

        error ??= CheckBlocks(blocks, support) ?? CheckAttachments(attachments);
        var metadata = ReadMetadata(arguments["metadata"], ref error);
        if (!mayBeEmpty && string.IsNullOrEmpty(text) && blocks is null && attachments is null) error ??= "no_text";
        if (error is not null) return null;
        var truncated = text is { Length: > MaxText };
        return new MessageContent(truncated ? text![..MaxText] : text ?? "", blocks is null ? null : BlockIds.Fill(blocks, ids), attachments, metadata, truncated);
    }

    private static ApiError? CheckBlocks(string? blocks, BlockSupport? support)
    {
        if (blocks is null) return null;
        using var document = JsonText.TryParse(blocks, JsonValueKind.Array);
        if (document is null) return new ApiError("invalid_blocks_format");
        return BlockRules.Check(document.RootElement, Surface.Message, support: support) is { } broken ? new ApiError("invalid_blocks", broken) : null;
    }

    private static ApiError? CheckAttachments(string? attachments)
    {
        if (attachments is null) return null;
        using var document = JsonText.TryParse(attachments, JsonValueKind.Array);
        if (document is null) return new ApiError("invalid_attachments");
        return document.RootElement.GetArrayLength() > MaxAttachments ? new ApiError("too_many_attachments") : null;
    }

    private static SlackMetadata? ReadMetadata(string? json, ref ApiError? error)
    {
        if (string.IsNullOrEmpty(json)) return null;
        using var document = JsonText.TryParse(json, JsonValueKind.Object);
        if (document is null)
        {
            error ??= "invalid_metadata_format";
            return null;
        }

        var root = document.RootElement;
        if (!root.EnumerateObject().Any()) return new SlackMetadata("", "{}");
        if (root.Text("event_type") is not { Length: > 0 } type
            || !root.TryGetProperty("event_payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
        {
            error ??= "invalid_metadata_schema";
            return null;
        }

        return new SlackMetadata(type, payload.GetRawText());
    }

    private static string? NoneIfEmpty(string? json) => string.IsNullOrEmpty(json) || json == "[]" ? null : json;
}
