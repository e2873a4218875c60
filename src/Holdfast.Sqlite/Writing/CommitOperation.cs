using Holdfast.Lanes;
using Holdfast.Sqlite.Lanes;
using Holdfast.Storage;

namespace Holdfast.Sqlite.Writing;

/// <summary>Makes a transition true, if its claim still holds when its turn comes.</summary>
internal sealed class CommitOperation(Transition transition, LaneIndex index, TimeProvider time) : WriteOperation<CommitResult>
{
    private readonly ItemWriter _writer = new(index, time);
    private readonly QueueIndex _queue = index[transition.Claim.Item.Queue];
    private bool _begun;

    private bool EndsHold => transition.Outcome is not ItemOutcome.Keep;

    public override void Execute(Statements statements)
    {
        // From here to the end of the commit the hold cannot lapse, so no second holder can come between check and commit.
        _begun = _begun || _queue.TryBeginCommit(transition.Claim, EndsHold);
        if (!_begun)
            return;
        _writer.Restart();
        if (transition.Run is { } run)
        {
            statements.UpsertRun.Execute(
                run.Id,
                run.Conversation,
                run.User,
                (long)run.Status,
                run.StartedAt,
                run.EndedAt,
                (long)run.Starts,
                run.Model,
                run.InputTokens,
                run.OutputTokens,
                run.Error);
        }

        Settle(statements);
        foreach (var step in transition.Steps)
        {
            statements.InsertStep.Execute(
                step.Run, (long)step.Number, step.Kind, step.Name, step.StartedAt, step.Duration.Ticks / TimeSpan.TicksPerMicrosecond, step.Error, step.Output);
        }

        foreach (var turn in transition.Turns)
            statements.InsertTurn.Execute(turn.Conversation, turn.Turn.Role, turn.Turn.Content, time.GetUtcNow());
        if (transition.Delivered is { } delivered)
            statements.InsertDelivery.Execute(delivered.Cause, delivered.Id, delivered.Channel, delivered.Ts, delivered.DeliveredAt);
        foreach (var item in transition.Append)
            _writer.Write(statements, item);
    }

    protected override CommitResult Publish()
    {
        if (!_begun)
            return CommitResult.LostLease;
        _queue.CompleteCommit(transition.Claim, transition.Outcome);
        _writer.Publish();
        return CommitResult.Committed;
    }

    protected override void Abandon()
    {
        if (_begun)
            _queue.AbortCommit(transition.Claim, EndsHold);
    }

    private void Settle(Statements statements)
    {
        var item = transition.Claim.Item;
        switch (transition.Outcome)
        {
            case ItemOutcome.Keep:
                statements.DoubtItem.Execute(item.Sequence);
                break;
            case ItemOutcome.Retry retry:
                statements.RetryItem.Execute(item.Sequence, retry.DueAt, retry.CountsAsAttempt ? 1L : 0L, retry.InDoubt ? 1L : 0L, retry.Error);
                break;
            case ItemOutcome.Done done:
                statements.DeleteItem.Execute(item.Sequence);
                SettleReceipt(statements, done.Settlement);
                break;
            case ItemOutcome.Dead dead:
                statements.BuryItem.Execute(item.Sequence, dead.Error, time.GetUtcNow(), item.InDoubt ? 1L : 0L);
                statements.DeleteItem.Execute(item.Sequence);
                statements.FailRun.Execute(item.Id, time.GetUtcNow(), dead.Error);
                SettleReceipt(statements, Settlement.Dead(dead.Error));
                break;
            default:
                throw new InvalidOperationException($"Unknown outcome {transition.Outcome}.");
        }
    }

    private void SettleReceipt(Statements statements, Settlement settlement)
    {
        if (transition.Claim.Item.DedupeKey is { } key)
            statements.SettleReceipt.Execute(key, (long)settlement.Kind, settlement.Reason);
    }
}
