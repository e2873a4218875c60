using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>What an element holds: a property such as <c>selected_option</c> and its JSON.</summary>
/// <param name="Type">The element's type.</param>
/// <param name="Property">The property that state and actions carry it in.</param>
/// <param name="Json">The value as JSON text.</param>
internal sealed record ElementValue(string Type, string Property, string Json)
{
    private static readonly FrozenDictionary<string, Kind> Kinds = new Dictionary<string, Kind>
    {
        ["static_select"] = new("selected_option", "initial_option", Shape.Option),
        ["external_select"] = new("selected_option", "initial_option", Shape.FreeOption),
        ["radio_buttons"] = new("selected_option", "initial_option", Shape.Option),
        ["multi_static_select"] = new("selected_options", "initial_options", Shape.Options),
        ["multi_external_select"] = new("selected_options", "initial_options", Shape.FreeOptions),
        ["checkboxes"] = new("selected_options", "initial_options", Shape.Options),
        ["users_select"] = new("selected_user", "initial_user", Shape.Text),
        ["multi_users_select"] = new("selected_users", "initial_users", Shape.Texts),
        ["conversations_select"] = new("selected_conversation", "initial_conversation", Shape.Text),
        ["multi_conversations_select"] = new("selected_conversations", "initial_conversations", Shape.Texts),
        ["channels_select"] = new("selected_channel", "initial_channel", Shape.Text),
        ["multi_channels_select"] = new("selected_channels", "initial_channels", Shape.Texts),
        ["datepicker"] = new("selected_date", "initial_date", Shape.Date),
        ["timepicker"] = new("selected_time", "initial_time", Shape.Time),
        ["datetimepicker"] = new("selected_date_time", "initial_date_time", Shape.Number),
        ["plain_text_input"] = new("value", "initial_value", Shape.Text),
        ["email_text_input"] = new("value", "initial_value", Shape.Text),
        ["url_text_input"] = new("value", "initial_value", Shape.Text),
        ["number_input"] = new("value", "initial_value", Shape.Text),
        ["rich_text_input"] = new("rich_text_value", "initial_value", Shape.RichText),
        ["file_input"] = new("files", "initial_files", Shape.Texts),
    }.ToFrozenDictionary();

    private enum Shape
    {
        Option,
        FreeOption,
        Options,
        FreeOptions,
        Text,
        Texts,
        Date,
        Time,
        Number,
        RichText,
    }

    public bool IsEmpty => Json is "null" or "[]" or "\"\"";

    /// <summary>The plain text of a typed value; null for others.</summary>
    public string? Typed => Property == "value" && Json.StartsWith('"') ? JsonSerializer.Deserialize(Json, PlainJson.Default.String) : null;

    /// <summary>What the element holds before anyone touched it; null when it holds nothing ever, as a button.</summary>
    public static ElementValue? Initial(JsonElement element)
    {
        var type = element.Text("type") ?? "";
        if (!Kinds.TryGetValue(type, out var kind)) return null;
        var empty = kind.Shape is Shape.Options or Shape.FreeOptions or Shape.Texts ? "[]" : "null";
        return new ElementValue(type, kind.Property, element.Has(kind.Initial, out var initial) ? initial.GetRawText() : empty);
    }

    /// <summary>What the element holds once a person chose or typed <paramref name="value"/>; several choices are separated by commas.</summary>
    /// <exception cref="ArgumentException">The element does not offer that.</exception>
    public static ElementValue Of(JsonElement element, string? value)
    {
        var type = element.Text("type") ?? "";
        if (!Kinds.TryGetValue(type, out var kind)) throw new ArgumentException($"A {type} holds no value.", nameof(value));
        var text = value ?? throw new ArgumentException($"A {type} needs a value.", nameof(value));
        var json = kind.Shape switch
        {
            Shape.Text => text.Length == 0 ? "null" : Quote(text),
            Shape.Texts => List(Split(text).Select(Quote)),
            Shape.Option => text.Length == 0 ? "null" : Option(element, text),
            Shape.FreeOption => text.Length == 0 ? "null" : FreeOption(element, text),
            Shape.Options => List(Find(element, text) is { } whole ? [whole.GetRawText()] : Split(text).Select(part => Option(element, part))),
            Shape.FreeOptions => List(Split(text).Select(part => FreeOption(element, part))),
            Shape.Date => Parsed(text, DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)),
            Shape.Time => Parsed(text, TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)),
            Shape.Number => long.TryParse(text, CultureInfo.InvariantCulture, out var number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw new ArgumentException($"'{text}' is no time in seconds.", nameof(value)),
            Shape.RichText => text.Length == 0 ? "null" : RichText(text),
            _ => throw new InvalidOperationException($"No value for {kind.Shape}."),
        };
        return new ElementValue(type, kind.Property, json);
    }

    public void Write(Utf8JsonWriter writer) => writer.RawIfAny(Property, Json);

    private static string[] Split(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string List(IEnumerable<string> items) => $"[{string.Join(',', items)}]";

    private static JsonElement? Find(JsonElement element, string value)
    {
        foreach (var option in ElementOptions.Of(element))
        {
            if (option.Text("value") == value) return option;
        }

        return null;
    }

    private static string Option(JsonElement element, string value) =>
        Find(element, value)?.GetRawText() ?? throw new ArgumentException($"'{value}' is not among the options.", nameof(value));

    /// <summary>Of what the app has offered; where it was never asked, anything.</summary>
    private static string FreeOption(JsonElement element, string value) => element.Has("options", out _) ? Option(element, value) :
        $$$"""{"text":{"type":"plain_text","text":{{{Quote(value)}}},"emoji":true},"value":{{{Quote(value)}}}}""";

    private static string Parsed(string text, bool isRight)
    {
        if (text.Length == 0) return "null";
        return isRight ? Quote(text) : throw new ArgumentException($"'{text}' is not of the form that the picker gives.", nameof(text));
    }

    private static string RichText(string text) =>
        $$$"""{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":{{{Quote(text)}}}}]}]}""";

    private static string Quote(string text) => JsonSerializer.Serialize(text, PlainJson.Default.String);

    private readonly record struct Kind(string Property, string Initial, Shape Shape);
}
