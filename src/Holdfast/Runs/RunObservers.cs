using Holdfast.Answers.Mentions;
using Holdfast.Lanes;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>All observers of runs.</summary>
/// <param name="observers">The observers.</param>
/// <param name="names">Knows whom answers may mention.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For those that fail.</param>
public sealed class RunObservers(IEnumerable<IRunObserver> observers, IMentionNames names, TimeProvider time, ILogger<RunObservers> logger)
{
    private readonly IRunObserver[] _observers = [.. observers];

    /// <summary>Lets them watch a run.</summary>
    internal RunWatch Watch(ActiveRun run)
    {
        var watched = new WatchedRun(
            run.Id, run.Request.Conversation, run.Request.User, run.Request.Content, run.Journal.Run.Notice, LaneHold.Current, Mentions, time)
        {
            IsShownAsWritten = run.Settings.Streams,
        };
        return new RunWatch(_observers, watched, time, logger);

        MentionScope Mentions() => names.Of(run.Request.User, run.Request.Content, run.Recalled);
    }
}
