namespace Holdfast.Lanes;

/// <summary>An item that a pump has in hand, and the means to end the work on it.</summary>
internal sealed class WorkInHand(Claim claim, CancellationTokenSource ending, IReadOnlyList<CancellationToken> interruptions)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Claim Claim => claim;

    public LaneItem Item => claim.Item;

    /// <summary>Fires when the work must end.</summary>
    public CancellationTokenSource Ending => ending;

    /// <summary>Whether a stop or a pause ended it, as opposed to the loss of its hold.</summary>
    public bool IsInterrupted => interruptions.Any(interruption => interruption.IsCancellationRequested);

    /// <summary>Completes when the work has ended, one way or the other.</summary>
    public Task Done => _done.Task;

    /// <summary>Tells the work to end, if it has not ended.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment, which is what was wanted.
        }
    }

    /// <summary>The work has ended.</summary>
    public void End()
    {
        ending.Dispose();
        _done.TrySetResult();
    }
}
