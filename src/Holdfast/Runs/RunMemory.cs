using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>
/// Memory as one run's agent is given it. While the run has patience a failure goes through, and the run waits; after that it is
/// answered without the conversation so far.
/// </summary>
/// <param name="keeper">Where conversations are remembered.</param>
/// <param name="run">The run.</param>
/// <param name="tried">When this try began.</param>
/// <param name="waited">The waits for memory that lie behind the run, with nothing else since.</param>
/// <param name="patience">How long it waits in all.</param>
/// <param name="summaries">The summary of what was said longest ago.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what is answered without context.</param>
internal sealed partial class RunMemory(
    IMemoryKeeper keeper, ActiveRun run, DateTimeOffset tried, IReadOnlyList<RunStep> waited, TimeSpan patience, RunSummaries summaries, TimeProvider time, ILogger logger)
    : IConversationMemory
{
    /// <summary>The name of the steps that are waits for memory.</summary>
    public const string WaitName = "memory";

    public DateTimeOffset Tried => tried;

    public int Waits => waited.Count;

    /// <summary>What is left of the run's patience.</summary>
    public TimeSpan Patience => (waited.Count > 0 ? waited[0].StartedAt : tried) + patience - time.GetUtcNow();

    public async ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(ConversationId conversation, CancellationToken cancellationToken) =>
        (await RecallAsync(conversation, isWhole: true, cancellationToken)).Turns;

    public ValueTask<Recollection> RecallAsync(ConversationId conversation, CancellationToken cancellationToken) => RecallAsync(conversation, isWhole: false, cancellationToken);

    public ValueTask<Effects> SummarizedAsync(string summary, int turns, CancellationToken cancellationToken) => summaries.KeepAsync(summary, turns, cancellationToken);

    private async ValueTask<Recollection> RecallAsync(ConversationId conversation, bool isWhole, CancellationToken cancellationToken)
    {
        try
        {
            var turns = await keeper.RecallAsync(conversation, run.Hold, cancellationToken);

            // What was read from Slack a moment ago says what it says now.
            var (said, corrections) = turns.Count == 0 ? (run.Earlier, null) : (turns, run.Corrections);
            var recalled = await summaries.RecallAsync(said, corrections, isWhole, cancellationToken);
            run.Recalled = recalled.Turns;
            return recalled;
        }
        catch (MemoryException e) when (!e.IsTransient || Patience <= TimeSpan.Zero)
        {
            LogWithoutContext(e, run.Id);
            run.LacksContext = true;
            return new Recollection([], Summary: null, IsFull: false);
        }
    }

    [LoggerMessage(506, LogLevel.Error, "Run {Run} is answered without the conversation so far: its memory can't be read")]
    private partial void LogWithoutContext(Exception error, ItemId run);
}
