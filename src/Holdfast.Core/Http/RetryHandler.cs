using Holdfast.Http.Addresses;
using Microsoft.Extensions.Logging;

namespace Holdfast.Http;

/// <summary>
/// Makes a call again where that is safe: when nothing of the request left this machine, or when the request only asks. A post
/// whose outcome is unknown is never repeated here; the caller can find out first.
/// </summary>
internal sealed partial class RetryHandler(
    HttpPurpose purpose, HttpMetrics metrics, Random random, TimeProvider time, ILogger<RetryHandler> logger, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    internal static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException e) when (attempt < purpose.Attempts && IsSafeToRepeat(request, e))
            {
                metrics.Retried(purpose, request.RequestUri!.Host);
                LogRetried(e, request.RequestUri.Host, purpose.Name, attempt);
                await Task.Delay(DelayAfter(attempt), time, cancellationToken);
            }
        }
    }

    private static bool IsSafeToRepeat(HttpRequestMessage request, HttpRequestException error) =>
        error.StatusCode is null && error is not AddressRefusedException && (error.WasNotSent || request.Method == HttpMethod.Get || request.Method == HttpMethod.Head);

    /// <summary>Half to all of a wait that doubles, so that calls that failed together do not come back together.</summary>
    private TimeSpan DelayAfter(int attempt)
    {
        // Random is not safe for concurrent use, and all calls share it.
        lock (_gate)
            return FirstDelay * Math.Pow(2, attempt - 1) * (0.5 + (random.NextDouble() / 2));
    }

    [LoggerMessage(1202, LogLevel.Debug, "Attempt {Attempt} to call {Host} ({Purpose}) failed; it is made again")]
    private partial void LogRetried(Exception error, string host, string purpose, int attempt);
}
