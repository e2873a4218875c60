using Holdfast.Agents;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>
/// A line for each run that has ended, once that is committed: who, where, how long, what it took, and how it ended. No word of what was asked or
/// answered. What an immediate agent does is only told to who looks for it, since there may be thousands a second.
/// </summary>
/// <param name="agent">The agent.</param>
/// <param name="metrics">Counts them.</param>
/// <param name="logger">The log.</param>
public sealed partial class RunLog(IAgent agent, RunMetrics metrics, ILogger<RunLog> logger) : ICommitWatcher
{
    private const double MicrosInOne = 1_000_000;

    private readonly LogLevel _level = agent.IsImmediate ? LogLevel.Debug : LogLevel.Information;

    /// <inheritdoc/>
    public void Committed(Transition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        if (transition.Run is not { EndedAt: { } ended } run)
            return;
        var took = ended - run.StartedAt;
        metrics.Ended(run, took);
        LogEnded(
            _level, run.Id, run.User, run.Conversation, run.Status, took.TotalSeconds, run.Model ?? "no model", run.InputTokens ?? 0, run.OutputTokens ?? 0,
            (run.CostMicros ?? 0) / MicrosInOne);
    }

    [LoggerMessage(EventId = 540, Message = "Run {Run} of {User} in {Conversation}: {Outcome} after {Seconds:0.0} s, {Model}, {InputTokens} tokens read and {OutputTokens} written, ${CostUsd:0.0000}")]
    private partial void LogEnded(
        LogLevel level, ItemId run, string user, string conversation, RunStatus outcome, double seconds, string model, long inputTokens, long outputTokens, double costUsd);
}
