namespace Holdfast.Testing;

/// <summary>Something that happens several times, and that a test can wait for by number: a named event instead of a sleep.</summary>
internal sealed class Counted(string what)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Times { get; private set; }

    public void Happened()
    {
        lock (_lock)
        {
            Times++;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task AtLeastAsync(int times)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (Times >= times)
                    return;
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(Patience);
            }
            catch (TimeoutException e)
            {
                throw new TimeoutException($"{what}: expected {times} times, happened {Times} times within {Patience}.", e);
            }
        }
    }
}
