using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>A view as an app sends it, checked and with the ids that Slack adds.</summary>
internal sealed record ViewDraft(string Json, string? ExternalId, string? CallbackId, string? Title, string? PrivateMetadata)
{
    public static ViewDraft? Read(string json, Surface surface, IdSource ids, out ApiError? error, BlockSupport? support = null)
    {
        error = ViewRules.Check(json, surface, support);
        if (error is not null) return null;
        using var document = JsonDocument.Parse(json);
        var view = document.RootElement;
        return new ViewDraft(
            WithIds(json, view, ids),
            NoneIfEmpty(view.Text("external_id")),
            NoneIfEmpty(view.Text("callback_id")),
            view.Has("title", out var title) ? title.Text("text") : null,
            NoneIfEmpty(view.Text("private_metadata")));
    }

    private static string WithIds(string json, JsonElement view, IdSource ids)
    {
        var blocks = view.GetProperty("blocks").GetRawText();
        var filled = BlockIds.Fill(blocks, ids);
        if (ReferenceEquals(blocks, filled)) return json;
        var whole = JsonNode.Parse(json)!.AsObject();
        whole["blocks"] = JsonNode.Parse(filled);
        return whole.ToJsonString(JsonText.Relaxed);
    }

    private static string? NoneIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
