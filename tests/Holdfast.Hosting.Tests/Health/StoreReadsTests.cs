using Holdfast.Hosting.Health;
using Holdfast.Items;
using Holdfast.Testing;

namespace Holdfast.Hosting.Tests.Health;

/// <summary>Whoever watches gets a report in time, however the store is.</summary>
[Trait("Req", "RS-8")]
public sealed class StoreReadsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FakeClock _clock = new();
    private readonly StoreReads _reads;

    public StoreReadsTests() => _reads = new StoreReads(Limit, _clock, TestContext.Current.CancellationToken);

    public void Dispose() => _reads.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_that_hangs_has_one_limit_together_whether_it_can_be_ended_or_not(bool canBeEnded)
    {
        var first = _reads.TryAsync(HangAsync);
        _clock.Advance(Limit);
        Assert.Equal(0, await first);
        Assert.Equal(0, await _reads.TryAsync(HangAsync));
        Assert.Equal(["the store did not answer within 5 s"], _reads.Problems);

        async ValueTask<int> HangAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, canBeEnded ? cancellationToken : CancellationToken.None);
            return 1;
        }
    }

    [Fact]
    public async Task What_needs_no_wait_is_read_after_the_limit_as_well()
    {
        _clock.Advance(Limit);
        Assert.Equal(7, await _reads.TryAsync(_ => new ValueTask<int>(7)));
        Assert.Empty(_reads.Problems);
    }

    [Fact]
    public async Task A_reason_is_told_once_and_the_rest_is_read()
    {
        Assert.Null(await _reads.TryAsync<string>(_ => throw new StoreException("The disk is full.", isTransient: true)));
        Assert.Null(await _reads.TryAsync<string>(_ => throw new StoreException("The disk is full.", isTransient: true)));
        Assert.Equal("fine", await _reads.TryAsync(_ => new ValueTask<string>("fine")));
        Assert.Equal(["The disk is full."], _reads.Problems);
    }
}
