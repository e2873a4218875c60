using System.Globalization;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Rates;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Limits;

/// <summary>
/// Bounds what one client may ask of the port, and says so in the headers <c>RateLimit-*</c> and <c>Retry-After</c>. All workers count
/// together where there is a Redis. While that does not answer each counts for itself: a probe that asks whether the server is well must be
/// answered most of all when something is not.
/// </summary>
/// <remarks>The headers: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-03.</remarks>
internal sealed partial class ClientLimit(
    RequestDelegate next,
    IOptions<HttpOptions> options,
    LocalRateWindow local,
    ClientLimitMetrics metrics,
    TimeProvider time,
    ILogger<ClientLimit> logger,
    RedisRateWindow? shared = null)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Probes have a second or so; a Redis that hangs must not take it from them.</summary>
    private static readonly TimeSpan SharedPatience = TimeSpan.FromMilliseconds(250);

    /// <summary>After a failure it is asked again only then.</summary>
    private static readonly TimeSpan SharedPause = TimeSpan.FromSeconds(5);

    private readonly int _limit = options.Value.RequestsPerMinute;
    private long _sharedAgainAt;

    public async Task InvokeAsync(HttpContext context)
    {
        // The operators' socket file has no address, and no limit.
        if (_limit == 0 || context.Connection.RemoteIpAddress is not { } address)
        {
            await next(context);
            return;
        }

        var client = ClientName.Of(address);
        var window = await TakeAsync(client, context.RequestAborted);
        var reset = Math.Ceiling(window.Reset.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["RateLimit-Limit"] = window.Limit.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["RateLimit-Remaining"] = window.Remaining.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["RateLimit-Reset"] = reset;
        if (window.IsAllowed)
        {
            await next(context);
            return;
        }

        metrics.Refused();
        if (window.IsFirstRefused)
            LogRefused(client, _limit);
        context.Response.Headers.RetryAfter = reset;
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        await context.Response.WriteAsync($"too many requests: {_limit} a minute for each client (Http:RequestsPerMinute); again in {reset} s\n", context.RequestAborted);
    }

    private async ValueTask<RateWindow> TakeAsync(string client, CancellationToken aborted)
    {
        if (shared is null || time.GetTimestamp() < Volatile.Read(ref _sharedAgainAt))
            return local.Take(client, _limit, Window);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(SharedPatience);
        try
        {
            return await shared.TakeAsync(client, _limit, Window, patience.Token);
        }
        catch (Exception e) when (e is RedisUnavailableException || (e is OperationCanceledException && !aborted.IsCancellationRequested))
        {
            Volatile.Write(ref _sharedAgainAt, time.GetTimestamp() + (long)(SharedPause.TotalSeconds * time.TimestampFrequency));
            metrics.NotShared();
            LogNotShared(e is RedisUnavailableException ? e.Message : $"Redis did not answer within {SharedPatience.TotalMilliseconds:0} ms");
            return local.Take(client, _limit, Window);
        }
    }

    [LoggerMessage(1700, LogLevel.Warning, "{Client} has made more than {Limit} requests in a minute; the rest is refused until the minute is over (Http:RequestsPerMinute)")]
    private partial void LogRefused(string client, int limit);

    [LoggerMessage(1701, LogLevel.Warning, "For a while this worker counts the requests of clients on its own: {Problem}")]
    private partial void LogNotShared(string problem);
}
