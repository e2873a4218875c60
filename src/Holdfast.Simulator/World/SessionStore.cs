namespace Holdfast.Simulator.World;

/// <summary>The sessions of the agent, each in its thread. Guarded by the world's lock.</summary>
internal sealed class SessionStore(SlackClock clock)
{
    public const string Processing = "processing";

    /// <summary>After this time Slack believes no longer that somebody works; each repetition begins it anew.</summary>
    private static readonly TimeSpan MaxProcessing = TimeSpan.FromHours(1);

    private const string Active = "active";
    private const int MaxSessions = 10_000;
    private readonly OrderedDictionary<(string Channel, string ThreadTs), Entry> _sessions = [];

    private sealed record Entry(AgentSession Session, DateTimeOffset At)
    {
        /// <summary>False when the older method has put its own status into the place that both share.</summary>
        public bool HasPlace { get; init; } = true;
    }

    /// <summary>Whether people see a stop button where the agent is at work.</summary>
    public bool OffersStop { get; init; } = true;

    public IReadOnlyList<AgentSession> All => [.. _sessions.Values.Select(Now)];

    public bool IsFull => _sessions.Count >= MaxSessions;

    public AgentSession? Find(string channel, string threadTs) =>
        _sessions.TryGetValue((channel, threadTs), out var entry) ? Now(entry) : null;

    public void SetStatus(string channel, string threadTs, string status, string titleIfNew)
    {
        var title = Find(channel, threadTs)?.Title ?? titleIfNew;
        _sessions[(channel, threadTs)] = new Entry(new AgentSession(channel, threadTs, status, title), clock.GetUtcNow());
    }

    public void Rename(string channel, string threadTs, string title)
    {
        var entry = _sessions[(channel, threadTs)];
        _sessions[(channel, threadTs)] = entry with { Session = entry.Session with { Title = title } };
    }

    /// <summary>The older method has set a status of its own: the last writer wins, and the stop button goes.</summary>
    public void LosePlace(string channel, string threadTs)
    {
        if (_sessions.TryGetValue((channel, threadTs), out var entry)) _sessions[(channel, threadTs)] = entry with { HasPlace = false };
    }

    private AgentSession Now(Entry entry)
    {
        if (entry.Session.Status != Processing) return entry.Session;
        return clock.GetUtcNow() - entry.At >= MaxProcessing
            ? entry.Session with { Status = Active }
            : entry.Session with { IsStoppable = OffersStop && entry.HasPlace };
    }
}
