using Holdfast.Rates;
using Holdfast.Testing;
using Holdfast.Testing.Contracts;

namespace Holdfast.Postgres.Tests;

/// <summary>The same through the database; and what one worker was told, the others keep.</summary>
[Trait("Req", "XP-7")]
public sealed class SharedRateGateTests(PostgresFixture fixture) : RateGateContract
{
    private readonly PostgresStoreOptions _options = fixture.NewOptions();
    private readonly List<PostgresStore> _stores = [];

    private static readonly RateLimitedCall Call = new("T1", "chat.postMessage", "C1");

    private protected override async ValueTask<IRateGate> OpenAsync(FakeClock clock)
    {
        _stores.Add(await PostgresFixture.OpenAsync(_options, clock));
        return _stores[^1].Rates;
    }

    [Fact]
    public async Task Two_workers_keep_one_pace_together()
    {
        var clock = new FakeClock();
        var one = await OpenAsync(clock);
        await one.CloseAsync(Call, TimeSpan.FromSeconds(10), CancellationToken.None);
        var other = await OpenAsync(clock);
        await LearnedAsync(other);
        Assert.Equal(TimeSpan.FromSeconds(11), await other.TryEnterAsync(Call, CancellationToken.None));
        Assert.Equal(TimeSpan.FromSeconds(12), await one.TryEnterAsync(Call, CancellationToken.None));
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await one.TryEnterAsync(Call, CancellationToken.None));
        Assert.NotNull(await other.TryEnterAsync(Call, CancellationToken.None));
        await LearnedAsync(other);
    }

    [Fact]
    public async Task What_Slack_tells_one_worker_the_others_hear()
    {
        var clock = new FakeClock();
        var one = await OpenAsync(clock);
        var other = await OpenAsync(clock);
        Assert.Null(await other.TryEnterAsync(Call, CancellationToken.None));
        await one.CloseAsync(Call, TimeSpan.FromSeconds(10), CancellationToken.None);
        await LearnedAsync(other);
        Assert.NotNull(await other.TryEnterAsync(Call, CancellationToken.None));
    }

    [Fact]
    public async Task What_an_operator_opens_is_open_for_all_workers()
    {
        var clock = new FakeClock();
        var one = await OpenAsync(clock);
        var other = await OpenAsync(clock);
        await one.CloseAsync(Call, TimeSpan.FromMinutes(5), CancellationToken.None);
        await LearnedAsync(other);
        Assert.NotNull(await other.TryEnterAsync(Call, CancellationToken.None));
        Assert.Equal(1, await (await OpenAsync(clock)).OpenAsync(Call.Gate, CancellationToken.None));
        Assert.Null(await one.TryEnterAsync(Call, CancellationToken.None));
        Assert.Null(await other.TryEnterAsync(Call, CancellationToken.None));
        Assert.Equal((0, 0), (one.Limited, other.Limited));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>What another session says comes when it comes.</summary>
    private static async Task LearnedAsync(IRateGate gate)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (gate.Limited == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), limit.Token);
    }
}
