using System.Collections.Concurrent;
using Holdfast.Items;
using Holdfast.Testing;

namespace Holdfast.Tests.Lanes;

[Trait("Req", "RS-1")]
public sealed class ItemIdTests
{
    [Fact]
    public void Ids_that_many_threads_make_at_once_are_all_different_and_say_when()
    {
        var time = new FakeClock();
        var made = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var ids = new ConcurrentBag<ItemId>();

        Parallel.For(0, 4_000, _ => ids.Add(ItemId.New(time)));

        Assert.Equal(4_000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((made, 7, 0b10), (id.MadeAt, id.Value.Version, id.Value.Variant >> 2)));

        // Of each random bit there are as many ones as zeros, or a part of them would not be random.
        var bytes = ids.Select(id => id.Value.ToByteArray(bigEndian: true)).ToList();
        foreach (var bit in Enumerable.Range(52, 12).Concat(Enumerable.Range(66, 62)))
        {
            var ones = bytes.Count(id => ((id[bit / 8] >> (7 - bit % 8)) & 1) == 1);
            Assert.InRange(ones, 1_700, 2_300);
        }
    }

    [Fact]
    public void Ids_made_later_sort_later()
    {
        var time = new FakeClock();
        var earlier = ItemId.New(time);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(string.CompareOrdinal(earlier.ToString(), ItemId.New(time).ToString()) < 0);
    }
}
