using Holdfast.Items;

namespace Holdfast.Lanes;

/// <summary>An item that a pump has in hand, and the means to end the work on it.</summary>
internal sealed class ActiveWork : IDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<CancellationToken> _interruptions;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenRegistration[] _registrations;
    private volatile bool _isLost;
    private volatile bool _isSettling;

    /// <summary>Takes it in hand.</summary>
    /// <param name="claim">The hold.</param>
    /// <param name="goodUntil">Until when it is good; the work ends by itself then.</param>
    /// <param name="interruptions">What else ends the work.</param>
    /// <param name="time">The clock.</param>
    public ActiveWork(Claim claim, TimeSpan goodUntil, IReadOnlyList<CancellationToken> interruptions, TimeProvider time)
    {
        _interruptions = interruptions;
        Hold = new LaneHold(claim, goodUntil, time);
        _ending = new CancellationTokenSource(WithoutDebt(Hold.Left), time);
        Ending = _ending.Token;
        _registrations = [.. interruptions.Select(interruption => interruption.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _ending))];
    }

    public Claim Claim => Hold.Claim;

    public LaneItem Item => Claim.Item;

    public LaneHold Hold { get; }

    /// <summary>Fires when the work must end.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Whether a stop or a pause ended it, as opposed to the loss of its hold.</summary>
    public bool IsInterrupted => _interruptions.Any(interruption => interruption.IsCancellationRequested);

    /// <summary>Whether the store said that the hold is lost.</summary>
    public bool IsLost => _isLost;

    /// <summary>Whether its outcome is being committed, or was.</summary>
    public bool IsSettling
    {
        get => _isSettling;
        set => _isSettling = value;
    }

    /// <summary>Whether the work was ended, or an effect of it refused: what it says about itself is not its fault.</summary>
    public bool IsBrokenOff => Ending.IsCancellationRequested || Hold.HasRefused;

    /// <summary>Completes when the work has ended, one way or the other.</summary>
    public Task Done => _done.Task;

    /// <summary>The hold was renewed, and is good until then.</summary>
    public void Renewed(TimeSpan goodUntil)
    {
        Hold.Prolong(goodUntil);
        try
        {
            _ending.CancelAfter(WithoutDebt(Hold.Left));
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment, and its hold with it.
        }
    }

    /// <summary>The store says that the hold is lost: the work is cancelled.</summary>
    /// <returns>False when that was known.</returns>
    public async ValueTask<bool> LoseAsync()
    {
        var isNews = !_isLost;
        _isLost = true;
        await CancelAsync();
        return isNews;
    }

    /// <summary>Tells the work to end, if it has not ended.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await _ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment, which is what was wanted.
        }
    }

    /// <summary>The work has ended.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _ending.Dispose();
        _done.TrySetResult();
    }

    private static TimeSpan WithoutDebt(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
