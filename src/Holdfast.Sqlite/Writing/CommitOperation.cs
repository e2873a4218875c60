using Holdfast.Items;
using Holdfast.Sqlite.Lanes;
using Holdfast.Storage;
using Holdfast.Storage.Rows;

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
            statements.UpsertRun.Execute(RowValues.Of(run));
        if (transition.Expiry is { } expiry)
            statements.ExpireRun.Execute(expiry.Run, expiry.Retention);
        Settle(statements);
        Merge(statements);
        foreach (var step in transition.Steps)
            statements.InsertStep.Execute(RowValues.Of(step));
        Remember(statements);
        foreach (var record in transition.Records)
            statements.Write(record);
        if (transition.Delivered is { } delivered)
            statements.UpsertDelivery.Execute(RowValues.Of(delivered, transition.Claim.Item.Sequence));
        foreach (var item in transition.Append)
            _writer.Write(statements, item);
    }

    protected override CommitResult Publish()
    {
        if (!_begun)
            return CommitResult.LostLease;
        _queue.CompleteCommit(transition.Claim, transition.Outcome, transition.Merged);
        _writer.Publish();
        return CommitResult.Committed;
    }

    protected override void Abandon()
    {
        if (_begun)
            _queue.AbortCommit(transition.Claim, EndsHold);
    }

    private void Remember(Statements statements)
    {
        var run = transition.Run?.Id;
        if (transition.ReplacesTurns && run is not null)
        {
            foreach (var conversation in transition.Turns.Select(turn => turn.Conversation).Distinct())
                statements.DeleteTurns.Execute(conversation, run);
        }

        foreach (var turn in transition.Turns)
            statements.InsertTurn.Execute(turn.Conversation, turn.Turn.Role, turn.Turn.Content.Text, turn.Turn.Content.AttachmentsJson, turn.Turn.Speaker?.ToJson(), time.GetUtcNow(), run);
    }

    private void Settle(Statements statements)
    {
        var item = transition.Claim.Item;
        switch (transition.Outcome)
        {
            case ItemOutcome.Keep:
                statements.MarkInDoubt.Execute(item.Sequence);
                break;
            case ItemOutcome.Retry retry:
                statements.RetryItem.Execute(item.Sequence, time.GetUtcNow() + retry.Wait, retry.CountsAsAttempt ? 1L : 0L, retry.InDoubt ? 1L : 0L, retry.Error);
                break;
            case ItemOutcome.Done done:
                statements.DeleteItem.Execute(item.Sequence);
                SettleReceipt(statements, item, done.Settlement);
                break;
            case ItemOutcome.Dead dead:
                var (now, run) = (time.GetUtcNow(), transition.RunOfDead);
                if (transition.Claim.Unreadable is null)
                    statements.AddDeadLetter.Execute(item.Sequence, dead.Error, now, item.InDoubt ? 1L : 0L, dead.Payload, run);
                else
                    AddUnreadable(statements, item, dead.Error, now, run);
                statements.DeleteItem.Execute(item.Sequence);
                statements.FailRun.Execute(run, now, now + DeadRuns.Retention, dead.Error);
                SettleReceipt(statements, item, Settlement.Dead(dead.Error));
                break;
            default:
                throw new InvalidOperationException($"Unknown outcome {transition.Outcome}.");
        }
    }

    private static void AddUnreadable(Statements statements, LaneItem unreadable, string error, DateTimeOffset now, ItemId run) => statements.AddUnreadableDeadLetter.Execute(
        unreadable.Sequence,
        unreadable.Id,
        (long)unreadable.Queue,
        unreadable.Lane,
        unreadable.OrderKey,
        unreadable.Kind,
        unreadable.EnqueuedAt,
        unreadable.Owner?.Team,
        unreadable.Owner?.User,
        error,
        now,
        run);

    /// <summary>Takes the merged items out of the file; out of the lane in memory they are taken once that is durable.</summary>
    private void Merge(Statements statements)
    {
        if (transition.Merged.Count == 0)
            return;

        // Nobody can take them meanwhile: the lane is held, and its hold cannot lapse during the commit.
        if (transition.Outcome is ItemOutcome.Keep or ItemOutcome.Retry || !_queue.ArePending(transition.Claim, transition.Merged))
            throw Transition.NotMergeable();
        foreach (var item in transition.Merged)
        {
            if (statements.DeleteMergedItem.Execute(item.Sequence, item.Id) == 0)
                throw Transition.NotMergeable();
            SettleReceipt(statements, item, Settlement.Answered);
        }
    }

    private static void SettleReceipt(Statements statements, LaneItem item, Settlement settlement)
    {
        if (item.DedupeKey is { } key)
            statements.SettleReceipt.Execute(key, (long)settlement.Kind, settlement.Reason);
    }
}
