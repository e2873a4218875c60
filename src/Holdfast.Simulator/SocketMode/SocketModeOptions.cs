namespace Holdfast.Simulator.SocketMode;

/// <summary>How Socket Mode behaves; the defaults follow what has been observed of Slack.</summary>
public sealed record SocketModeOptions
{
    /// <summary>Connections an app may hold; the next one is told <c>too_many_websockets</c>. Default 10.</summary>
    public int MaxConnections { get; init; } = 10;

    /// <summary>How long an envelope may stay unacknowledged before each further attempt. Default 3 s, 60 s, 300 s.</summary>
    public IReadOnlyList<TimeSpan> RetryAfter { get; init; } =
        [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(300)];

    /// <summary>How long after a request that failed it is made again. Default 1 s (Slack's "nearly immediately"), 60 s, 300 s.</summary>
    public IReadOnlyList<TimeSpan> RetryFailedAfter { get; init; } =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(300)];

    /// <summary>Whether a further attempt carries a new envelope id; reports of Slack differ. Default false.</summary>
    public bool NewEnvelopeIdOnRetry { get; init; }

    /// <summary>Envelopes kept while nothing can take them; beyond it they are dropped and counted. Default 100,000.</summary>
    public int MaxQueued { get; init; } = 100_000;

    /// <summary>Frames waiting to be written on one connection before further ones wait for any. Default 4,096.</summary>
    public int MaxFramesPerConnection { get; init; } = 4_096;

    /// <summary>How many envelope records are remembered. Default 50,000.</summary>
    public int MaxRecords { get; init; } = 50_000;

    /// <summary>Interval of the server's own pings, below the 30 s that Slack's Node client tolerates. Default 10 s; zero sends none.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the address from <c>apps.connections.open</c> can be used. Default 30 s.</summary>
    public TimeSpan TicketLifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Age at which a connection is refreshed. Default none; <c>debug_reconnects=true</c> in the address sets 360 s.</summary>
    public TimeSpan? ConnectionLifetime { get; init; }
}
