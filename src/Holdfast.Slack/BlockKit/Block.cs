using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.BlockKit;

/// <summary>A block of a message or view, see https://docs.slack.dev/reference/block-kit/blocks.</summary>
[JsonConverter(typeof(BlockConverter))]
public abstract record Block
{
    /// <summary>Slack's name of the kind of block.</summary>
    [JsonPropertyOrder(-1)]
    public abstract string Type { get; }

    /// <summary>Names the block within its message or view; at most <see cref="SlackLimits.BlockId"/> characters.</summary>
    public string? BlockId { get; init; }
}

/// <summary>A block this version does not know, kept as it came.</summary>
/// <param name="Type">Slack's name of the kind of block; empty if it had none.</param>
/// <param name="Raw">The whole block.</param>
public sealed record UnknownBlock(string Type, JsonElement Raw) : Block
{
    /// <inheritdoc/>
    public override string Type { get; } = Type;
}

internal sealed class BlockConverter : TaggedConverter<Block>
{
    private static BlockKitJson Contracts => BlockKitJson.Contracts;

    protected override JsonTypeInfo? InfoFor(string type) => type switch
    {
        "section" => Contracts.SectionBlock,
        "header" => Contracts.HeaderBlock,
        "divider" => Contracts.DividerBlock,
        "context" => Contracts.ContextBlock,
        "context_actions" => Contracts.ContextActionsBlock,
        "actions" => Contracts.ActionsBlock,
        "image" => Contracts.ImageBlock,
        "input" => Contracts.InputBlock,
        "markdown" => Contracts.MarkdownBlock,
        "rich_text" => Contracts.RichTextBlock,
        "table" => Contracts.TableBlock,
        _ => null,
    };

    protected override JsonTypeInfo? InfoFor(Block value) => value is UnknownBlock ? null : InfoFor(value.Type);

    protected override Block Unknown(string type, JsonElement raw) => new UnknownBlock(type, raw);

    protected override JsonElement RawOf(Block value) => ((UnknownBlock)value).Raw;
}
