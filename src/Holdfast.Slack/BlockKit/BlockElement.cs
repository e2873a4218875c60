using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.BlockKit;

/// <summary>A part of a block, see https://docs.slack.dev/reference/block-kit/block-elements.</summary>
[JsonConverter(typeof(BlockElementConverter))]
public abstract record BlockElement
{
    /// <summary>Slack's name of the kind of element.</summary>
    [JsonPropertyOrder(-1)]
    public abstract string Type { get; }
}

/// <summary>An element this version does not know, kept as it came.</summary>
/// <param name="Type">Slack's name of the kind of element; empty if it had none.</param>
/// <param name="Raw">The whole element.</param>
public sealed record UnknownElement(string Type, JsonElement Raw) : BlockElement
{
    /// <inheritdoc/>
    public override string Type { get; } = Type;
}

internal sealed class BlockElementConverter : TaggedConverter<BlockElement>
{
    private static BlockKitJson Contracts => BlockKitJson.Contracts;

    protected override JsonTypeInfo? InfoFor(string type) => type switch
    {
        TextObject.PlainText or TextObject.MrkdwnText => Contracts.TextObject,
        "image" => Contracts.ImageElement,
        "button" => Contracts.ButtonElement,
        "feedback_buttons" => Contracts.FeedbackButtonsElement,
        "icon_button" => Contracts.IconButtonElement,
        "plain_text_input" => Contracts.PlainTextInputElement,
        "number_input" => Contracts.NumberInputElement,
        "static_select" => Contracts.StaticSelectElement,
        "users_select" => Contracts.UsersSelectElement,
        "conversations_select" => Contracts.ConversationsSelectElement,
        "radio_buttons" => Contracts.RadioButtonsElement,
        "checkboxes" => Contracts.CheckboxesElement,
        "overflow" => Contracts.OverflowElement,
        "datetimepicker" => Contracts.DateTimePickerElement,
        _ => null,
    };

    protected override JsonTypeInfo? InfoFor(BlockElement value) => value is UnknownElement ? null : InfoFor(value.Type);

    protected override BlockElement Unknown(string type, JsonElement raw) => new UnknownElement(type, raw);

    protected override JsonElement RawOf(BlockElement value) => ((UnknownElement)value).Raw;
}
