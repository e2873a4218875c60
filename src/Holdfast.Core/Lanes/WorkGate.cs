using System.Collections.Frozen;

namespace Holdfast.Lanes;

/// <summary>
/// Opens and closes the pumps, for everybody or for single workspaces: while it is closed nothing is claimed, or nothing of that workspace's,
/// and whatever arrives is kept in its lane.
/// </summary>
public sealed class WorkGate
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (CancellationToken Token, Action Fire)> _closings = new(StringComparer.Ordinal);
    private FrozenDictionary<string, string> _closedTeams = FrozenDictionary<string, string>.Empty;
    private string? _closedForAll;
    private (CancellationToken Token, Action Fire) _closing = NewClosing();
    private TaskCompletionSource? _closed;
    private TaskCompletionSource _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fires when it is closed for everybody; for work that must not go on then. After an opening it is another one.</summary>
    public CancellationToken Closing
    {
        get
        {
            lock (_lock)
                return _closing.Token;
        }
    }

    /// <summary>Why nothing is claimed at all: it is closed for everybody, or for each of the workspaces that there are; null otherwise.</summary>
    public string? ClosedBecause { get; private set; }

    /// <summary>The workspaces that it is closed for, and why.</summary>
    public IReadOnlyDictionary<string, string> ClosedTeams => Volatile.Read(ref _closedTeams);

    /// <summary>
    /// One of the workspaces that there are; only where all of them are made known. Where it is closed for each of them nobody need look for
    /// work.
    /// </summary>
    /// <param name="team">The workspace.</param>
    public void Know(string team)
    {
        lock (_lock)
        {
            _known.Add(team);
            Settle();
        }
    }

    /// <summary>Why a workspace's work must wait; null when it need not.</summary>
    /// <param name="team">The workspace; null for what is no workspace's.</param>
    public string? ReasonAgainst(string? team)
    {
        lock (_lock)
            return _closedForAll ?? (team is null ? null : _closedTeams.GetValueOrDefault(team));
    }

    /// <summary>Fires when it is closed for a workspace, or for everybody.</summary>
    /// <param name="team">The workspace; null for what is no workspace's.</param>
    public CancellationToken[] ClosingFor(string? team)
    {
        lock (_lock)
        {
            if (team is null)
                return [_closing.Token];
            if (!_closings.TryGetValue(team, out var closing))
                _closings.Add(team, closing = NewClosing());
            return [_closing.Token, closing.Token];
        }
    }

    /// <summary>Closes it for everybody.</summary>
    /// <param name="reason">Why, for health and logs.</param>
    public void Close(string reason)
    {
        Action fire;
        lock (_lock)
        {
            _closedForAll = reason;
            fire = _closing.Fire;
            Settle();
        }

        fire();
    }

    /// <summary>Closes it for a workspace.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="reason">Why, for health and logs.</param>
    public void Close(string team, string reason)
    {
        Action? fire;
        lock (_lock)
        {
            _closedTeams = AllBut(team).Append(new(team, reason)).ToFrozenDictionary(StringComparer.Ordinal);
            fire = _closings.GetValueOrDefault(team).Fire;
            Settle();
        }

        fire?.Invoke();
    }

    /// <summary>Opens it for everybody; what it is closed for by name stays so.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _closedForAll = null;
            if (_closing.Token.IsCancellationRequested)
                _closing = NewClosing();
            Settle();
            TellOpened();
        }
    }

    /// <summary>Opens it for a workspace; while it is closed for everybody it stays closed for that one as well.</summary>
    /// <param name="team">The workspace.</param>
    public void Open(string team)
    {
        lock (_lock)
        {
            _closedTeams = AllBut(team).ToFrozenDictionary(StringComparer.Ordinal);
            if (_closings.GetValueOrDefault(team).Token.IsCancellationRequested)
                _closings.Remove(team);
            Settle();
            TellOpened();
        }
    }

    /// <summary>Returns while something may be claimed, at once or when it opens.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _closed is null ? Task.CompletedTask : _closed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Completes at the next opening, for whomever.</summary>
    public Task NextOpening
    {
        get
        {
            lock (_lock)
                return _opening.Task;
        }
    }

    private void Settle()
    {
        ClosedBecause = _closedForAll ?? (_known.Count > 0 && _known.All(_closedTeams.ContainsKey) ? _closedTeams[_known.First()] : null);
        if (ClosedBecause is not null)
        {
            _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return;
        }

        _closed?.TrySetResult();
        _closed = null;
    }

    private IEnumerable<KeyValuePair<string, string>> AllBut(string team) => _closedTeams.Where(closed => closed.Key != team);

    private void TellOpened()
    {
        _opening.TrySetResult();
        _opening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Without a timer and without a link there is nothing in it to dispose of.
    private static (CancellationToken Token, Action Fire) NewClosing()
    {
        var closing = new CancellationTokenSource();
        return (closing.Token, closing.Cancel);
    }
}
