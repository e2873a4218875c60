using Holdfast.Lanes;
using Holdfast.Storage;

namespace Holdfast.Postgres.Writing;

/// <summary>Something to be written, in a transaction shared with whatever else waits. What it asks for is data; <see cref="WriteBatch"/> does it.</summary>
internal abstract class WriteOperation
{
    /// <summary>What it appends, in order.</summary>
    public abstract IReadOnlyList<NewItem> Items { get; }

    /// <summary>The transition that it makes true; null for an append.</summary>
    public virtual Transition? Transition => null;

    /// <summary>Whether it may be done again when nobody knows whether it was done: then a second time changes nothing.</summary>
    public abstract bool IsRepeatable { get; }

    /// <summary>Set by the batch: what became of each item.</summary>
    public AppendResult[] Results { get; set; } = [];

    /// <summary>Set by the batch: the claim did not hold, and nothing is written.</summary>
    public bool HasLostLease { get; set; }

    public abstract void Committed();

    public abstract void Failed(Exception error);
}

/// <summary>Appends a caller's items.</summary>
internal sealed class AppendOperation(IReadOnlyList<NewItem> items) : WriteOperation
{
    private readonly TaskCompletionSource<IReadOnlyList<AppendResult>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<AppendResult>> Completion => _completion.Task;

    public override IReadOnlyList<NewItem> Items => items;

    public override bool IsRepeatable { get; } = items.All(item => item.DedupeKey is not null);

    public override void Committed() => _completion.TrySetResult(Results);

    public override void Failed(Exception error) => _completion.TrySetException(error);
}

/// <summary>Makes a transition true, if its claim still holds when its turn comes.</summary>
internal sealed class CommitOperation(Transition transition) : WriteOperation
{
    private readonly TaskCompletionSource<CommitResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<CommitResult> Completion => _completion.Task;

    public override IReadOnlyList<NewItem> Items => transition.Append;

    public override Transition Transition => transition;

    // Its fence makes it so, but for one that keeps its hold.
    public override bool IsRepeatable => transition.Outcome is not ItemOutcome.Keep;

    public override void Committed() => _completion.TrySetResult(HasLostLease ? CommitResult.LostLease : CommitResult.Committed);

    public override void Failed(Exception error) => _completion.TrySetException(error);
}
