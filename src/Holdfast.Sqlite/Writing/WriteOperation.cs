namespace Holdfast.Sqlite.Writing;

/// <summary>
/// Something to be written, in a transaction shared with whatever else waits. Its three methods run on the writer's thread:
/// <see cref="Execute"/> perhaps more than once, when a transaction is repeated without an operation that failed, and then
/// exactly one of <see cref="Committed"/> and <see cref="Failed"/>.
/// </summary>
internal abstract class WriteOperation
{
    public abstract void Execute(Statements statements);

    public abstract void Committed();

    public abstract void Failed(Exception error);
}

/// <summary>A write that somebody awaits.</summary>
/// <typeparam name="T">What it gives back.</typeparam>
internal abstract class WriteOperation<T> : WriteOperation
{
    // Asynchronous continuations: the caller's code must not run on the writer's thread, in front of everybody else's commit.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => _completion.Task;

    public sealed override void Committed()
    {
        try
        {
            _completion.TrySetResult(Publish());
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
            throw;
        }
    }

    public sealed override void Failed(Exception error)
    {
        Abandon();
        _completion.TrySetException(error);
    }

    /// <summary>What was written is durable: makes it visible in memory.</summary>
    protected abstract T Publish();

    /// <summary>Nothing was written: gives back what was reserved in memory.</summary>
    protected virtual void Abandon()
    {
    }
}
