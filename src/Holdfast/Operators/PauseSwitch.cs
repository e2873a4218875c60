using System.Text.Json;
using Holdfast.Items;
using Holdfast.Lanes;
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

    /// <summary>The record of who paused the agent, and when; there is none while it works.</summary>
    public static RecordKey Key { get; } = new("pause", "");

    /// <summary>The lane of orders: one after the other, on all workers together.</summary>
    public const string Lane = "pause";

    /// <summary>Holds the pumps of the agent's work while it is paused.</summary>
    public WorkGate Gate { get; } = new();

    /// <summary>Who paused it and when, as far as this worker has heard; null while it works. Nothing is decided by it.</summary>
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

    /// <summary>
    /// Pauses or resumes: first durably, then in fact. By what the store says, and never by what was last heard of it: another worker's
    /// order may be a moment old. It is kept also where it was so already, so that every worker hears of it again.
    /// </summary>
    /// <param name="work">The order, in the lane of orders; it stays in hand.</param>
    /// <param name="isPaused">Whether to pause.</param>
    /// <param name="by">Who.</param>
    /// <param name="answer">What is appended along with it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<PauseOutcome> SetAsync(
        LaneWork work, bool isPaused, string by, Func<PauseOutcome, IReadOnlyList<NewItem>> answer, CancellationToken cancellationToken)
    {
        // The gate must not end up as what another worker's order, read meanwhile, had been.
        await _one.WaitAsync(cancellationToken);
        try
        {
            var before = await ReadAsync(cancellationToken);
            var outcome = new PauseOutcome(before, isPaused ? before ?? new PauseState(by, time.GetUtcNow()) : null);
            var value = outcome.Now is null ? null : JsonSerializer.Serialize(outcome.Now, OperatorJson.Default.PauseState);
            await work.KeepAsync(new Effects { Records = [Key.With(value) with { IsAnnounced = true }], Append = answer(outcome) }, cancellationToken);
            if (outcome.Now != State)
                Follow(outcome.Now);
            return outcome;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Who paused it and when, as the store says; null while it works.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<PauseState?> ReadAsync(CancellationToken cancellationToken)
    {
        var value = await store.GetValueAsync(Key, cancellationToken);
        return value is null ? null : Parse(value);
    }

    /// <summary>Reads the setting's value.</summary>
    /// <param name="value">The value.</param>
    public static PauseState? Parse(string value) => JsonSerializer.Deserialize(value, OperatorJson.Default.PauseState);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private void Follow(PauseState? state)
    {
        var wasPaused = State is not null;
        State = state;
        if (state is null)
        {
            Gate.Open();
            if (wasPaused)
                LogResumed();
        }
        else
        {
            Gate.Close($"paused by {state.By}");
            LogPaused(state.By, state.At);
        }
    }

    [LoggerMessage(800, LogLevel.Warning, "Paused by {By} since {At:u}: messages are kept and answered after a resume")]
    private partial void LogPaused(string by, DateTimeOffset at);

    [LoggerMessage(801, LogLevel.Information, "Resumed: what came in meanwhile is answered first")]
    private partial void LogResumed();
}
