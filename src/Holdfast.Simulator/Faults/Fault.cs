namespace Holdfast.Simulator.Faults;

/// <summary>How a call goes wrong.</summary>
public enum FaultKind
{
    /// <summary>429 with <c>Retry-After</c>; nothing is performed.</summary>
    RateLimited,

    /// <summary>An HTML page with a status such as 500, 403 or 410 (see <see cref="Fault.Status"/>), as a proxy sends it; nothing is performed.</summary>
    ServerError,

    /// <summary>200 with a body that breaks off; nothing is performed.</summary>
    MalformedBody,

    /// <summary>200 with an HTML page; nothing is performed.</summary>
    HtmlBody,

    /// <summary>The call is performed after <see cref="Fault.Delay"/>.</summary>
    Delay,

    /// <summary>
    /// The call is performed after <see cref="Fault.Delay"/> whatever becomes of its client, as Slack performs what it has taken in;
    /// answered, too, if the client still waits. Where no Web API method is called it is as <see cref="Delay"/>.
    /// </summary>
    PerformLate,

    /// <summary>No answer ever comes, not even when the fault is over; nothing is performed.</summary>
    Hang,

    /// <summary>The TCP connection is cut; nothing is performed.</summary>
    CloseBefore,

    /// <summary>The call is performed, and the TCP connection cut before the answer.</summary>
    LoseResponse,

    /// <summary>200 with <c>ok:false</c> and <see cref="Fault.ErrorCode"/>; nothing is performed.</summary>
    ErrorCode,
}

/// <summary>One way for calls to go wrong, and when.</summary>
/// <param name="Kind">How.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>The pseudo-method that stands for opening a WebSocket.</summary>
    public const string WebSocketConnect = "ws.connect";

    /// <summary>The pseudo-method that stands for sending a file's bytes to its upload address.</summary>
    public const string FileUpload = "file.upload";

    /// <summary>The pseudo-method that stands for fetching a file's bytes.</summary>
    public const string FileDownload = "file.download";

    /// <summary>The pseudo-method that stands for a post to a <c>response_url</c>.</summary>
    public const string ResponseUrl = "response_url";

    private const string WebhookPrefix = "webhook:";

    /// <summary>
    /// The Web API method it strikes, or <see cref="WebSocketConnect"/>, <see cref="FileUpload"/>, <see cref="FileDownload"/> or
    /// <see cref="Webhook"/>; null strikes every Web API method and every <c>response_url</c>.
    /// </summary>
    public string? Method { get; init; }

    /// <summary>The status of <see cref="FaultKind.ServerError"/>. Default 500.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The <c>Retry-After</c> of <see cref="FaultKind.RateLimited"/> in seconds. Default 1.</summary>
    public int RetryAfter { get; init; } = 1;

    /// <summary>How long <see cref="FaultKind.Delay"/> and <see cref="FaultKind.PerformLate"/> wait. Default 1 s.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The code of <see cref="FaultKind.ErrorCode"/>. Default <c>internal_error</c>.</summary>
    public string ErrorCode { get; init; } = "internal_error";

    /// <summary>A text that an argument must contain for the call to be struck; null strikes any. Only for Web API methods. Default null.</summary>
    public string? Containing { get; init; }

    /// <summary>The chance, from 0 to 1, that a call is struck. Default 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many calls it strikes before it is over; null for any number. Default null.</summary>
    public int? Times { get; init; }

    /// <summary>How many matching calls it lets pass before the first is struck. Default 0.</summary>
    public int Skip { get; init; }

    /// <summary>How long it lasts; null until removed. Default null.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether a call it strikes is performed all the same, if the client has the patience.</summary>
    internal bool Performs => Kind is FaultKind.Delay or FaultKind.PerformLate or FaultKind.LoseResponse;

    /// <summary>The pseudo-method that stands for a request to a webhook of the simulator.</summary>
    public static string Webhook(string name) => WebhookPrefix + name;

    /// <summary>Whether a fault that names no method strikes this one: what is Slack's own, and no connection and no file.</summary>
    internal static bool IsOfSlack(string method) =>
        method is not (WebSocketConnect or FileUpload or FileDownload) && !method.StartsWith(WebhookPrefix, StringComparison.Ordinal);
}
