using Holdfast.Items;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Writing;

/// <summary>Deletes what was found of one person. It was looked for on a reading connection, so that commits do not wait for that.</summary>
internal sealed class ForgetOperation(string user, DateTimeOffset before, IReadOnlyList<ItemId> runs, IReadOnlyList<long> turns) : WriteOperation<ForgottenRows>
{
    private ForgottenRows _rows = new(0, 0, 0);

    public override void Execute(Statements statements)
    {
        var dead = statements.ForgetDeadLetters.Execute(user, before);
        var (deletedRuns, deletedTurns) = (0, 0);
        foreach (var run in runs)
        {
            if (statements.ForgetRun.Execute(run) == 0)
                continue;
            statements.ForgetSteps.Execute(run);
            statements.ForgetRecordsOfRun.Execute(run);
            deletedRuns++;
        }

        foreach (var turn in turns)
            deletedTurns += statements.ForgetTurn.Execute(turn, before);
        _rows = new ForgottenRows(deletedRuns, deletedTurns, dead);
    }

    protected override ForgottenRows Publish() => _rows;
}
