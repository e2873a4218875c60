namespace Holdfast.Http;

/// <summary>What HTTP calls are made for, and by which rules.</summary>
public sealed record HttpPurpose
{
    private HttpPurpose(string name) => Name = name;

    /// <summary>
    /// Slack's Web API and the addresses it hands out. <see cref="Holdfast.Slack.WebApi.SlackWebClient"/> keeps the limit that counts, for
    /// each call from connecting to the last byte, which nothing down here sees; this one is longer than any of those.
    /// </summary>
    public static HttpPurpose Slack { get; } = new("slack") { Limit = TimeSpan.FromMinutes(6), HasBreaker = true };

    /// <summary>
    /// Opening Socket Mode's connections, which has limits and waits of its own. No attempt is made again here and no breaker keeps one
    /// back: how long the app stays deaf is decided in one place.
    /// </summary>
    public static HttpPurpose SlackSockets { get; } = new("slack_sockets") { Limit = TimeSpan.FromMinutes(6), Attempts = 1 };

    /// <summary>
    /// Models, which think for minutes: a run's own time-out ends their calls. There is no breaker, because no call waits behind one; a
    /// run that cannot reach its model tells its user.
    /// </summary>
    public static HttpPurpose Model { get; } = new("model") { Limit = TimeSpan.FromMinutes(15), PrefersHttp2 = true };

    /// <summary>Other people's addresses, of whose answers little more than the status counts.</summary>
    public static HttpPurpose Webhook { get; } = new("webhook") { HasBreaker = true, MaxAnswerBytes = 64 * 1024 };

    /// <summary>Calls of the agent's tools: an answer that a model can read.</summary>
    public static HttpPurpose Tool { get; } = new("tool") { HasBreaker = true, MaxAnswerBytes = 4 * 1024 * 1024 };

    /// <summary>
    /// Addresses that people, a model or a page named, of whatever can be read. They are fetched by <c>WebFetcher</c> alone, which looks
    /// where they lead. There is no breaker: none of them is asked often.
    /// </summary>
    public static HttpPurpose Page { get; } = new("page") { IsForAnybodysAddress = true, Attempts = 2 };

    /// <summary>As <see cref="Page"/>, of pictures.</summary>
    public static HttpPurpose Picture { get; } = new("picture") { IsForAnybodysAddress = true, Attempts = 2 };

    /// <summary>
    /// MCP servers, whose tools may take minutes and whose answers are streams of messages. There is no breaker: several servers may stand behind one
    /// host, and one that is slow must not keep calls from the others; each is watched by itself.
    /// </summary>
    public static HttpPurpose Mcp { get; } = new("mcp") { Limit = TimeSpan.FromMinutes(1), PrefersHttp2 = true, MaxMessageBytes = 4 * 1024 * 1024 };

    /// <summary>
    /// A running server on the same machine. When the port is closed no server runs: trying again would only keep a person waiting.
    /// </summary>
    public static HttpPurpose Operator { get; } = new("operator") { Limit = TimeSpan.FromSeconds(30), Attempts = 1, MaxAnswerBytes = 16 * 1024 * 1024 };

    /// <summary>The server's own addresses, asked whether requests could arrive: what one attempt finds is the answer.</summary>
    public static HttpPurpose OwnAddress { get; } = new("own_address") { Limit = TimeSpan.FromSeconds(5), Attempts = 1, MaxAnswerBytes = 64 * 1024 };

    /// <summary>The name, for metrics and logs.</summary>
    public string Name { get; }

    /// <summary>
    /// The time that one attempt has: to the head of the answer, and to its end where <see cref="MaxAnswerBytes"/> is set. Default: 10 s.
    /// </summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most attempts of one call, made only where that is safe; a call takes no longer than so many times <see cref="Limit"/>, and a
    /// second for the waits between them. Default: 3.
    /// </summary>
    public int Attempts { get; private init; } = 3;

    /// <summary>
    /// How long the hold under which a request is made must be good for when it leaves: as long as something may come of the request. Zero
    /// where it is enough that the hold has not lapsed, as for what no user sees. Default: zero.
    /// </summary>
    public TimeSpan HoldFor { get; init; }

    /// <summary>
    /// Whether HTTP/2 is spoken with hosts that offer it over TLS. Calls that wait for minutes then share connections: each of its own would take buffers,
    /// keys and a socket for as long, and one whose other end has gone silently would be noticed only by its limit. Default: false.
    /// </summary>
    public bool PrefersHttp2 { get; private init; }

    /// <summary>
    /// Whether somebody else names the hosts: they are connected to only after a look at where they lead, and measured together, since there is no end of
    /// them. Default: false.
    /// </summary>
    internal bool IsForAnybodysAddress { get; private init; }

    /// <summary>Whether hosts that do not answer are left alone for a while. Default: false.</summary>
    public bool HasBreaker { get; private init; }

    /// <summary>
    /// The largest answer, which is read whole before it is handed out; a larger one is a failure. Default: null, the caller reads and
    /// bounds it.
    /// </summary>
    public int? MaxAnswerBytes { get; private init; }

    /// <summary>
    /// The largest message of an answer that is handed out as it comes: an event of a stream of events, or the whole of anything else. A larger one ends the
    /// reading with an <see cref="AnswerTooLargeException"/>. Default: null, the caller bounds it.
    /// </summary>
    public int? MaxMessageBytes { get; init; }
}
