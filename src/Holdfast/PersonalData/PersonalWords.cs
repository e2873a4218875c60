using System.Runtime.CompilerServices;
using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.PersonalData;

/// <summary>Everything that one person said, as far as it is kept: turns in the store and outside of it, and what their runs were asked.</summary>
internal static class PersonalWords
{
    private const int Page = 500;

    /// <summary>All of it, page by page; a question may come as a turn and as that of a run.</summary>
    public static async IAsyncEnumerable<SaidTurn> OfAsync(
        IHoldfastStore store, IEnumerable<IPersonalMemory> memories, IEnumerable<PersonalRecords> kinds, string user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var teams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in kinds)
            teams.UnionWith((await store.FindRecordsAsync(new RecordQuery(kind.Kind) { User = user }, Page, cancellationToken)).Select(record => record.Team));
        for (var query = new RunQuery { User = user }; await store.FindRunsAsync(query, Page, cancellationToken) is { Count: > 0 } runs; query = query.After(runs[^1]))
        {
            foreach (var run in runs)
            {
                teams.Add(ConversationId.TeamOf(run.Conversation));
                yield return new SaidTurn(0, run.Conversation, run.StartedAt, new Turn(Turn.User, run.Question));
            }
        }

        for (var place = 0L; await store.GetSaidAsync(user, place, Page, cancellationToken) is { Count: > 0 } turns; place = turns[^1].Place)
        {
            foreach (var turn in turns)
                yield return turn;
        }

        foreach (var memory in memories)
        {
            // Memory that other programs share knows no workspaces: the person is known to be in these.
            await foreach (var turn in memory.GetSaidAsync(user, cancellationToken))
            {
                foreach (var team in teams)
                    yield return turn with { Conversation = $"{team}/{turn.Conversation}" };
            }
        }
    }
}
