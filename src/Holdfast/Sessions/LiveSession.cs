using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Agents;

namespace Holdfast.Sessions;

/// <summary>
/// How the session of one thread stands as far as this process knows. Calls that change it are made one after the other, and none says that the agent is at
/// work after its work has ended.
/// </summary>
internal sealed class LiveSession
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;
    private SessionWork? _work;
    private ItemId? _latestRun;
    private string? _confirmed;
    private bool _isOwed;
    private int _changes;
    private DateTimeOffset? _inFlightUntil;
    private DateTimeOffset? _lateUntil;

    /// <summary>Whether no call is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _last.IsCompleted;
        }
    }

    /// <summary>Done when the calls that are under way now are.</summary>
    public Task Idle
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <summary>Whether Slack may show something other than that nothing is worked on.</summary>
    public bool IsOwed
    {
        get
        {
            lock (_lock)
                return _isOwed;
        }
    }

    /// <summary>Until when, by Slack's clock, a call may say yet that the agent is at work; null for none.</summary>
    public DateTimeOffset? MayChangeUntil
    {
        get
        {
            lock (_lock)
                return _inFlightUntil is null || _lateUntil > _inFlightUntil ? _lateUntil : _inFlightUntil;
        }
    }

    /// <summary>What it was at work on last, here; null for nothing.</summary>
    public ItemId? LatestRun
    {
        get
        {
            lock (_lock)
                return _latestRun;
        }
    }

    /// <summary>The agent begins to work.</summary>
    /// <param name="work">On what.</param>
    /// <param name="lateUntil">Until when a call of somebody else may have its effect; null for none.</param>
    public void Begin(SessionWork work, DateTimeOffset? lateUntil)
    {
        lock (_lock)
        {
            (_work, _latestRun) = (work, work.Run);
            _isOwed |= work.HadBegun;
            _lateUntil = lateUntil ?? _lateUntil;
            _changes++;
        }
    }

    /// <summary>Nothing shows any more that the run is at work.</summary>
    public void Leave(ItemId run)
    {
        lock (_lock)
        {
            if (_work?.Run == run)
                _work = null;
        }
    }

    /// <summary>Says that the agent is at work, unless that is over.</summary>
    /// <param name="run">On what.</param>
    /// <param name="until">Until when, by Slack's clock, a call that leaves now may have its effect.</param>
    /// <param name="call">Makes the call.</param>
    /// <exception cref="SlackException">The call failed.</exception>
    public Task ShowAsync(ItemId run, Func<DateTimeOffset> until, Func<SessionWork, Task> call) => InTurnAsync(async () =>
    {
        SessionWork work;
        bool wasOwed;
        lock (_lock)
        {
            if (_work is null || _work.Run != run)
                return true;
            (work, wasOwed) = (_work, _isOwed);
            (_isOwed, _confirmed, _inFlightUntil) = (true, null, until());
            _changes++;
        }

        try
        {
            await call(work);
            lock (_lock)
                (_confirmed, _inFlightUntil) = (AgentsSessionsSetStatusRequest.Processing, null);
        }
        catch (SlackException e) when (!e.IsOutcomeUnknown)
        {
            lock (_lock)
                (_isOwed, _inFlightUntil) = (wasOwed, null);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _lateUntil = _inFlightUntil ?? _lateUntil;
                _inFlightUntil = null;
            }
        }

        return true;
    });

    /// <summary>What is to be said when a run's end is shown, and what has changed by then.</summary>
    /// <param name="ended">How the session stands unless the agent is at work again.</param>
    public (string Status, int Changes) StatusAfter(string ended)
    {
        lock (_lock)
        {
            if (_work is not { IsHeld: true })
                return (ended, _changes);
            _isOwed = true;
            return (AgentsSessionsSetStatusRequest.Processing, _changes);
        }
    }

    /// <summary>Slack was told how it stands. Where something else was said meanwhile, or may be yet, nobody knows what came last.</summary>
    /// <param name="status">The status.</param>
    /// <param name="changes">What had changed when it was asked for.</param>
    /// <param name="now">Slack's time.</param>
    public void Told(string status, int changes, DateTimeOffset now)
    {
        lock (_lock)
        {
            var isKnown = changes == _changes && _inFlightUntil is null && !(_lateUntil > now);
            _confirmed = isKnown ? status : null;
            _isOwed = !isKnown || status != AgentsSessionsSetStatusRequest.Active;
        }
    }

    /// <summary>Whether it is known to stand so.</summary>
    public bool Stands(string status)
    {
        lock (_lock)
            return _confirmed == status;
    }

    /// <summary>Until when, by Slack's clock, a call may yet say that the agent is at work; null for none.</summary>
    /// <param name="planned">What was known of that when the end was planned.</param>
    public DateTimeOffset? LateUntil(DateTimeOffset? planned)
    {
        lock (_lock)
            return _confirmed is null && !(_lateUntil > planned) ? planned : _lateUntil;
    }

    /// <summary>Makes a call when those before it are done.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> call)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_lock)
            (before, _last) = (_last, mine.Task);
        try
        {
            await before;
            return await call();
        }
        finally
        {
            mine.SetResult();
        }
    }
}
