using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>Whether Slack would take a view: its own fields, then its blocks.</summary>
internal static class ViewRules
{
    private const int MaxBytes = 250_000;
    private const int MaxTitle = 24;

    private static readonly FrozenSet<string> Fields = FrozenSet.Create(
        "type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close", "external_id",
        "submit_disabled");

    /// <summary>What only a dialog has.</summary>
    private static readonly string[] OnlyInModals = ["submit", "close", "submit_disabled"];

    /// <summary>Slack's error, or null when the view is fine.</summary>
    public static ApiError? Check(string json, Surface surface, BlockSupport? support = null)
    {
        if (Encoding.UTF8.GetByteCount(json) > MaxBytes) return "view_too_large";
        using var document = JsonText.TryParse(json, JsonValueKind.Object);
        var findings = new Findings();
        if (document is null) findings.Add("must be an object", "/view");
        else CheckView(findings, document.RootElement, surface, support);
        return findings.First is { } broken ? new ApiError("invalid_arguments", broken) : null;
    }

    private static void CheckView(Findings findings, JsonElement view, Surface surface, BlockSupport? support)
    {
        var type = surface == Surface.Home ? "home" : "modal";
        if (view.Text("type") != type) findings.Add($"must be of type {type}", "/view/type");
        foreach (var property in view.EnumerateObject())
        {
            if (!Fields.Contains(property.Name)) findings.Add($"invalid additional property: {property.Name}", "/view");
        }

        findings.CheckString(view, "private_metadata", most: 3_000, "/view", required: false);
        findings.CheckString(view, "callback_id", most: 255, "/view", required: false);
        findings.CheckString(view, "external_id", most: 255, "/view", required: false);
        if (!view.Has("blocks", out var blocks) || blocks.ValueKind != JsonValueKind.Array)
        {
            findings.Missing("blocks", "/view");
            return;
        }

        if (surface == Surface.Modal) CheckModal(findings, view, blocks);
        else CheckHome(findings, view);
        if (findings.First is null && BlockRules.Check(blocks, surface, "/view/blocks", support) is { } broken) findings.Take(broken);
    }

    private static void CheckModal(Findings findings, JsonElement view, JsonElement blocks)
    {
        findings.CheckText(view, "title", MaxTitle, "/view", plain: true);
        findings.CheckText(view, "submit", MaxTitle, "/view", required: false, plain: true);
        findings.CheckText(view, "close", MaxTitle, "/view", required: false, plain: true);
        var hasInput = blocks.EnumerateArray().Any(block => block.Text("type") == "input");
        var hasSubmit = view.Has("submit", out var submit) && submit.ValueKind == JsonValueKind.Object;
        // Without the button nobody could ever send what was entered.
        if (hasInput && !hasSubmit) findings.Missing("submit", "/view");
    }

    private static void CheckHome(Findings findings, JsonElement view)
    {
        foreach (var field in OnlyInModals)
        {
            if (view.Has(field, out var value) && value.ValueKind != JsonValueKind.Null) findings.Add($"invalid additional property: {field}", "/view");
        }
    }
}
