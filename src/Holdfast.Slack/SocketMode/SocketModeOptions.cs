using System.ComponentModel.DataAnnotations;

namespace Holdfast.Slack.SocketMode;

/// <summary>Settings of <see cref="SocketModeSupervisor"/>; read once, checked by its constructor.</summary>
public sealed class SocketModeOptions
{
    /// <summary>The app-level token, <c>xapp-…</c>, with <c>connections:write</c>. A secret.</summary>
    public string AppToken { get; set; } = "";

    /// <summary>
    /// Connections to keep. Two leave no gap when one dies; ten (Slack's limit) leave no room to replace one before it goes. Default: 2.
    /// </summary>
    [Range(1, 10)]
    public int Connections { get; set; } = 2;

    /// <summary>Envelopes of one connection in work at once; beyond it nothing more is read from it. Default: 1,024.</summary>
    /// <remarks>
    /// Pongs queue behind unread envelopes, so a standstill longer than <see cref="KeepAliveTimeout"/> costs the connection;
    /// Slack delivers again what was not acknowledged.
    /// </remarks>
    [Range(1, 1_000_000)]
    public int MaxInFlight { get; set; } = 1_024;

    /// <summary>Largest message in bytes; of a larger one only envelope id and type are read. Default: 4 MiB.</summary>
    [Range(1_024, 1024 * 1024 * 1024)]
    public int MaxFrameBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Time between the starts of the first connections. Default: 250 ms.</summary>
    public TimeSpan StartInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time to connect the WebSocket. Default: 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time from connecting to Slack's hello. Default: 10 s.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which the peer is pinged. Default: 2 s.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time to answer a ping; Slack is now and then slower than 5 s. Together with the interval it bounds how long a dead
    /// peer goes unnoticed, within 10 s by default. Default: 6 s.
    /// </summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>Upper end of the first wait after a failure; it doubles with each further one. Half to all of it is waited. Default: 500 ms.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait between attempts. Default: 10 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait that Slack may impose by <c>Retry-After</c>: to come back before it is to be limited again. Default: 5 min.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Longest wait between attempts while Slack refuses them: the token, or Socket Mode is switched off. Only a person can mend that, but
    /// Slack now and then refuses for some seconds what it took before and takes after. Default: 1 min.
    /// </summary>
    public TimeSpan MaxRefusedDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A connection that lived shorter than this counts as a failed attempt, so that waits grow. Default: 10 s.</summary>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for handlers to finish and be acknowledged before a connection closes. Default: 5 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for the last writes and for the peer's part of the closing handshake. Default: 2 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What connects the WebSockets: proxy and certificate authorities are its matter. Not disposed. Default: null, an
    /// own one over <see cref="SlackHttp.CreateHandler"/>.
    /// </summary>
    public HttpMessageInvoker? HttpInvoker { get; set; }
}
