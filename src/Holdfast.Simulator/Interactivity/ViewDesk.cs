using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>
/// Shows, changes and closes views, whether a method asks for it or the answer to a submission. Guarded by the world's lock.
/// </summary>
internal sealed class ViewDesk(SlackWorld world, IdSource ids, TimeProvider time)
{
    private const int MaxEntered = 1_000;
    private readonly Dictionary<string, EnteredValues> _entered = [];

    /// <summary>A person sees one stack at a time: a newly opened modal takes the place of whatever was there.</summary>
    public ApiError? Open(string user, ViewDraft draft, out SlackView? view)
    {
        view = null;
        if (IsTaken(draft, except: null)) return "duplicate_external_id";
        if (world.ViewStore.Stack(user) is [var bottom, ..]) Close(bottom);
        var id = ids.Prefixed("V", 10);
        view = Show(draft, new SlackView(id, draft.Json, Hash(), "open", user) { RootId = id });
        return null;
    }

    /// <summary>Puts a view upon the stack that <paramref name="below"/> belongs to.</summary>
    public ApiError? Push(SlackView below, ViewDraft draft, out SlackView? view)
    {
        view = null;
        if (!below.IsOpen || world.ViewStore.Top(below.User) is not { } top) return "not_found";
        if (IsTaken(draft, except: null)) return "duplicate_external_id";
        if (world.ViewStore.Stack(below.User).Count >= ViewStore.MaxStack) return "push_limit_reached";
        view = Show(draft, new SlackView(ids.Prefixed("V", 10), draft.Json, Hash(), "push", below.User)
        {
            RootId = top.RootId,
            PreviousId = top.Id,
        });
        return null;
    }

    public ApiError? Update(SlackView before, ViewDraft draft, out SlackView? view)
    {
        view = null;
        if (!before.IsOpen) return "not_found";
        if (IsTaken(draft, before.Id)) return "duplicate_external_id";
        view = Filled(draft, before with
        {
            Json = draft.Json,
            Hash = Hash(),
            ExternalId = draft.ExternalId ?? before.ExternalId,
            Version = before.Version + 1,
            At = time.GetUtcNow(),
            Errors = new Dictionary<string, string>(),
        });
        world.ViewStore.Update(view);
        world.Watch.Notify(new WorldChange(WorldChangeKind.ViewUpdated, View: view));
        return null;
    }

    public ApiError? Publish(string user, ViewDraft draft, out SlackView? view)
    {
        if (world.ViewStore.HomeOf(user) is { } before) return Update(before, draft, out view);
        view = null;
        if (IsTaken(draft, except: null)) return "duplicate_external_id";
        var id = ids.Prefixed("V", 10);
        view = Show(draft, new SlackView(id, draft.Json, Hash(), "publish", user) { RootId = id });
        return null;
    }

    /// <summary>Takes a view and all upon it away.</summary>
    public void Close(SlackView view)
    {
        foreach (var closed in world.ViewStore.Close(view))
        {
            _entered.Remove(closed.Id);
            world.Watch.Notify(new WorldChange(WorldChangeKind.ViewClosed, View: closed));
        }
    }

    public void ShowErrors(SlackView view, IReadOnlyDictionary<string, string> errors) => Amend(view with { Errors = errors });

    /// <summary>Remembers what the person has entered; the view shows it and each payload carries it.</summary>
    public SlackView Enter(SlackView view, Action<EnteredValues, JsonElement> enter)
    {
        using var document = JsonDocument.Parse(view.Json);
        var blocks = document.RootElement.GetProperty("blocks");
        var entered = EnteredIn(view.Id);
        enter(entered, blocks);
        return Amend(view with { Values = entered.ToJson(blocks) });
    }

    private SlackView Amend(SlackView view)
    {
        world.ViewStore.Amend(view);
        world.Watch.Notify(new WorldChange(WorldChangeKind.ViewAmended, View: view));
        return view;
    }

    private SlackView Show(ViewDraft draft, SlackView view)
    {
        var now = time.GetUtcNow();
        var shown = Filled(draft, view with { OpenedAt = now, At = now, ExternalId = draft.ExternalId });
        world.ViewStore.Add(shown);
        world.Watch.Notify(new WorldChange(WorldChangeKind.ViewOpened, View: shown));
        return shown;
    }

    private SlackView Filled(ViewDraft draft, SlackView view)
    {
        using var document = JsonDocument.Parse(draft.Json);
        return view with
        {
            CallbackId = draft.CallbackId,
            Title = draft.Title,
            PrivateMetadata = draft.PrivateMetadata,
            Values = EnteredIn(view.Id).ToJson(document.RootElement.GetProperty("blocks")),
        };
    }

    /// <summary>What was entered in a view, to be added to.</summary>
    public EnteredValues EnteredIn(string viewId)
    {
        if (_entered.TryGetValue(viewId, out var known)) return known;
        if (_entered.Count >= MaxEntered) _entered.Clear();
        return _entered[viewId] = new EnteredValues();
    }

    private bool IsTaken(ViewDraft draft, string? except) =>
        draft.ExternalId is { } external && world.ViewStore.FindExternal(external) is { } other && other.Id != except;

    private string Hash() => $"{time.GetUtcNow().ToUnixTimeSeconds()}.{ids.Prefixed("h", 7)}";
}
