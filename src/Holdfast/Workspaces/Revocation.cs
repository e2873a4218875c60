using System.Text.Json;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Workspaces;

/// <summary>
/// Whether Slack took the app's rights away. That it did is a durable setting, kept with the event that says so: Slack tells one worker,
/// and all of them stop working. <see cref="TokenWatch"/> finds out when the token works again.
/// </summary>
/// <param name="store">Where it is kept.</param>
/// <param name="gate">Closed when it has been taken away; opened by whoever has seen the token work.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
public sealed partial class Revocation(IHoldfastStore store, WorkGate gate, TimeProvider time, ILogger<Revocation> logger) : IDisposable
{
    private static readonly RecordKey Key = new("revoked", "");

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was taken away and when; null while nothing is.</summary>
    public RevocationState? State { get; private set; }

    /// <summary>The record that says it, to be kept along with the event.</summary>
    /// <param name="reason">The event.</param>
    public StoredRecord Record(string reason) =>
        Change(JsonSerializer.Serialize(new RevocationState(reason, time.GetUtcNow()), RevocationJson.Default.RevocationState));

    /// <summary>
    /// Takes over what is kept, whoever kept it. That the rights are back opens nothing yet: another worker's token says nothing of this
    /// one's.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        // Read and done by one after the other: an older reading must not undo what a newer one has done.
        await _one.WaitAsync(cancellationToken);
        try
        {
            Follow(await ReadAsync(cancellationToken));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>This worker's token was seen to work: the rights are there, for every worker, and this one works.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task AcceptedAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (await ReadAsync(cancellationToken) is not null)
                await store.AppendAsync([Cleared()], cancellationToken);
            Follow(state: null);
            gate.Open();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Returns when the rights are taken away, or there, as the case may be.</summary>
    /// <param name="isRevoked">What to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(bool isRevoked, CancellationToken cancellationToken)
    {
        lock (_lock)
            return State is not null == isRevoked ? Task.CompletedTask : _changed.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static StoredRecord Change(string? value) => Key.With(value) with { IsAnnounced = true };

    private async Task<RevocationState?> ReadAsync(CancellationToken cancellationToken)
    {
        var value = await store.GetValueAsync(Key, cancellationToken);
        return value is null ? null : JsonSerializer.Deserialize(value, RevocationJson.Default.RevocationState);
    }

    private NewItem Cleared()
    {
        var id = ItemId.New(time);
        return new NewItem
        {
            Id = id,
            Queue = LaneQueue.Interactive,
            Lane = "token",
            Kind = "token_accepted",
            Payload = default,
            DedupeKey = $"token:{id}",
            Settled = Settlement.Ignored("Slack takes the token again"),
            Records = [Change(null)],
        };
    }

    private void Follow(RevocationState? state)
    {
        if (state == State)
            return;
        lock (_lock)
        {
            State = state;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (state is null)
        {
            LogBack();
            return;
        }

        gate.Close(state.Reason);
        LogRevoked(state.Reason, state.At);
    }

    [LoggerMessage(640, LogLevel.Critical,
        "The workspace took the app's rights away ({Reason}, {At:u}): events are kept and nothing is answered until Slack takes the bot token again, which it is asked every minute. Install the app again; a new token needs a restart")]
    private partial void LogRevoked(string reason, DateTimeOffset at);

    [LoggerMessage(641, LogLevel.Warning, "The app has its rights in the workspace again")]
    private partial void LogBack();
}
