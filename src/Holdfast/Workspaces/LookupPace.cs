using Holdfast.Caching;
using Holdfast.Slack;

namespace Holdfast.Workspaces;

/// <summary>
/// Keeps look-ups within what Slack allows: after a start, or a pause, a thousand people may be new at once, and each of them would be asked about in
/// the same moment. A few go at a time, and after a refusal none before Slack wants it.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LookupPace(TimeProvider time) : IDisposable
{
    private const int AtOnce = 8;

    /// <summary>Where Slack does not say how long.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ExpiringCache<(TeamId Team, string Method), (long Since, TimeSpan For)> _limited = new(Longest, capacity: 10_000, time);
    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>Makes a call when it is its turn.</summary>
    /// <typeparam name="T">What is answered.</typeparam>
    /// <param name="team">The workspace.</param>
    /// <param name="method">The method.</param>
    /// <param name="call">Calls it.</param>
    /// <exception cref="SlackException">Slack refused, or limits the method.</exception>
    public async Task<T> CallAsync<T>(TeamId team, string method, Func<Task<T>> call)
    {
        await _places.WaitAsync();
        try
        {
            if (_limited.TryGet((team, method), out var limit) && limit.For - time.GetElapsedTime(limit.Since) is { Ticks: > 0 } left)
                throw new SlackException(method, SlackErrors.RateLimited) { RetryAfter = left };
            return await call();
        }
        catch (SlackException e) when (e.HttpStatus == 429)
        {
            var wanted = e.RetryAfter ?? Usual;
            _limited.Set((team, method), (time.GetTimestamp(), wanted < Longest ? wanted : Longest));
            throw;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
