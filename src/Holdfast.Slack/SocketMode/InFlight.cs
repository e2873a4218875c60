namespace Holdfast.Slack.SocketMode;

/// <summary>Counts the envelopes in work: bounds them, and tells when none is left. Only the receive loop enters.</summary>
internal sealed class InFlight(int limit)
{
    private readonly Lock _gate = new();
    private int _count;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;

    internal int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place, waiting for one if need be.</summary>
    internal async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_count < limit)
                {
                    _count++;
                    return;
                }

                _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal void Exit()
    {
        TaskCompletionSource? room;
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            _count--;
            (room, _room) = (_room, null);
            if (_count == 0)
                (idle, _idle) = (_idle, null);
        }

        room?.TrySetResult();
        idle?.TrySetResult();
    }

    /// <summary>Completes at the next moment at which nothing is in work.</summary>
    internal Task WhenIdle()
    {
        lock (_gate)
        {
            if (_count == 0)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }
}
