using Holdfast.Items;
using Microsoft.Extensions.Logging;

namespace Holdfast.Lanes;

public sealed partial class LanePump
{
    [LoggerMessage(100, LogLevel.Debug, "{Queue}: stopping, {InProgress} items in progress")]
    private partial void LogStopping(LaneQueue queue, int inProgress);

    [LoggerMessage(102, LogLevel.Warning, "{Queue}: {InProgress} items did not finish in time; they stay in their lanes")]
    private partial void LogAbandoning(LaneQueue queue, int inProgress);

    [LoggerMessage(103, LogLevel.Warning, "{Queue}: attempt {Attempt} of item {Item} failed; trying again in {Delay}")]
    private partial void LogFailed(Exception error, LaneQueue queue, ItemId item, int attempt, TimeSpan delay);

    [LoggerMessage(104, LogLevel.Error, "{Queue}: item {Item} failed for good (attempt {Attempts}); it is kept as a dead letter")]
    private partial void LogGaveUp(Exception error, LaneQueue queue, ItemId item, int attempts);

    [LoggerMessage(105, LogLevel.Warning, "{Queue}: the hold on item {Item} was lost or has lapsed; its work was dropped")]
    private partial void LogLostLease(Exception? error, LaneQueue queue, ItemId item);

    [LoggerMessage(106, LogLevel.Information, "{Queue}: item {Item} was interrupted by a stop or a pause; it stays in its lane")]
    private partial void LogCancelled(Exception? error, LaneQueue queue, ItemId item);

    [LoggerMessage(107, LogLevel.Error, "{Queue}: the commit for item {Item} failed; trying again in {Delay}")]
    private partial void LogCommitFailed(Exception error, LaneQueue queue, ItemId item, TimeSpan delay);

    [LoggerMessage(108, LogLevel.Critical, "{Queue}: item {Item} could be neither handled nor made a dead letter; it stays in its lane")]
    private partial void LogLostHandling(Exception error, LaneQueue queue, ItemId item);

    [LoggerMessage(111, LogLevel.Error, "{Queue}: nothing could be claimed; trying again in {Delay}")]
    private partial void LogClaimFailed(Exception error, LaneQueue queue, TimeSpan delay);

    [LoggerMessage(112, LogLevel.Warning, "{Queue}: the process froze for longer than a lease; starting over with item {Item}")]
    private partial void LogHeldUp(LaneQueue queue, ItemId item);

    [LoggerMessage(114, LogLevel.Warning, "{Queue}: item {Item} could not be given back, since the store does not answer; its lane is free once the lease lapses")]
    private partial void LogNotGivenBack(Exception error, LaneQueue queue, ItemId item);

    [LoggerMessage(113, LogLevel.Error, "{Queue}: item {Item} is a dead letter, and its follow-ups could not be planned")]
    private partial void LogFollowUpsFailed(Exception error, LaneQueue queue, ItemId item);
}
