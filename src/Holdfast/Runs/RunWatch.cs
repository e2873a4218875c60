using Holdfast.Agents;
using Holdfast.Lanes;
using Holdfast.Records;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>Tells observers about one run. Each has a queue of its own, so none waits for another, and the run waits for none.</summary>
internal sealed partial class RunWatch : IDisposable
{
    /// <summary>One that is not done so long after the end is not waited for: nothing of it can be of use any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _over = new();
    private readonly RunWatchQueue[] _queues;
    private readonly RunWatchQueue[] _forDeltas;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public RunWatch(IRunObserver[] observers, WatchedRun run, TimeProvider time, ILogger logger)
    {
        (Run, _time, _logger) = (run, time, logger);
        _queues = [.. observers.Select(observer => new RunWatchQueue(observer, run, logger, _over.Token))];
        _forDeltas = [.. _queues.Where(queue => queue.Observer.WantsDeltas)];
    }

    public WatchedRun Run { get; }

    public void Started() => Tell(_queues, (observer, cancellation) => observer.StartedAsync(Run, cancellation));

    public void Delta(string text)
    {
        if (_forDeltas.Length > 0)
            Tell(_forDeltas, (observer, cancellation) => observer.DeltaAsync(Run, text, cancellation));
    }

    public void TakenBack(int characters)
    {
        if (_forDeltas.Length > 0)
            Tell(_forDeltas, (observer, cancellation) => observer.TakenBackAsync(Run, characters, cancellation));
    }

    public void StepStarted(AgentUpdate.StepStarted step) => Tell(_queues, (observer, cancellation) => observer.StepStartedAsync(Run, step, cancellation));

    public void StepFinished(AgentUpdate.StepFinished step) => Tell(_queues, (observer, cancellation) => observer.StepFinishedAsync(Run, step, cancellation));

    /// <summary>Nothing follows. Returns at once, whatever observers do.</summary>
    public void Ended(RunStatus status) => _ = Task.Run(() => EndAsync(status));

    /// <summary>Done when all have been told of the end, and not before: until then they look at the token.</summary>
    public void Dispose() => _over.Dispose();

    private static void Tell(RunWatchQueue[] queues, Func<IRunObserver, CancellationToken, ValueTask> call)
    {
        foreach (var queue in queues)
            queue.Add(call);
    }

    /// <summary>Never throws: nothing would catch it.</summary>
    private async Task EndAsync(RunStatus status)
    {
        LaneHold.StepOut();
        try
        {
            await _over.CancelAsync();
        }
        catch (AggregateException e)
        {
            LogCancellation(e, Run.Id.ToString());
        }

        using var patience = new CancellationTokenSource(Patience, _time);
        var late = patience.Token;
        foreach (var queue in _queues)
            queue.End(observer => observer.EndedAsync(Run, status, late));
        var all = Task.WhenAll(_queues.Select(queue => queue.Done));
        try
        {
            await all.WaitAsync(late);
            Dispose();
        }
        catch (OperationCanceledException)
        {
            foreach (var queue in _queues.Where(queue => !queue.Done.IsCompleted))
                LogRestless(queue.Observer.GetType().Name, Run.Id.ToString(), Patience);
        }
    }

    [LoggerMessage(525, LogLevel.Error, "{Observer} has not finished {Patience} after the end of run {Run} and is not waited for. It ignores its cancellation")]
    private partial void LogRestless(string observer, string run, TimeSpan patience);

    [LoggerMessage(526, LogLevel.Error, "What an observer of run {Run} had registered for its end failed")]
    private partial void LogCancellation(Exception error, string run);
}
