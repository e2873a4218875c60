using Holdfast.Redis.Connections;
using Holdfast.Redis.Scripts;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Holdfast.Redis.Rates;

/// <summary>A fixed window that all workers count in together, by the server's clock. It begins with its first call.</summary>
public sealed class RedisRateWindow(RedisConnection redis, IOptions<RedisOptions> options)
{
    /// <summary>Counts one call, also when it is one too many.</summary>
    /// <param name="name">Whose calls, for instance of which client.</param>
    /// <param name="limit">Calls that a window allows.</param>
    /// <param name="window">How long it lasts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RedisUnavailableException">Not counted, or not known whether: it is tried once only, or it might count twice.</exception>
    public async ValueTask<RateWindow> TakeAsync(string name, int limit, TimeSpan window, CancellationToken cancellationToken)
    {
        RedisKey[] keys = [$"{options.Value.KeyPrefix}holdfast:rate:{name}"];
        var counted = (long[])(await redis.RunAsync(
            "rate", database => database.ScriptEvaluateAsync(Script.RateWindow, keys, [(long)window.TotalMilliseconds]), tries: 1, cancellationToken))!;
        return new RateWindow(counted[0], limit, TimeSpan.FromMilliseconds(counted[1]));
    }
}
