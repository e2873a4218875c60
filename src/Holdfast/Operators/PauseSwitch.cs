using System.Text.Json;
using Holdfast.Lanes;
using Holdfast.Settings;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Operators;

/// <summary>
/// The kill switch: while it is off the agent does nothing, and whatever arrives is kept. That it is off is a durable setting;
/// the gate in memory follows it.
/// </summary>
public sealed partial class PauseSwitch(IHoldfastStore store, TimeProvider time, ILogger<PauseSwitch> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The lane of orders: one after the other.</summary>
    public const string Lane = "pause";

    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds the pumps of the agent's work while it is paused.</summary>
    public WorkGate Gate { get; } = new();

    /// <summary>Who paused it and when; null while it works.</summary>
    public PauseState? State { get; private set; }

    /// <summary>Takes over what was decided before, at the start.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task RestoreAsync(CancellationToken cancellationToken) => Follow(await ReadAsync(cancellationToken));

    /// <summary>Takes over what another worker has decided, if it is not so here already.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var state = await ReadAsync(cancellationToken);
            if (state != State)
                Follow(state);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Pauses or resumes: first durably, then in fact.</summary>
    /// <param name="work">The item that asks for it; it stays in hand.</param>
    /// <param name="isPaused">Whether to pause.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when it was so already.</returns>
    public async ValueTask<bool> SetAsync(LaneWork work, bool isPaused, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);

        // Commands come side by side: what is kept and what is done must not end up as two different orders.
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await SetOneAsync(work, isPaused, by, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async ValueTask<bool> SetOneAsync(LaneWork work, bool isPaused, string by, CancellationToken cancellationToken)
    {
        if (State is not null == isPaused)
            return false;
        var state = isPaused ? new PauseState(by, time.GetUtcNow()) : null;
        var value = state is null ? null : JsonSerializer.Serialize(state, OperatorJson.Default.PauseState);
        await work.CheckpointAsync(
            new Transition { Claim = work.Claim, Outcome = ItemOutcome.Checkpoint, Settings = [new SettingChange(SettingKeys.Pause, value)] },
            cancellationToken);
        Follow(state);
        return true;
    }

    /// <summary>Returns when the agent is paused, or works, as the case may be.</summary>
    /// <param name="isPaused">What to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(bool isPaused, CancellationToken cancellationToken)
    {
        lock (_lock)
            return State is not null == isPaused ? Task.CompletedTask : _changed.Task.WaitAsync(cancellationToken);
    }

    private async Task<PauseState?> ReadAsync(CancellationToken cancellationToken)
    {
        var value = await store.GetSettingAsync(SettingKeys.Pause, cancellationToken);
        return value is null ? null : JsonSerializer.Deserialize(value, OperatorJson.Default.PauseState);
    }

    private void Follow(PauseState? state)
    {
        lock (_lock)
        {
            State = state;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (state is null)
        {
            Gate.Open();
            LogWorking();
        }
        else
        {
            Gate.Close($"paused by {state.By}");
            LogPaused(state.By, state.At);
        }
    }

    [LoggerMessage(800, LogLevel.Warning, "The agent is paused by {By} since {At:u}: messages are kept, nothing is answered until it is resumed")]
    private partial void LogPaused(string by, DateTimeOffset at);

    [LoggerMessage(801, LogLevel.Information, "The agent is not paused")]
    private partial void LogWorking();
}
