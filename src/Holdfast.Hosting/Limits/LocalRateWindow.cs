using Holdfast.Redis.Rates;

namespace Holdfast.Hosting.Limits;

/// <summary>
/// A fixed window that one worker counts in. All clients' windows begin together: so what was counted is dropped as a whole, and no client that
/// never comes back has to be looked for.
/// </summary>
internal sealed class LocalRateWindow(TimeProvider time)
{
    /// <summary>Beyond so many clients in a window the further ones are counted together: a flood of addresses costs no more memory.</summary>
    private const int MaxClients = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);
    private long _number;

    /// <summary>Counts one call, also when it is one too many.</summary>
    public RateWindow Take(string client, int limit, TimeSpan window)
    {
        var elapsed = time.GetElapsedTime(0);
        var number = elapsed.Ticks / window.Ticks;
        lock (_lock)
        {
            if (number != _number)
            {
                _calls.Clear();
                _number = number;
            }

            if (_calls.Count >= MaxClients && !_calls.ContainsKey(client))
                client = "";
            var calls = _calls[client] = _calls.GetValueOrDefault(client) + 1;
            return new RateWindow(calls, limit, (number + 1) * window - elapsed);
        }
    }
}
