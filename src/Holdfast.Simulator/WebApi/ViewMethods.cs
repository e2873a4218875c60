using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>views.open</c>, <c>.push</c>, <c>.update</c>, <c>.publish</c>: checked and kept; nobody clicks in them yet.</summary>
internal static class ViewMethods
{
    private const int MaxBytes = 250_000;
    private const int MaxBlocks = 100;
    private const int MaxStack = 3;
    private const int MaxTitle = 24;

    public static IEnumerable<ApiMethod> All =>
    [
        new("views.open", AcceptsJson: true, Tier.Four, call => Show(call, "open")) { Required = ["view"] },
        new("views.push", AcceptsJson: true, Tier.Four, call => Show(call, "push")) { Required = ["view"] },
        new("views.update", AcceptsJson: true, Tier.Four, Update) { Required = ["view"] },
        new("views.publish", AcceptsJson: true, Tier.Four, Publish) { Required = ["user_id", "view"] },
    ];

    private static ApiError? Show(ApiCall call, string kind)
    {
        if (!call.Arguments.TryGet("trigger_id", out var trigger) && !call.Arguments.TryGet("interactivity_pointer", out trigger))
            return ApiError.Missing("trigger_id");
        if (trigger.Split('.').Length != 3) return "invalid_trigger_id";
        if (Read(call, "modal", out var externalId) is { } invalid) return invalid;
        var views = call.World.ViewStore;
        if (externalId is not null && views.Find(id: null, externalId) is not null) return "duplicate_external_id";
        var below = kind == "push" ? views.Top() : null;
        if (kind == "push" && below is null) return "not_found";
        if (below is not null && views.Depth(below.RootId) >= MaxStack) return "push_limit_reached";
        var id = call.State.Ids.Prefixed("V", 10);
        Keep(call, new SlackView(id, call.Arguments["view"]!, Hash(call), kind, User: null)
        {
            RootId = below?.RootId ?? id,
            PreviousId = below?.Id,
            ExternalId = externalId,
        });
        return null;
    }

    private static ApiError? Update(ApiCall call)
    {
        var byId = call.Arguments.TryGet("view_id", out var id);
        if (byId == call.Arguments.TryGet("external_id", out var external))
            return new ApiError("invalid_arguments", "[ERROR] exactly one of view_id and external_id is required");
        if (Read(call, "modal", out var externalId) is { } invalid) return invalid;
        if (call.World.ViewStore.Find(id, external) is not { } before) return "not_found";
        if (call.Arguments.TryGet("hash", out var hash) && hash != before.Hash) return "hash_conflict";
        Keep(call, before with { Json = call.Arguments["view"]!, Hash = Hash(call), ExternalId = externalId ?? before.ExternalId });
        return null;
    }

    private static ApiError? Publish(ApiCall call)
    {
        var user = call.Arguments["user_id"]!;
        if (call.World.User(user) is null) return "invalid_arguments";
        if (Read(call, "home", out var externalId) is { } invalid) return invalid;
        var before = call.World.ViewStore.HomeOf(user);
        if (before is not null && call.Arguments.TryGet("hash", out var hash) && hash != before.Hash) return "hash_conflict";
        var id = before?.Id ?? call.State.Ids.Prefixed("V", 10);
        Keep(call, new SlackView(id, call.Arguments["view"]!, Hash(call), "publish", user) { RootId = id, ExternalId = externalId });
        return null;
    }

    private static ApiError? Read(ApiCall call, string type, out string? externalId)
    {
        externalId = null;
        var json = call.Arguments["view"]!;
        if (Encoding.UTF8.GetByteCount(json) > MaxBytes) return "view_too_large";
        using var document = JsonText.TryParse(json, JsonValueKind.Object);
        if (document is null) return Wrong("must be an object", "/view");
        var view = document.RootElement;
        externalId = view.Text("external_id");
        if (view.Text("type") != type) return Wrong($"must be of type {type}", "/view/type");
        if (!view.TryGetProperty("blocks", out var blocks) || blocks.ValueKind != JsonValueKind.Array) return Wrong("missing required field: blocks", "/view");
        if (blocks.GetArrayLength() > MaxBlocks) return Wrong($"no more than {MaxBlocks} items allowed", "/view/blocks");
        if (view.Text("private_metadata") is { Length: > 3_000 }) return Wrong("must be less than 3001 characters", "/view/private_metadata");
        if (type == "modal")
        {
            if (!view.TryGetProperty("title", out var title) || title.Text("text") is not { Length: > 0 } text) return Wrong("missing required field: title", "/view");
            if (text.Length > MaxTitle) return Wrong($"must be less than {MaxTitle + 1} characters", "/view/title/text");
        }

        return BlockRules.Check(blocks) is { } broken ? new ApiError("invalid_arguments", broken) : null;
    }

    private static ApiError Wrong(string what, string pointer) => new("invalid_arguments", $"[ERROR] {what} [json-pointer:{pointer}]");

    private static string Hash(ApiCall call) => $"{call.State.Time.GetUtcNow().ToUnixTimeSeconds()}.{call.State.Ids.Prefixed("h", 7)}";

    private static void Keep(ApiCall call, SlackView view)
    {
        call.World.ViewStore.Put(view);
        call.World.Watch.Notify(new WorldChange(WorldChangeKind.Views));
        using var document = JsonDocument.Parse(view.Json);
        var writer = call.Answer;
        writer.WriteStartObject("view");
        writer.WriteString("id", view.Id);
        writer.WriteString("team_id", call.Identity.TeamId);
        writer.WriteString("app_id", call.Identity.AppId);
        writer.WriteString("bot_id", call.Identity.BotId);
        writer.WriteString("hash", view.Hash);
        writer.WriteString("root_view_id", view.RootId);
        if (view.PreviousId is null) writer.WriteNull("previous_view_id");
        else writer.WriteString("previous_view_id", view.PreviousId);
        writer.WriteStartObject("state");
        writer.WriteStartObject("values");
        writer.WriteEndObject();
        writer.WriteEndObject();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name is not ("id" or "team_id" or "app_id" or "bot_id" or "hash" or "root_view_id" or "previous_view_id" or "state"))
                property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
