using Holdfast.Items;
using Microsoft.Extensions.Logging;

namespace Holdfast.Lanes;

public sealed partial class LanePump
{
    [LoggerMessage(100, LogLevel.Debug, "{Queue}: stopping, {InHand} items in hand")]
    private partial void LogStopping(LaneQueue queue, int inHand);

    [LoggerMessage(102, LogLevel.Warning, "{Queue}: {InHand} items did not finish in time; they stay in their lanes")]
    private partial void LogAbandoning(LaneQueue queue, int inHand);

    [LoggerMessage(103, LogLevel.Warning, "{Queue}: attempt {Attempt} of item {Item} failed; trying again in {Delay}")]
    private partial void LogFailed(Exception error, LaneQueue queue, ItemId item, int attempt, TimeSpan delay);

    [LoggerMessage(104, LogLevel.Error, "{Queue}: item {Item} is given up on after {Attempts} attempts; it is kept as a dead letter")]
    private partial void LogGaveUp(Exception error, LaneQueue queue, ItemId item, int attempts);

    [LoggerMessage(105, LogLevel.Warning, "{Queue}: the hold on item {Item} was lost or has lapsed; its work was dropped")]
    private partial void LogLostLease(Exception? error, LaneQueue queue, ItemId item);

    [LoggerMessage(106, LogLevel.Information, "{Queue}: item {Item} was interrupted by a stop or a pause; it stays in its lane")]
    private partial void LogCancelled(Exception? error, LaneQueue queue, ItemId item);

    [LoggerMessage(107, LogLevel.Error, "{Queue}: the commit for item {Item} failed; trying again in {Delay}")]
    private partial void LogCommitFailed(Exception error, LaneQueue queue, ItemId item, TimeSpan delay);

    [LoggerMessage(108, LogLevel.Critical, "{Queue}: item {Item} could not be handled nor given up on; it stays in its lane")]
    private partial void LogLostHandling(Exception error, LaneQueue queue, ItemId item);

    [LoggerMessage(111, LogLevel.Error, "{Queue}: nothing could be claimed; trying again in {Delay}")]
    private partial void LogClaimFailed(Exception error, LaneQueue queue, TimeSpan delay);

    [LoggerMessage(112, LogLevel.Warning, "{Queue}: the process was held up for longer than a lease; the work on item {Item} is started over")]
    private partial void LogHeldUp(LaneQueue queue, ItemId item);

    [LoggerMessage(114, LogLevel.Warning, "{Queue}: item {Item} could not be given back, since the store does not answer; its lane is free when the lease has lapsed")]
    private partial void LogNotGivenBack(Exception error, LaneQueue queue, ItemId item);

    [LoggerMessage(113, LogLevel.Error, "{Queue}: item {Item} is given up on, and what was to follow could not be planned")]
    private partial void LogUnheard(Exception error, LaneQueue queue, ItemId item);
}
