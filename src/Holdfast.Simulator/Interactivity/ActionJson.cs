using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>Finds what a person clicked and writes it as an item of <c>actions</c>.</summary>
internal static class ActionJson
{
    /// <summary>The element of that id; among several the one that offers <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">There is none, or the value does not tell which.</exception>
    public static BlockElement Find(JsonElement blocks, string actionId, string? value)
    {
        var named = BlockElements.In(blocks).Where(at => at.ActionId == actionId || $"{at.BlockId}/{at.ActionId}" == actionId).ToList();
        var found = named.Count == 1 ? named : [.. named.Where(at => value is not null && Offers(at.Element, value))];
        if (found.Count != 1)
            throw new ArgumentException($"{found.Count} of {named.Count} elements with the action id '{actionId}' offer '{value}'.", nameof(actionId));
        if (found[0].IsInput && !(found[0].Block.Has("dispatch_action", out var dispatches) && dispatches.ValueKind == JsonValueKind.True))
            throw new ArgumentException($"'{actionId}' is an input without dispatch_action: Slack sends its value with the submission only.", nameof(actionId));
        return found[0];
    }

    /// <summary>The select of that id whose options the app gives while somebody types.</summary>
    /// <exception cref="ArgumentException">There is none, or what was typed is too short for Slack's client to ask.</exception>
    public static BlockElement FindExternal(JsonElement blocks, string actionId, string typed)
    {
        const int UsualLeast = 3;
        var found = BlockElements.In(blocks).Where(at => at.ActionId == actionId || $"{at.BlockId}/{at.ActionId}" == actionId).ToList();
        if (found is not [{ Type: "external_select" or "multi_external_select" } at]) throw new ArgumentException($"'{actionId}' is no select with external options.", nameof(actionId));
        var least = at.Element.Has("min_query_length", out var given) && given.TryGetInt32(out var length) ? length : UsualLeast;
        return typed.Length >= least ? at : throw new ArgumentException($"Slack's client asks for the options of '{actionId}' from {least} characters on.", nameof(typed));
    }

    /// <summary>The action, and the value the element now holds (null for a button).</summary>
    /// <exception cref="ArgumentException">The element does not offer the value.</exception>
    public static (string Json, ElementValue? Value) Of(BlockElement at, string? value, string user, string actionTs)
    {
        var entered = ElementValue.Initial(at.Element) is null ? null : ElementValue.Of(at.Element, value);
        var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteString("type", at.Type);
        writer.WriteString("action_id", at.ActionId);
        writer.WriteString("block_id", at.BlockId);
        if (entered is not null) entered.Write(writer);
        else WritePressed(writer, at.Element, at.Type, value, user);
        writer.WriteString("action_ts", actionTs);
        writer.WriteEndObject();
        var json = Encoding.UTF8.GetString(buffer.Written());
        buffer.Return();
        return (json, entered);
    }

    private static void WritePressed(Utf8JsonWriter writer, JsonElement element, string type, string? value, string user)
    {
        switch (type)
        {
            case "overflow":
                var option = ElementOptions.Of(element).Where(option => option.Text("value") == value).ToList();
                if (option.Count == 0) throw new ArgumentException($"'{value}' is not among the options.", nameof(value));
                writer.RawIfAny("selected_option", option[0].GetRawText());
                break;
            case "feedback_buttons":
                WriteTextAndValue(writer, FeedbackButton(element, value));
                break;
            default:
                if (value is not null && value != element.Text("value")) throw new ArgumentException($"The {type} does not carry '{value}'.", nameof(value));
                if (type == "icon_button" && !IsShownTo(element, user)) throw new ArgumentException($"{user} does not see the {type}.", nameof(user));
                WriteTextAndValue(writer, element);
                writer.StringIfAny("style", element.Text("style"));
                break;
        }
    }

    private static void WriteTextAndValue(Utf8JsonWriter writer, JsonElement button)
    {
        if (button.Has("text", out var text))
        {
            writer.WritePropertyName("text");
            text.WriteTo(writer);
        }

        writer.StringIfAny("value", button.Text("value"));
    }

    private static JsonElement FeedbackButton(JsonElement element, string? value)
    {
        foreach (var name in (string[])["positive_button", "negative_button"])
        {
            if (element.Has(name, out var button) && button.Text("value") == value) return button;
        }

        throw new ArgumentException($"No feedback button carries '{value}'.", nameof(value));
    }

    private static bool IsShownTo(JsonElement element, string user) =>
        !element.Has("visible_to_user_ids", out var users) || users.ValueKind != JsonValueKind.Array || users.GetArrayLength() == 0
        || users.EnumerateArray().Any(id => id.ValueKind == JsonValueKind.String && id.GetString() == user);

    private static bool Offers(JsonElement element, string value) =>
        element.Text("value") == value
        || ElementOptions.Of(element).Any(option => option.Text("value") == value)
        || (element.Has("positive_button", out var yes) && yes.Text("value") == value)
        || (element.Has("negative_button", out var no) && no.Text("value") == value);
}
