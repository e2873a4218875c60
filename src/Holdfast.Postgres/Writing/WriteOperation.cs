using Holdfast.Items;
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

/// <summary>A write that somebody awaits.</summary>
/// <typeparam name="T">What it gives back.</typeparam>
internal abstract class WriteOperation<T> : WriteOperation
{
    // Asynchronous continuations: the caller's code must not run in front of everybody else's commit.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => _completion.Task;

    public sealed override void Committed() => _completion.TrySetResult(Result);

    public sealed override void Failed(Exception error) => _completion.TrySetException(error);

    protected abstract T Result { get; }
}

/// <summary>Appends a caller's items.</summary>
internal sealed class AppendOperation(IReadOnlyList<NewItem> items) : WriteOperation<IReadOnlyList<AppendResult>>
{
    public override IReadOnlyList<NewItem> Items => items;

    public override bool IsRepeatable { get; } = items.All(item => item.DedupeKey is not null);

    protected override IReadOnlyList<AppendResult> Result => Results;
}

/// <summary>Makes a transition true, if its claim still holds when its turn comes.</summary>
internal sealed class CommitOperation(Transition transition) : WriteOperation<CommitResult>
{
    public override IReadOnlyList<NewItem> Items => transition.Append;

    public override Transition Transition => transition;

    // Its fence makes it so, but for one that keeps its hold.
    public override bool IsRepeatable => transition.Outcome is not ItemOutcome.Keep;

    protected override CommitResult Result => HasLostLease ? CommitResult.LostLease : CommitResult.Committed;
}
