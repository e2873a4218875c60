using System.Collections.Frozen;
using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>Limits of what stands inside blocks: buttons, selects, inputs.</summary>
internal static class ElementRules
{
    private static readonly FrozenSet<string> Typed = FrozenSet.Create(
        "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input");

    private static readonly FrozenSet<string> Chosen = FrozenSet.Create(
        "static_select", "external_select", "users_select", "conversations_select", "channels_select",
        "multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
        "datepicker", "timepicker", "datetimepicker", "radio_buttons", "checkboxes");

    private static readonly FrozenSet<string> Pressed = FrozenSet.Create("button", "overflow", "workflow_button");

    private static readonly FrozenSet<string> Feedback = FrozenSet.Create("feedback_buttons", "icon_button");

    /// <summary>Whether Slack lets an element of this type stand in a block of that type.</summary>
    public static bool MayStandIn(string block, string element) => block switch
    {
        "input" => Typed.Contains(element) || Chosen.Contains(element),
        "context_actions" => Feedback.Contains(element),
        "section" => Chosen.Contains(element) || Pressed.Contains(element) || element == "image",
        _ => Chosen.Contains(element) || Pressed.Contains(element),
    };

    public static void Check(Findings findings, JsonElement element, string block, string at)
    {
        if (element.Text("type") is not { } type)
        {
            findings.Missing("type", at);
            return;
        }

        if (!MayStandIn(block, type))
        {
            findings.Add($"unsupported type: {type}", at + "/type");
            return;
        }

        findings.CheckString(element, "action_id", most: 255, at, required: false);
        findings.CheckText(element, "placeholder", most: 150, at, required: false, plain: true);
        findings.CheckConfirm(element, at);
        switch (type)
        {
            case "button":
                CheckButton(findings, element, at);
                break;
            case "overflow":
                findings.CheckOptions(element, at, most: 5);
                break;
            case "static_select" or "multi_static_select":
                findings.CheckOptionsOrGroups(element, at);
                break;
            case "external_select" or "multi_external_select":
                CheckWhole(findings, element, "min_query_length", at);
                break;
            case "radio_buttons" or "checkboxes":
                findings.CheckOptions(element, at, most: 10);
                break;
            case "plain_text_input":
                CheckLengths(findings, element, at);
                break;
            case "number_input":
                if (!element.Has("is_decimal_allowed", out _)) findings.Missing("is_decimal_allowed", at);
                break;
            case "feedback_buttons":
                CheckFeedback(findings, element, "positive_button", at);
                CheckFeedback(findings, element, "negative_button", at);
                break;
            case "icon_button":
                findings.CheckString(element, "icon", most: 75, at);
                if (element.Text("icon") is { } icon && icon != "trash") findings.Add("must be one of: trash", at + "/icon");
                findings.CheckText(element, "text", most: 75, at, plain: true);
                findings.CheckString(element, "value", most: 2_000, at, required: false);
                break;
            case "image":
                CheckImage(findings, element, at);
                break;
        }
    }

    public static void CheckImage(Findings findings, JsonElement image, string at)
    {
        var hasFile = image.Has("slack_file", out var file);
        if (!image.Has("image_url", out _) && !hasFile) findings.Missing("image_url", at);
        if (hasFile && image.Has("image_url", out _)) findings.Add("only one of image_url and slack_file is allowed", at);
        findings.CheckString(image, "image_url", most: 3_000, at, required: false);
        if (image.Text("image_url") is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            findings.Add("must be a valid url", at + "/image_url");
        if (hasFile && (file.Text("id") is null) == (file.Text("url") is null)) findings.Add("must provide one of id and url", at + "/slack_file");
        findings.CheckString(image, "alt_text", most: 2_000, at);
    }

    private static void CheckButton(Findings findings, JsonElement button, string at)
    {
        findings.CheckText(button, "text", most: 75, at, plain: true);
        findings.CheckString(button, "value", most: 2_000, at, required: false);
        findings.CheckString(button, "url", most: 3_000, at, required: false);
        findings.CheckString(button, "accessibility_label", most: 75, at, required: false);
        if (button.Has("style", out _) && button.Text("style") is not ("primary" or "danger"))
            findings.Add("must be one of: primary, danger", at + "/style");
    }

    private static void CheckFeedback(Findings findings, JsonElement element, string name, string at)
    {
        if (!element.Has(name, out var button))
        {
            findings.Missing(name, at);
            return;
        }

        findings.CheckText(button, "text", most: 75, $"{at}/{name}", plain: true);
        findings.CheckString(button, "value", most: 2_000, $"{at}/{name}");
    }

    private static void CheckLengths(Findings findings, JsonElement input, string at)
    {
        findings.CheckString(input, "initial_value", most: 3_000, at, required: false);
        CheckWhole(findings, input, "min_length", at);
        CheckWhole(findings, input, "max_length", at);
    }

    private static void CheckWhole(Findings findings, JsonElement element, string name, string at)
    {
        if (element.Has(name, out var limit) && (limit.ValueKind != JsonValueKind.Number || !limit.TryGetInt32(out var length) || length is < 0 or > 3_000))
            findings.Add("must be between 0 and 3000", $"{at}/{name}");
    }
}
