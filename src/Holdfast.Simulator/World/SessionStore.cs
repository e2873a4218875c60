namespace Holdfast.Simulator.World;

/// <summary>The sessions of the agent, each in its thread. Guarded by the world's lock.</summary>
internal sealed class SessionStore(SlackClock clock)
{
    public const string Processing = "processing";
    public const string Active = "active";

    /// <summary>After this time Slack believes no longer that somebody works; each repetition begins it anew.</summary>
    private static readonly TimeSpan MaxProcessing = TimeSpan.FromHours(1);

    private const int MaxSessions = 10_000;
    private const int MaxHistory = 10_000;
    private readonly OrderedDictionary<(string Channel, string ThreadTs), Entry> _sessions = [];
    private readonly Queue<AgentSession> _history = new();

    private sealed record Entry(AgentSession Session, DateTimeOffset At)
    {
        /// <summary>False when the older method has put its own status into the place that both share.</summary>
        public bool HasPlace { get; init; } = true;
    }

    /// <summary>Whether people see a stop button where the agent is at work.</summary>
    public bool OffersStop { get; init; } = true;

    /// <summary>What sessions have come to, one change after the other.</summary>
    public IReadOnlyList<AgentSession> History => [.. _history];

    public IReadOnlyList<AgentSession> All => [.. _sessions.Values.Select(Now)];

    public bool IsFull => _sessions.Count >= MaxSessions;

    public AgentSession? Find(string channel, string threadTs) =>
        _sessions.TryGetValue((channel, threadTs), out var entry) ? Now(entry) : null;

    public AgentSession SetStatus(string channel, string threadTs, string status, string titleIfNew)
    {
        var title = Find(channel, threadTs)?.Title ?? titleIfNew;
        return Put(new Entry(new AgentSession(channel, threadTs, status, title), clock.GetUtcNow()));
    }

    /// <summary>Null when there is no such session.</summary>
    public AgentSession? Rename(string channel, string threadTs, string title) =>
        _sessions.TryGetValue((channel, threadTs), out var entry) ? Put(entry with { Session = entry.Session with { Title = title } }) : null;

    /// <summary>The older method has set a status of its own: the last writer wins, and the stop button goes. Null when there is no such session.</summary>
    public AgentSession? LosePlace(string channel, string threadTs) =>
        _sessions.TryGetValue((channel, threadTs), out var entry) ? Put(entry with { HasPlace = false }) : null;

    private AgentSession Put(Entry entry)
    {
        _sessions[(entry.Session.Channel, entry.Session.ThreadTs)] = entry;
        var session = Now(entry);
        _history.Enqueue(session);
        if (_history.Count > MaxHistory) _history.Dequeue();
        return session;
    }

    private AgentSession Now(Entry entry)
    {
        if (entry.Session.Status != Processing) return entry.Session;
        return clock.GetUtcNow() - entry.At >= MaxProcessing
            ? entry.Session with { Status = Active }
            : entry.Session with { IsStoppable = OffersStop && entry.HasPlace };
    }
}
