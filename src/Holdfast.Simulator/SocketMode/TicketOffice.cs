using Holdfast.Simulator.Identity;

namespace Holdfast.Simulator.SocketMode;

/// <summary>The one-time addresses that <c>apps.connections.open</c> hands out.</summary>
internal sealed class TicketOffice(TimeSpan lifetime, TimeProvider time, IdSource ids)
{
    private const int MaxOpen = 1_000;
    private readonly Dictionary<string, DateTimeOffset> _open = [];
    private readonly Lock _gate = new();

    public string Issue()
    {
        var ticket = ids.Uuid().ToString();
        lock (_gate)
        {
            if (_open.Count >= MaxOpen) DropExpired();
            if (_open.Count < MaxOpen) _open[ticket] = time.GetUtcNow() + lifetime;
        }

        return ticket;
    }

    /// <summary>True once for each ticket, and only while it is young.</summary>
    public bool Redeem(string ticket)
    {
        lock (_gate) return _open.Remove(ticket, out var until) && time.GetUtcNow() <= until;
    }

    private void DropExpired()
    {
        var now = time.GetUtcNow();
        foreach (var ticket in _open.Where(entry => entry.Value < now).Select(entry => entry.Key).ToList()) _open.Remove(ticket);
    }
}
