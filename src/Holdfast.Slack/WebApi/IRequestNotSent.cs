namespace Holdfast.Slack.WebApi;

/// <summary>
/// What an <see cref="HttpRequestException"/> is besides when a handler in front of <see cref="SlackWebClient"/> did not let the
/// request out, as a circuit breaker does. The call ends with <see cref="SlackErrors.HostUnavailable"/> then.
/// </summary>
public interface IRequestNotSent
{
    /// <summary>How long to wait before the next attempt.</summary>
    TimeSpan RetryAfter { get; }
}
