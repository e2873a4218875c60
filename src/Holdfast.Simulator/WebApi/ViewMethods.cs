using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Wire;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>views.open</c>, <c>.push</c>, <c>.update</c>, <c>.publish</c>.</summary>
internal static class ViewMethods
{
    public static IEnumerable<ApiMethod> All =>
    [
        new("views.open", AcceptsJson: true, Tier.Four, call => Show(call, push: false)) { Required = ["view"] },
        new("views.push", AcceptsJson: true, Tier.Four, call => Show(call, push: true)) { Required = ["view"] },
        new("views.update", AcceptsJson: true, Tier.Four, Update) { Required = ["view"] },
        new("views.publish", AcceptsJson: true, Tier.Four, Publish) { Required = ["user_id", "view"] },
    ];

    /// <summary>A modal is shown to whoever the trigger id belongs to; only a call that succeeds uses the id up.</summary>
    private static ApiError? Show(ApiCall call, bool push)
    {
        if (!call.Arguments.TryGet("trigger_id", out var id) && !call.Arguments.TryGet("interactivity_pointer", out id))
            return ApiError.Missing("trigger_id");
        if (Read(call, Surface.Modal, out var error) is not { } draft) return error;
        if (call.Parts.Triggers.Check(id, out var trigger) is { } refused) return refused;
        error = push ? Push(call, trigger!, draft, out var view) : call.Parts.Views.Open(trigger!.User, draft, out view);
        if (error is not null) return error;
        trigger!.IsUsed = true;
        return Answer(call, view!);
    }

    private static ApiError? Push(ApiCall call, Trigger trigger, ViewDraft draft, out SlackView? view)
    {
        view = null;
        if (trigger.ViewId is null || call.World.ViewStore.Find(trigger.ViewId) is not { } below) return "not_found";
        return call.Parts.Views.Push(below, draft, out view);
    }

    private static ApiError? Update(ApiCall call)
    {
        var byId = call.Arguments.TryGet("view_id", out var id);
        if (byId == call.Arguments.TryGet("external_id", out var external))
            return new ApiError("invalid_arguments", "[ERROR] exactly one of view_id and external_id is required");
        var store = call.World.ViewStore;
        if ((byId ? store.Find(id!) : store.FindExternal(external!)) is not { } before) return "not_found";
        if (Read(call, before.Kind == "publish" ? Surface.Home : Surface.Modal, out var error) is not { } draft) return error;
        if (call.Arguments.TryGet("hash", out var hash) && hash != before.Hash) return "hash_conflict";
        return call.Parts.Views.Update(before, draft, out var view) ?? Answer(call, view!);
    }

    private static ApiError? Publish(ApiCall call)
    {
        var user = call.Arguments["user_id"]!;
        if (call.World.User(user) is not { IsBot: false }) return new ApiError("invalid_arguments", $"[ERROR] no such user: {user} [json-pointer:/user_id]");
        if (Read(call, Surface.Home, out var error) is not { } draft) return error;
        // A hash speaks of a view that the app has seen; where there is none, it has seen another workspace.
        if (call.Arguments.TryGet("hash", out var hash) && hash != call.World.ViewStore.HomeOf(user)?.Hash) return "hash_conflict";
        return call.Parts.Views.Publish(user, draft, out var view) ?? Answer(call, view!);
    }

    private static ViewDraft? Read(ApiCall call, Surface surface, out ApiError? error) =>
        ViewDraft.Read(call.Arguments["view"]!, surface, call.Parts.Ids, out error, call.Parts.Blocks);

    private static ApiError? Answer(ApiCall call, SlackView view)
    {
        ViewJson.Write(call.Answer, view, call.Identity, values: "{}");
        return null;
    }
}
