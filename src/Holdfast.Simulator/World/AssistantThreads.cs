namespace Holdfast.Simulator.World;

/// <summary>Statuses, titles and suggested prompts of threads, as the assistant methods set them. Guarded by the world's lock.</summary>
internal sealed class AssistantThreads(TimeProvider time)
{
    /// <summary>Slack clears a status by itself after two minutes.</summary>
    private static readonly TimeSpan StatusLifetime = TimeSpan.FromMinutes(2);

    private const int MaxThreads = 10_000;
    private const int MaxHistory = 10_000;

    private readonly Dictionary<(string Channel, string ThreadTs), AssistantStatus> _statuses = [];
    private readonly Dictionary<(string Channel, string ThreadTs), string> _titles = [];
    private readonly OrderedDictionary<(string Channel, string? ThreadTs), SuggestedPrompts> _prompts = [];
    private readonly Dictionary<string, string> _latest = [];
    private readonly Queue<AssistantStatus> _history = new();

    public IReadOnlyList<AssistantStatus> History => [.. _history];

    public AssistantStatus Set(string channel, string threadTs, string status)
    {
        var now = new AssistantStatus(channel, threadTs, status, time.GetUtcNow());
        if (status.Length == 0) _statuses.Remove((channel, threadTs));
        else if (_statuses.Count < MaxThreads || _statuses.ContainsKey((channel, threadTs))) _statuses[(channel, threadTs)] = now;
        _history.Enqueue(now);
        if (_history.Count > MaxHistory) _history.Dequeue();
        return now;
    }

    /// <summary>The status shown now; null when none was set, when a reply cleared it, or when it is too old.</summary>
    public AssistantStatus? Current(string channel, string threadTs)
    {
        if (!_statuses.TryGetValue((channel, threadTs), out var status)) return null;
        if (time.GetUtcNow() - status.At < StatusLifetime) return status;
        _statuses.Remove((channel, threadTs));
        return null;
    }

    public IReadOnlyList<AssistantStatus> All() =>
        [.. _statuses.Values.Where(status => time.GetUtcNow() - status.At < StatusLifetime)];

    /// <summary>A reply of the bot clears the thread's status; true when there was one.</summary>
    public bool ClearByReply(string channel, string threadTs) =>
        _statuses.Count > 0 && _statuses.Remove((channel, threadTs));

    public void SetTitle(string channel, string threadTs, string title)
    {
        if (_titles.Count < MaxThreads || _titles.ContainsKey((channel, threadTs))) _titles[(channel, threadTs)] = title;
    }

    public string? Title(string channel, string threadTs) => _titles.GetValueOrDefault((channel, threadTs));

    public void SetPrompts(SuggestedPrompts prompts)
    {
        var key = (prompts.Channel, prompts.ThreadTs);
        if (_prompts.Count < MaxThreads || _prompts.ContainsKey(key)) _prompts[key] = prompts;
    }

    /// <summary>The prompts of a thread, or with null those of the app's whole place; null when there are none.</summary>
    public SuggestedPrompts? Prompts(string channel, string? threadTs) => _prompts.GetValueOrDefault((channel, threadTs));

    /// <summary>Once somebody has said something, prompts are not shown any more.</summary>
    public void ClearPrompts(string channel, string? threadTs) => _prompts.Remove((channel, threadTs));

    /// <summary>Every prompt that is shown, the latest last.</summary>
    public IReadOnlyList<SuggestedPrompts> AllPrompts() => [.. _prompts.Values];

    /// <summary>The titles that were given, by thread.</summary>
    public IReadOnlyList<ThreadTitle> AllTitles() => [.. _titles.Select(title => new ThreadTitle(title.Key.Channel, title.Key.ThreadTs, title.Value))];

    /// <summary>The chat that a person has opened last, by its root.</summary>
    public string? Latest(string userId) => _latest.GetValueOrDefault(userId);

    public void Open(string userId, string threadTs) => _latest[userId] = threadTs;
}
