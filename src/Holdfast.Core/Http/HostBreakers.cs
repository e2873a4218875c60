using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Holdfast.Http;

/// <summary>The breakers of one purpose, one for each host.</summary>
internal sealed class HostBreakers(HttpPurpose purpose, HttpMetrics metrics, TimeProvider time, ILogger<HostBreaker> logger)
{
    /// <summary>Past so many hosts, those of which nothing is to be remembered are forgotten.</summary>
    internal const int MaxHosts = 1_000;

    private readonly ConcurrentDictionary<HostKey, HostBreaker> _hosts = [];

    /// <summary>The breaker of an address's host; null when so many hosts do not answer that another one finds no place.</summary>
    public HostBreaker? For(Uri address)
    {
        var key = new HostKey(address.Scheme, address.Host, address.Port);
        if (_hosts.TryGetValue(key, out var breaker))
            return breaker;
        if (_hosts.Count >= MaxHosts)
            ForgetIdle();
        return _hosts.Count < MaxHosts ? _hosts.GetOrAdd(key, _ => new HostBreaker(address.Host, purpose, metrics, time, logger)) : null;
    }

    private void ForgetIdle()
    {
        foreach (var (key, breaker) in _hosts)
        {
            if (breaker.IsIdle)
                _hosts.TryRemove(key, out _);
        }
    }

    private readonly record struct HostKey(string Scheme, string Host, int Port);
}
