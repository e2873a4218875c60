using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Testing;

namespace Holdfast.Tests.Interactions;

[Trait("Req", "RS-16")]
public sealed class AckReceiptsTests
{
    private readonly FakeClock _clock = new();
    private readonly AckReceipts _receipts;

    public AckReceiptsTests() => _receipts = new AckReceipts(_clock);

    [Fact]
    public async Task What_another_worker_handles_is_kept_for_a_minute_and_no_longer()
    {
        var first = Expect();
        _clock.Advance(TimeSpan.FromSeconds(59));
        Expect();
        Assert.Equal(2, _receipts.Count);
        Assert.True(await _receipts.WasSentAsync(first, CancellationToken.None));

        _clock.Advance(TimeSpan.FromSeconds(2));
        Expect();
        Assert.Equal(2, _receipts.Count);
        Assert.False(await _receipts.WasSentAsync(first, CancellationToken.None));
    }

    [Fact]
    public void However_many_come_at_once_their_number_is_bounded()
    {
        for (var i = 0; i < 25_000; i++)
            Expect();
        Assert.Equal(10_000, _receipts.Count);
    }

    private ItemId Expect()
    {
        var item = ItemId.New(_clock);
        _receipts.Expect(item);
        _receipts.Sent(item, sent: true);
        return item;
    }
}
