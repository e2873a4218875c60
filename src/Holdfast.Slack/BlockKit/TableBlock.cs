using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.BlockKit;

/// <summary>
/// A table, shown at the end of the message; a message has at most one (<c>only_one_table_allowed</c>). https://docs.slack.dev/reference/block-kit/blocks/table-block
/// </summary>
public sealed record TableBlock : Block
{
    /// <inheritdoc/>
    public override string Type => "table";

    /// <summary>At most <see cref="SlackLimits.TableRows"/> rows of at most <see cref="SlackLimits.TableColumns"/> cells; the first is the heading.</summary>
    public required IReadOnlyList<IReadOnlyList<TableCell>> Rows { get; init; }

    /// <summary>How each column is set; null entries and columns after the last entry have Slack's defaults.</summary>
    public IReadOnlyList<TableColumn?>? ColumnSettings { get; init; }
}

/// <summary>How a column is set. https://docs.slack.dev/reference/block-kit/blocks/table-block</summary>
public sealed record TableColumn
{
    /// <summary><c>left</c>, <c>center</c> or <c>right</c>; Slack's default is left.</summary>
    public string? Align { get; init; }

    /// <summary>Whether long text is broken into lines; Slack's default is false.</summary>
    public bool? IsWrapped { get; init; }
}

/// <summary>A cell. https://docs.slack.dev/reference/block-kit/blocks/table-block</summary>
[JsonConverter(typeof(TableCellConverter))]
public abstract record TableCell
{
    /// <summary>Slack's name of the kind of cell.</summary>
    [JsonPropertyOrder(-1)]
    public abstract string Type { get; }
}

/// <summary>A cell of text in which no markup is read. https://docs.slack.dev/reference/block-kit/blocks/table-block</summary>
public sealed record RawTextCell : TableCell
{
    /// <inheritdoc/>
    public override string Type => "raw_text";

    /// <summary>The text.</summary>
    public required string Text { get; init; }
}

/// <summary>A cell of formatted text. https://docs.slack.dev/reference/block-kit/blocks/table-block</summary>
public sealed record RichTextCell : TableCell
{
    /// <inheritdoc/>
    public override string Type => "rich_text";

    /// <summary>The parts, as in <see cref="RichTextBlock"/>.</summary>
    public required IReadOnlyList<RichTextPart> Elements { get; init; }
}

/// <summary>A cell this version does not know, kept as it came.</summary>
/// <param name="Type">Slack's name of the kind; empty if it had none.</param>
/// <param name="Raw">The whole object.</param>
public sealed record UnknownTableCell(string Type, JsonElement Raw) : TableCell
{
    /// <inheritdoc/>
    public override string Type { get; } = Type;
}

internal sealed class TableCellConverter : TaggedConverter<TableCell>
{
    private static BlockKitJson Contracts => BlockKitJson.Contracts;

    protected override JsonTypeInfo? InfoFor(string type) => type switch
    {
        "raw_text" => Contracts.RawTextCell,
        "rich_text" => Contracts.RichTextCell,
        _ => null,
    };

    protected override JsonTypeInfo? InfoFor(TableCell value) => value is UnknownTableCell ? null : InfoFor(value.Type);

    protected override TableCell Unknown(string type, JsonElement raw) => new UnknownTableCell(type, raw);

    protected override JsonElement RawOf(TableCell value) => ((UnknownTableCell)value).Raw;
}
