using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.BlockKit;

/// <summary>
/// A run of text, a mention, an emoji or a date within a part of a <see cref="RichTextBlock"/>, see
/// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block.
/// </summary>
[JsonConverter(typeof(RichTextInlineConverter))]
public abstract record RichTextInline
{
    /// <summary>Slack's name of the kind of run.</summary>
    [JsonPropertyOrder(-1)]
    public abstract string Type { get; }
}

/// <summary>A run this version does not know, kept as it came.</summary>
/// <param name="Type">Slack's name of the kind; empty if it had none.</param>
/// <param name="Raw">The whole object.</param>
public sealed record UnknownRichTextInline(string Type, JsonElement Raw) : RichTextInline
{
    /// <inheritdoc/>
    public override string Type { get; } = Type;
}

internal sealed class RichTextInlineConverter : TaggedConverter<RichTextInline>
{
    private static BlockKitJson Contracts => BlockKitJson.Contracts;

    protected override JsonTypeInfo? InfoFor(string type) => type switch
    {
        "text" => Contracts.RichTextText,
        "link" => Contracts.RichTextLink,
        "user" => Contracts.RichTextUser,
        "usergroup" => Contracts.RichTextUsergroup,
        "channel" => Contracts.RichTextChannel,
        "broadcast" => Contracts.RichTextBroadcast,
        "emoji" => Contracts.RichTextEmoji,
        "date" => Contracts.RichTextDate,
        _ => null,
    };

    protected override JsonTypeInfo? InfoFor(RichTextInline value) => value is UnknownRichTextInline ? null : InfoFor(value.Type);

    protected override RichTextInline Unknown(string type, JsonElement raw) => new UnknownRichTextInline(type, raw);

    protected override JsonElement RawOf(RichTextInline value) => ((UnknownRichTextInline)value).Raw;
}
