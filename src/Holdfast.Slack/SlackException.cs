namespace Holdfast.Slack;

/// <summary>
/// A call to Slack that did not succeed: the only exception of this boundary besides cancellation by the caller and
/// wrong arguments. It carries what a retry needs to know; neither its message nor its properties hold a request or response body.
/// </summary>
public sealed class SlackException : Exception
{
    /// <summary>Makes the exception of a refused or failed call.</summary>
    /// <param name="method">The Web API method, such as <c>chat.postMessage</c>.</param>
    /// <param name="error">Slack's error code or one of ours, see <see cref="SlackErrors"/>.</param>
    /// <param name="innerException">The cause, if one was thrown.</param>
    public SlackException(string method, string error, Exception? innerException = null)
        : base(message: null, innerException)
    {
        Method = method;
        Error = error;
        IsTransient = SlackErrors.IsTransient(error);
        IsOutcomeUnknown = SlackErrors.IsOutcomeUnknown(error);
    }

    /// <summary>The Web API method that was called, or <c>response_url</c>, <c>upload_url</c> or <c>url_private</c> for an address that Slack handed out.</summary>
    public string Method { get; }

    /// <summary>
    /// Slack's error code such as <c>channel_not_found</c>, or ours: <c>http_503</c>, <c>timeout</c>, <c>network</c>,
    /// <c>host_unavailable</c>, <c>invalid_response</c>.
    /// </summary>
    public string Error { get; }

    /// <summary>The HTTP status of the answer; null when there was none.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>
    /// Whether Slack may have performed the request all the same: it left this process and no trustworthy answer came
    /// back. Look the result up before repeating. Never true for a 429 or for a connection that could not be made.
    /// </summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>
    /// How long Slack asks to wait before the next request of this method, or how long none is sent to a host that does not answer;
    /// null when neither is known.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Slack's explanations (<c>response_metadata.messages</c>), cut to a bounded number and length.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>The scope that is missing (<c>missing_scope</c>).</summary>
    public string? Needed { get; init; }

    /// <summary>The scopes that the token has (<c>missing_scope</c>).</summary>
    public string? Provided { get; init; }

    /// <summary>Whether the token is the reason.</summary>
    public bool IsAuthFailure => SlackErrors.IsAuthFailure(Error);

    /// <summary>Whether it is Slack that said so; not for an answer that was none of Slack's, and not where none came.</summary>
    public bool IsSlacksWord => SlackErrors.IsSlacksWord(Error);

    /// <summary>Whether there were too many requests; <see cref="RetryAfter"/> says how long to wait.</summary>
    public bool IsRateLimited => HttpStatus == 429 || SlackErrors.IsRateLimited(Error);

    /// <summary>Whether the request was refused, and would be if it were repeated, whatever the token.</summary>
    public bool IsForGood => !IsTransient && !IsOutcomeUnknown && !IsAuthFailure && !IsRateLimited;

    /// <summary>What happened and what to do about it.</summary>
    public override string Message => $"Slack {Method} failed with {Error}. {Advice}";

    /// <summary>What to do about it.</summary>
    public string Advice => Error switch
    {
        SlackErrors.MissingScope => $"Add the scope '{Needed}' under OAuth & Permissions and reinstall the app.",
        SlackErrors.Timeout => "No answer in time: check the network and status.slack.com.",
        SlackErrors.Network => "The connection failed: check DNS, proxy, certificates and firewall.",
        SlackErrors.HostUnavailable => "The host has not answered lately, so nothing was sent: check the network and status.slack.com.",
        SlackErrors.InvalidResponse => "The answer was not Slack's JSON: check the API URL and any proxy on the way.",
        SlackErrors.UntrustedAddress => "The address does not belong to Slack or to the API URL, so nothing was sent to it.",
        "http_413" or "http_414" or "http_431" => "Something on the way to Slack takes no request of this size: raise the limit of the proxy.",
        _ when !IsSlacksWord && HttpStatus is >= 400 and < 500 => "The answer was not Slack's but a page's: check the API URL and any proxy or firewall on the way.",
        "not_allowed_token_type" => "Wrong kind of token: xoxb- for the Web API, xapp- for Socket Mode.",
        "channel_not_found" or "not_in_channel" => "Invite the app to the channel.",
        "is_archived" => "The channel is archived.",
        _ when IsAuthFailure => "The token is missing, wrong or revoked: reinstall the app and replace the token.",
        _ when RetryAfter is { } wait => $"Too many requests: wait {wait.TotalSeconds:0} s before the next one.",
        _ when IsTransient => "This passes: try again later.",
        // A method's name has a dot; an address that Slack handed out has a name of ours.
        _ when !Method.Contains('.', StringComparison.Ordinal) => "Repeating does not help.",
        _ => $"Repeating does not help; the code is explained at https://docs.slack.dev/reference/methods/{Method}.",
    };
}
