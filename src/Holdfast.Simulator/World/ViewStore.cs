namespace Holdfast.Simulator.World;

/// <summary>A modal or home view as an app opened it.</summary>
/// <param name="Id">Such as <c>V0…</c>.</param>
/// <param name="Json">The view as the app sent it.</param>
/// <param name="Hash">Changes with each update.</param>
/// <param name="Kind"><c>open</c>, <c>push</c>, <c>update</c> or <c>publish</c>.</param>
/// <param name="User">Whose home it is, for a published view.</param>
public sealed record SlackView(string Id, string Json, string Hash, string Kind, string? User)
{
    /// <summary>The view at the bottom of its stack.</summary>
    public required string RootId { get; init; }

    /// <summary>The view it was pushed upon.</summary>
    public string? PreviousId { get; init; }

    /// <summary>The app's own id for it.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>The latest views, oldest dropped. Guarded by the world's lock.</summary>
internal sealed class ViewStore
{
    private const int MaxViews = 1_000;
    private readonly LinkedList<SlackView> _views = [];

    public IReadOnlyList<SlackView> All => [.. _views];

    public SlackView? Find(string? id, string? externalId) =>
        _views.FirstOrDefault(view => (id is not null && view.Id == id) || (externalId is not null && view.ExternalId == externalId));

    public SlackView? HomeOf(string user) => _views.FirstOrDefault(view => view.Kind == "publish" && view.User == user);

    /// <summary>How many views lie on the same stack.</summary>
    public int Depth(string rootId) => _views.Count(view => view.RootId == rootId);

    public SlackView? Top() => _views.Last?.Value;

    public void Put(SlackView view)
    {
        if (Find(view.Id, externalId: null) is { } before) _views.Remove(before);
        _views.AddLast(view);
        if (_views.Count > MaxViews) _views.RemoveFirst();
    }
}
