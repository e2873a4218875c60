using Holdfast.Items;

namespace Holdfast.Sqlite.Lanes;

/// <summary>How many bytes of waiting items may be kept in memory beside the index, over all queues.</summary>
internal sealed class PayloadBudget(long limit)
{
    /// <summary>What an item costs besides its payload: the object, its strings, the array's header.</summary>
    private const int Overhead = 512;

    private long _used;

    public bool TryTake(LaneItem item)
    {
        var bytes = SizeOf(item);
        if (Interlocked.Add(ref _used, bytes) <= limit)
            return true;
        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    public void Return(LaneItem item) => Interlocked.Add(ref _used, -SizeOf(item));

    private static int SizeOf(LaneItem item) => item.Payload.Length + Overhead;
}
