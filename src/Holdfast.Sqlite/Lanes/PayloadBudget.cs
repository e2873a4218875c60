namespace Holdfast.Sqlite.Lanes;

/// <summary>How many bytes of payload may be kept in memory beside the index, over all queues.</summary>
internal sealed class PayloadBudget(long limit)
{
    private long _used;

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
            return true;
        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref _used, -bytes);
}
