namespace Holdfast.Simulator.World;

/// <summary>
/// The latest views with all their versions, and who has which modals before them: a person sees one stack at a time, and only its
/// top. Guarded by the world's lock.
/// </summary>
internal sealed class ViewStore
{
    /// <summary>Slack stacks no more views than this.</summary>
    public const int MaxStack = 3;

    private const int MaxViews = 1_000;
    private const int MaxVersions = 100;

    private readonly LinkedList<string> _oldestFirst = [];
    private readonly Dictionary<string, List<SlackView>> _versions = [];
    private readonly Dictionary<string, List<string>> _stacks = [];
    private readonly Dictionary<string, string> _homes = [];

    public IReadOnlyList<SlackView> All => [.. _oldestFirst.Select(id => _versions[id][^1])];

    public SlackView? Find(string id) => _versions.TryGetValue(id, out var versions) ? versions[^1] : null;

    /// <summary>An app's own id counts only while the view is shown; then it may be given again.</summary>
    public SlackView? FindExternal(string externalId) => All.LastOrDefault(view => view.IsOpen && view.ExternalId == externalId);

    public IReadOnlyList<SlackView> History(string id) => _versions.TryGetValue(id, out var versions) ? [.. versions] : [];

    public SlackView? HomeOf(string user) => _homes.TryGetValue(user, out var id) ? Find(id) : null;

    /// <summary>The person's modals, the one seen last.</summary>
    public IReadOnlyList<SlackView> Stack(string user) =>
        _stacks.TryGetValue(user, out var ids) ? [.. ids.Select(Find).OfType<SlackView>()] : [];

    public SlackView? Top(string user) => Stack(user) is [.., var top] ? top : null;

    /// <summary>Shows a view for the first time; a modal goes on top of the person's stack.</summary>
    public void Add(SlackView view)
    {
        _versions[view.Id] = [view];
        _oldestFirst.AddLast(view.Id);
        if (view.Kind == "publish") _homes[view.User] = view.Id;
        else if (_stacks.TryGetValue(view.User, out var stack)) stack.Add(view.Id);
        else _stacks[view.User] = [view.Id];
        if (_oldestFirst.Count > MaxViews) Evict();
    }

    /// <summary>Shows another version in the place of the one before.</summary>
    public void Update(SlackView view)
    {
        var versions = _versions[view.Id];
        versions.Add(view);
        if (versions.Count > MaxVersions) versions.RemoveAt(1);
    }

    /// <summary>The same version with something else about it, such as what was entered.</summary>
    public void Amend(SlackView view) => _versions[view.Id][^1] = view;

    /// <summary>Takes the view away, with everything on top of it; returns what was closed, the topmost first.</summary>
    public IReadOnlyList<SlackView> Close(SlackView view)
    {
        if (!_stacks.TryGetValue(view.User, out var stack) || stack.IndexOf(view.Id) is not (>= 0 and var at)) return [];
        var closed = new List<SlackView>();
        for (var i = stack.Count - 1; i >= at; i--)
        {
            var gone = Find(stack[i])! with { IsOpen = false };
            Amend(gone);
            closed.Add(gone);
            stack.RemoveAt(i);
        }

        return closed;
    }

    private void Evict()
    {
        for (var at = _oldestFirst.First; at is not null; at = at.Next)
        {
            if (Find(at.Value) is { IsOpen: true } open && !_stacks.Values.All(stack => !stack.Contains(open.Id))) continue;
            if (_homes.ContainsValue(at.Value)) continue;
            _versions.Remove(at.Value);
            _oldestFirst.Remove(at);
            return;
        }
    }
}
