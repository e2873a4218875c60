using Holdfast.Slack.WebApi;

namespace Holdfast.Http;

/// <summary>A call that was not made, because its host has not answered the last ones.</summary>
/// <param name="host">The host.</param>
/// <param name="retryAfter">How long until one call is let through again.</param>
public sealed class HostUnavailableException(string host, TimeSpan retryAfter)
    : HttpRequestException(HttpRequestError.ConnectionError, $"{host} has not answered lately, so nothing was sent to it. It is asked again every few seconds."),
        IRequestNotSent
{
    /// <inheritdoc/>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
