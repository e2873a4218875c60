using Holdfast.Slack;

namespace Holdfast.Http;

/// <summary>What has to be known about a request that got no answer.</summary>
internal static class RequestFacts
{
    extension(HttpRequestException error)
    {
        /// <summary>Whether there was no connection, so that nothing of the request can have left.</summary>
        public bool WasNotSent => error.HttpRequestError
            is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
    }

    extension(HttpRequestMessage request)
    {
        /// <summary>Whether a client that keeps the time itself ended the request, and not the one who called that client.</summary>
        /// <param name="cancellationToken">What the request was sent with.</param>
        public bool IsTimeOutOfCaller(CancellationToken cancellationToken) =>
            cancellationToken.IsCancellationRequested
            && request.Options.TryGetValue(SlackHttp.CallerToken, out var caller) && !caller.IsCancellationRequested;
    }
}
