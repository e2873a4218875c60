using Holdfast.Items;
using Holdfast.Sqlite.Sql;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

namespace Holdfast.Sqlite.Reading;

/// <summary>What is asked about one person. It goes over whole tables, and is asked when somebody is to be forgotten.</summary>
internal sealed class PersonalQueries(CommandSet commands)
{
    private readonly PreparedQuery _runs = new(commands, ForgetSql.Runs, 4);
    private readonly PreparedQuery _turns = new(commands, ForgetSql.Turns, 3);
    private readonly PreparedQuery _said = new(commands, ForgetSql.GetSaid, 3);

    public IReadOnlyList<ItemId> Runs(string user, DateTimeOffset before, int limit)
    {
        using var row = _runs.Query(ForgetSql.SpeakerPattern(user), before, user, (long)limit);
        return row.ReadAll(static run => run.GetItemId(0));
    }

    public IReadOnlyList<long> Turns(string user, DateTimeOffset before, int limit)
    {
        using var row = _turns.Query(ForgetSql.SpeakerPattern(user), before, (long)limit);
        return row.ReadAll(static turn => turn.GetInt64(0));
    }

    public IReadOnlyList<SaidTurn> Said(string user, long after, int limit)
    {
        using var row = _said.Query(ForgetSql.SpeakerPattern(user), after, (long)limit);
        return row.ReadAll(static turn => new SaidTurn(turn.GetInt64(5), turn.GetString(6), turn.GetMoment(2), StoreRows.Turn(turn)));
    }
}
