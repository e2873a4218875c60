namespace Holdfast.AI.Models;

/// <summary>
/// Whether a model answers, as far as this process knows. One that could not is left alone for a while; then whoever comes first tries it, and the others go
/// on without it until that is known.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ModelHealth(TimeProvider time)
{
    private readonly Lock _lock = new();
    private string? _problem;
    private TimeSpan _rest;
    private long _since;

    /// <summary>What was wrong the last time; null when nothing was.</summary>
    public string? Problem
    {
        get
        {
            lock (_lock)
                return _problem;
        }
    }

    /// <summary>How long it is still left alone; zero when it is not.</summary>
    public TimeSpan RestLeft
    {
        get
        {
            lock (_lock)
                return _problem is not null && _rest - time.GetElapsedTime(_since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether the caller may ask it. Where that is a try, it is the caller's, and for as long as it was left alone nobody else's.</summary>
    public bool TryAsk()
    {
        lock (_lock)
        {
            if (_problem is null)
                return true;
            if (time.GetElapsedTime(_since) < _rest)
                return false;
            _since = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>It could not answer.</summary>
    /// <param name="problem">Why, in words.</param>
    /// <param name="rest">How long it is left alone.</param>
    /// <returns>Whether that is new.</returns>
    public bool Failed(string problem, TimeSpan rest)
    {
        lock (_lock)
        {
            var isNew = _problem is null;
            (_problem, _rest, _since) = (problem, rest, time.GetTimestamp());
            return isNew;
        }
    }

    /// <summary>It answered.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Answered()
    {
        lock (_lock)
        {
            var isNew = _problem is not null;
            _problem = null;
            return isNew;
        }
    }
}
