using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.BlockKit;

/// <summary>
/// A paragraph, list, quotation or piece of code of a <see cref="RichTextBlock"/>, see
/// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block.
/// </summary>
[JsonConverter(typeof(RichTextPartConverter))]
public abstract record RichTextPart
{
    /// <summary>Slack's name of the kind of part.</summary>
    [JsonPropertyOrder(-1)]
    public abstract string Type { get; }
}

/// <summary>A part this version does not know, kept as it came.</summary>
/// <param name="Type">Slack's name of the kind; empty if it had none.</param>
/// <param name="Raw">The whole object.</param>
public sealed record UnknownRichTextPart(string Type, JsonElement Raw) : RichTextPart
{
    /// <inheritdoc/>
    public override string Type { get; } = Type;
}

internal sealed class RichTextPartConverter : TaggedConverter<RichTextPart>
{
    private static BlockKitJson Contracts => BlockKitJson.Contracts;

    protected override JsonTypeInfo? InfoFor(string type) => type switch
    {
        "rich_text_section" => Contracts.RichTextSection,
        "rich_text_list" => Contracts.RichTextList,
        "rich_text_preformatted" => Contracts.RichTextPreformatted,
        "rich_text_quote" => Contracts.RichTextQuote,
        _ => null,
    };

    protected override JsonTypeInfo? InfoFor(RichTextPart value) => value is UnknownRichTextPart ? null : InfoFor(value.Type);

    protected override RichTextPart Unknown(string type, JsonElement raw) => new UnknownRichTextPart(type, raw);

    protected override JsonElement RawOf(RichTextPart value) => ((UnknownRichTextPart)value).Raw;
}
