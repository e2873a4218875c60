using Holdfast.Items;

namespace Holdfast.Deliveries;

/// <summary>
/// A message that grows while the agent writes, as this process knows it: where it is, what it shows, and whether it may still be written. What is
/// written goes through <see cref="WriteAsync"/>, one after the other; after <see cref="SealAsync"/> nothing more is.
/// </summary>
/// <param name="id">The delivery that posts it.</param>
internal sealed class LiveMessage(ItemId id)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<LivePlace?> _place = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _writing = Task.CompletedTask;
    private bool _isSealed;

    /// <summary>The delivery that posts it.</summary>
    public ItemId Id => id;

    /// <summary>Where it is, once it is posted; null when it is not.</summary>
    public Task<LivePlace?> Place => _place.Task;

    /// <summary>The text that it shows, as it was sent, in Markdown; null when that is not known.</summary>
    public string? Shown { get; set; }

    /// <summary>Whether it is a stream of Slack's that may be open.</summary>
    public bool IsStream { get; set; }

    /// <summary>Until when, by Slack's clock, a call without an answer may change it yet; null for none.</summary>
    public DateTimeOffset? MayChangeUntil { get; set; }

    /// <summary>It was posted.</summary>
    public void PostedAt(LivePlace place)
    {
        IsStream = place.IsStream;
        _place.TrySetResult(place);
    }

    /// <summary>It is not posted, and will not be.</summary>
    public void NotPosted() => _place.TrySetResult(null);

    /// <summary>Writes to it, unless its end has come.</summary>
    /// <param name="write">Makes the calls. Whoever writes waits for one before the next.</param>
    public Task WriteAsync(Func<Task> write)
    {
        lock (_lock)
            return _isSealed ? Task.CompletedTask : _writing = write();
    }

    /// <summary>Its end has come: waits for what is being written, and nothing more is after it.</summary>
    public async ValueTask SealAsync(CancellationToken cancellationToken)
    {
        Task writing;
        lock (_lock)
            (_isSealed, writing) = (true, _writing);
        await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        // It holds on to its writer, and so to the whole answer.
        lock (_lock)
            _writing = Task.CompletedTask;
    }
}

/// <summary>Where a live message is.</summary>
/// <param name="Ts">Its key within its channel.</param>
/// <param name="IsStream">Whether it was begun as one of Slack's streams.</param>
internal sealed record LivePlace(string Ts, bool IsStream);
