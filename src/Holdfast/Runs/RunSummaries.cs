using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Runs;

/// <summary>The summary of a run's conversation: whether one is kept and still holds, and how the next is kept.</summary>
/// <param name="run">The run.</param>
/// <param name="records">Where it is kept.</param>
/// <param name="options">For how long, and how many turns there are at the most.</param>
/// <param name="time">The clock.</param>
internal sealed class RunSummaries(ActiveRun run, IRecordReader records, MemoryOptions options, TimeProvider time)
{
    /// <summary>With fewer turns in memory there is nothing worth a summary.</summary>
    private const int FewestTurns = 10;

    private readonly List<(Turn Kept, Turn Shown)> _turns = [];
    private ConversationSummary? _known;

    /// <summary>The turns behind the summary, corrected, and the summary, where one is kept that covers turns before them.</summary>
    /// <param name="turns">The turns as they are kept, oldest first.</param>
    /// <param name="corrections">What was edited and deleted of them; null where they say already what they say now.</param>
    /// <param name="isWhole">Whether all turns are wanted, and no summary.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Recollection> RecallAsync(IReadOnlyList<Turn> turns, RunCorrections? corrections, bool isWhole, CancellationToken cancellationToken)
    {
        _known = null;
        var begin = isWhole || turns.Count == 0 ? 0 : await FindAsync(turns, cancellationToken);
        _turns.Clear();
        foreach (var turn in turns.Skip(begin))
        {
            if ((corrections is null ? turn : await corrections.OfAsync(turn, cancellationToken)) is { } corrected)
                _turns.Add((turn, corrected));
        }

        // With this question and its answer, the two oldest would be left out the next time.
        var isFull = options.MaxTurns >= FewestTurns && _turns.Count + 2 > options.MaxTurns;
        return new Recollection(_turns.ConvertAll(turn => turn.Shown), _known?.Text, isFull);
    }

    /// <summary>Keeps a summary of the first of the turns that were recalled last, and of what was summarized before.</summary>
    public async ValueTask<Effects> KeepAsync(string summary, int count, CancellationToken cancellationToken)
    {
        var covered = _turns.Take(count).Select(turn => turn.Kept).ToList();
        var people = (_known?.People ?? []).Concat(covered.Select(turn => turn.Speaker?.Id).OfType<string>()).Distinct(StringComparer.Ordinal).ToList();
        if (people.Count > ConversationSummary.MaxPeople)
            return Effects.None;
        var until = ConversationSummary.Newest(covered, _known?.Until);
        var next = count < _turns.Count ? _turns[count].Kept : run.Request.Asked;
        var kept = new ConversationSummary(
            summary, ConversationSummary.NameOf(next), until?.Value, people, await run.Corrections.MarksAsync(people, until, cancellationToken));
        return new Effects { Records = [kept.ToRecord(run.Request.Conversation, time.GetUtcNow())] };
    }

    /// <summary>Where the turns begin that the summary does not cover; it is let go when it does not belong to these turns, or to what they say by now.</summary>
    private async ValueTask<int> FindAsync(IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        var key = ConversationSummary.KeyOf(run.Request.Conversation);
        if (await records.GetRecordAsync(key, cancellationToken) is not { } record)
            return 0;
        var kept = ConversationSummary.Of(record);
        var begin = kept is null ? -1 : turns.ToList().FindIndex(turn => ConversationSummary.NameOf(turn) == kept.Next);
        if (begin < 0 || !await HoldsAsync(kept!, cancellationToken))
        {
            run.Journal.Keep([key.With(null)]);
            return 0;
        }

        // It is forgotten with the conversation, which begins anew with each turn.
        var now = time.GetUtcNow();
        if (record.EndedAt is not { } since || now - since > options.TimeToLive / 4)
            run.Journal.Keep([kept!.ToRecord(run.Request.Conversation, now)]);
        _known = kept;
        return begin;
    }

    private async ValueTask<bool> HoldsAsync(ConversationSummary kept, CancellationToken cancellationToken)
    {
        var until = ConversationSummary.Newest([], kept.Until);
        return !(await run.Corrections.MarksAsync(kept.People, until, cancellationToken)).Except(kept.Corrections).Any();
    }
}
