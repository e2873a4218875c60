using System.Collections.Concurrent;

namespace Holdfast.Diagnostics;

/// <summary>How the background loops stand.</summary>
public sealed class LoopHealth
{
    private readonly ConcurrentDictionary<string, LoopState> _loops = [];

    /// <summary>Every loop that was ever started.</summary>
    public IReadOnlyDictionary<string, LoopState> Loops => _loops;

    /// <summary>The loop runs (again).</summary>
    /// <param name="loop">Its name.</param>
    public void Running(string loop) =>
        _loops.AddOrUpdate(loop, _ => new LoopState(true, 0, null, null), (_, state) => state with { IsRunning = true });

    /// <summary>The loop failed.</summary>
    /// <param name="loop">Its name.</param>
    /// <param name="error">With what.</param>
    /// <param name="at">When.</param>
    /// <param name="isFinal">Whether it is not started again.</param>
    public void Failed(string loop, Exception error, DateTimeOffset at, bool isFinal = false)
    {
        ArgumentNullException.ThrowIfNull(error);
        _loops.AddOrUpdate(
            loop,
            _ => new LoopState(false, 1, error.Message, at, isFinal),
            (_, state) => new LoopState(false, state.Failures + 1, error.Message, at, isFinal));
    }

    /// <summary>The loop was stopped.</summary>
    /// <param name="loop">Its name.</param>
    public void Stopped(string loop) =>
        _loops.AddOrUpdate(loop, _ => new LoopState(false, 0, null, null), (_, state) => state with { IsRunning = false });
}

/// <summary>How one loop stands.</summary>
/// <param name="IsRunning">Whether it runs at this moment.</param>
/// <param name="Failures">How often it failed since the start.</param>
/// <param name="LastError">What its last failure said.</param>
/// <param name="LastFailedAt">When that was.</param>
/// <param name="IsFinal">Whether it ended with that failure and is not started again.</param>
public sealed record LoopState(bool IsRunning, int Failures, string? LastError, DateTimeOffset? LastFailedAt, bool IsFinal = false);
