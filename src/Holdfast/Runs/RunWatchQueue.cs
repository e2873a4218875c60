using Holdfast.Lanes;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>What one observer has yet to be told of one run. Works only while there is something to tell.</summary>
internal sealed partial class RunWatchQueue(IRunObserver observer, WatchedRun run, ILogger logger, CancellationToken over)
{
    /// <summary>One that is so far behind hangs: it hears nothing more but the end.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<Func<ValueTask>>? _waiting;
    private Func<ValueTask>? _end;
    private bool _isBusy;
    private bool _isLeftOut;

    public IRunObserver Observer => observer;

    /// <summary>Completes when it was told of the end.</summary>
    public Task Done => _done.Task;

    public void Add(Func<IRunObserver, CancellationToken, ValueTask> call)
    {
        lock (_lock)
        {
            if (_isLeftOut)
                return;
            if (_waiting?.Count >= MaxWaiting)
            {
                LeaveOut();
                LogBehind(observer.GetType().Name, run.Id.ToString(), MaxWaiting);
                return;
            }

            (_waiting ??= new Queue<Func<ValueTask>>()).Enqueue(() => call(observer, over));
            Begin();
        }
    }

    /// <summary>The end, which each is told of when it has heard everything else.</summary>
    public void End(Func<IRunObserver, ValueTask> call)
    {
        lock (_lock)
        {
            _end = () => call(observer);
            Begin();
        }
    }

    private void Begin()
    {
        if (_isBusy)
            return;
        _isBusy = true;

        // Never throws: what an observer throws is caught there.
        _ = Task.Run(TellAsync);
    }

    private async Task TellAsync()
    {
        // What an observer does outside is no effect of the run's: were it refused, the run would be.
        LaneHold.StepOut();
        while (Next(out var isEnd) is { } call)
        {
            try
            {
                await call();
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested && !isEnd)
            {
                // Cut short by the end, as it should be.
            }
            catch (Exception e)
            {
                lock (_lock)
                    LeaveOut();
                LogFailed(e, observer.GetType().Name, run.Id.ToString());
            }

            if (isEnd)
                _done.TrySetResult();
        }
    }

    private Func<ValueTask>? Next(out bool isEnd)
    {
        lock (_lock)
        {
            isEnd = false;
            if (_waiting?.TryDequeue(out var call) == true)
                return call;
            (call, _end, _waiting) = (_end, null, null);
            isEnd = call is not null;
            _isBusy = isEnd;
            return call;
        }
    }

    /// <summary>It is told of the end all the same, since it may have something to clear away.</summary>
    private void LeaveOut() => (_isLeftOut, _waiting) = (true, null);

    [LoggerMessage(527, LogLevel.Error, "{Observer} failed while observing run {Run}; it is told only of the run's end now")]
    private partial void LogFailed(Exception error, string observer, string run);

    [LoggerMessage(528, LogLevel.Error, "{Observer} is {Max} updates behind run {Run}; it is told only of the run's end now. It hangs or waits for something slow")]
    private partial void LogBehind(string observer, string run, int max);
}
