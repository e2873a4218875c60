namespace Holdfast.Simulator.Faults;

/// <summary>The faults in force. The first that matches a call strikes it.</summary>
public sealed class FaultPlan
{
    private const int MaxFaults = 1_000;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly List<ActiveFault> _active = [];
    private volatile bool _any;
    private int _late;

    internal FaultPlan(TimeProvider time, int seed)
    {
        _time = time;
        _random = new Random(seed);
    }

    /// <summary>The faults in force, in the order they were added; also those that have struck as often as they should, until the next call.</summary>
    public IReadOnlyList<ActiveFault> Active
    {
        get { lock (_gate) return [.. _active.Where(active => !active.HasExpired(_time.GetUtcNow()))]; }
    }

    /// <summary>Calls that <see cref="FaultKind.PerformLate"/> has struck and that are still to be performed.</summary>
    public int ToBePerformed => Volatile.Read(ref _late);

    /// <summary>Puts a fault into force.</summary>
    /// <returns>A handle: it counts the calls struck, and disposing it ends the fault.</returns>
    public ActiveFault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            if (_active.Count >= MaxFaults) throw new InvalidOperationException($"{MaxFaults} faults are in force; clear some.");
            var active = new ActiveFault(this, fault, fault.Duration is { } lasts ? _time.GetUtcNow() + lasts : null);
            _active.Add(active);
            _any = true;
            return active;
        }
    }

    /// <summary>Ends every fault.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _active.Clear();
            _any = false;
        }
    }

    /// <summary>Waits, and performs a call then, whatever becomes of its client.</summary>
    internal async Task<T> PerformLateAsync<T>(Fault fault, Func<T> perform, CancellationToken stopping)
    {
        Interlocked.Increment(ref _late);
        try
        {
            await Task.Delay(fault.Delay, _time, stopping);
            return perform();
        }
        finally
        {
            Interlocked.Decrement(ref _late);
        }
    }

    internal void Remove(ActiveFault fault)
    {
        lock (_gate)
        {
            _active.Remove(fault);
            _any = _active.Count > 0;
        }
    }

    /// <summary>The fault that strikes this call, if any; it is counted as struck.</summary>
    /// <param name="method">The method.</param>
    /// <param name="arguments">Its arguments; null where a call has none.</param>
    internal Fault? Next(string method, IReadOnlyList<KeyValuePair<string, string>>? arguments = null)
    {
        if (!_any) return null;
        lock (_gate)
        {
            for (var i = 0; i < _active.Count; i++)
            {
                var active = _active[i];
                if (!Matches(active.Fault, method, arguments)) continue;
                if (active.IsOver(_time.GetUtcNow()))
                {
                    _active.RemoveAt(i--);
                    _any = _active.Count > 0;
                    continue;
                }

                if (active.Fault.Probability < 1 && _random.NextDouble() >= active.Fault.Probability) continue;
                if (active.Strike()) return active.Fault;
            }

            return null;
        }
    }

    private static bool Matches(Fault fault, string method, IReadOnlyList<KeyValuePair<string, string>>? arguments) =>
        (fault.Method is null ? Fault.IsOfSlack(method) : fault.Method == method)
        && (fault.Containing is not { } text || arguments?.Any(argument => argument.Value.Contains(text, StringComparison.Ordinal)) == true);
}

/// <summary>A fault in force.</summary>
public sealed class ActiveFault : IDisposable
{
    private readonly FaultPlan _plan;
    private int _skipped;
    private int _hits;

    internal ActiveFault(FaultPlan plan, Fault fault, DateTimeOffset? until)
    {
        _plan = plan;
        Fault = fault;
        Until = until;
    }

    /// <summary>What was asked for.</summary>
    public Fault Fault { get; }

    /// <summary>When it ends by itself; null when a number of calls or its removal ends it.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>How many calls it has struck.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Ends the fault.</summary>
    public void Dispose() => _plan.Remove(this);

    internal bool IsOver(DateTimeOffset now) => (Fault.Times is { } times && _hits >= times) || HasExpired(now);

    internal bool HasExpired(DateTimeOffset now) => Until is { } until && now >= until;

    internal bool Strike()
    {
        if (_skipped < Fault.Skip)
        {
            _skipped++;
            return false;
        }

        _hits++;
        return true;
    }
}
