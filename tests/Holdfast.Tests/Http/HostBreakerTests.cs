using Holdfast.Http;
using Holdfast.Testing;
using Microsoft.Extensions.Logging;

namespace Holdfast.Tests.Http;

[Trait("Req", "TM-4")]
public sealed class HostBreakerTests : IDisposable
{
    private static readonly Uri Host = new("https://slack.test/api/");

    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly RecordedLogs<HostBreaker> _logs = new();
    private readonly HttpMetrics _metrics;
    private readonly HostBreakers _breakers;
    private readonly HostBreaker _breaker;

    public HostBreakerTests()
    {
        _metrics = new HttpMetrics(_meters);
        _breakers = new HostBreakers(HttpPurpose.Slack, _metrics, _clock, _logs);
        _breaker = _breakers.For(Host)!;
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void It_opens_after_ten_calls_in_a_row_without_an_answer()
    {
        using var opened = new Measured(_meters, "holdfast.http.client.breaker.opened");
        Fail(9);
        Assert.Null(_breaker.TryEnter());
        _breaker.Answered();
        Fail(9);
        Assert.Null(_breaker.OpenSince);
        Fail(1);

        Assert.Equal(_clock.GetUtcNow(), _breaker.OpenSince);
        Assert.Equal(TimeSpan.FromSeconds(2), _breaker.TryEnter());
        Assert.Equal((1, "purpose=slack server.address=slack.test"), Assert.Single(opened.Values));
        Assert.Equal(LogLevel.Error, Assert.Single(_logs.Lines).Level);
    }

    [Fact]
    public void While_it_is_open_one_call_is_let_through_every_two_seconds_however_many_are_unanswered()
    {
        Fail(10);
        for (var probe = 0; probe < 20; probe++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1.5));
            Assert.Equal(TimeSpan.FromSeconds(0.5), _breaker.TryEnter());
            Assert.Equal(TimeSpan.FromSeconds(0.5), _breaker.NextCallIn);
            _clock.Advance(TimeSpan.FromSeconds(0.5));
            Assert.Null(_breaker.TryEnter());
            Assert.Equal(TimeSpan.FromSeconds(2), _breaker.TryEnter());
        }
    }

    [Fact]
    public void Any_answer_closes_it_and_ten_more_open_it_again()
    {
        Fail(10);
        _clock.Advance(TimeSpan.FromSeconds(30));
        _breaker.Answered();

        Assert.Null(_breaker.OpenSince);
        Assert.Equal(TimeSpan.Zero, _breaker.NextCallIn);
        Assert.Null(_breaker.TryEnter());
        Assert.Equal(LogLevel.Information, _logs.Lines.Last().Level);
        Assert.Contains("00:00:30", _logs.Lines.Last().Text, StringComparison.Ordinal);
        Fail(10);
        Assert.NotNull(_breaker.OpenSince);
    }

    [Fact]
    public void Calls_that_hung_in_an_outage_and_end_after_it_do_not_open_it_again()
    {
        var inTheOutage = _clock.GetTimestamp();
        Fail(10);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _breaker.Answered();
        _clock.Advance(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 100; i++)
            _breaker.Unanswered(inTheOutage);

        Assert.Null(_breaker.OpenSince);
    }

    /// <summary>A hundred timers of one thread make one call after the other, and each hung for ten seconds.</summary>
    [Fact]
    public void Two_calls_are_enough_when_they_saw_a_silence_of_fifteen_seconds()
    {
        var first = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(10));
        _breaker.Unanswered(first);
        Assert.Null(_breaker.OpenSince);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Fail(1);
        Assert.Null(_breaker.OpenSince);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Fail(1);
        Assert.NotNull(_breaker.OpenSince);
    }

    [Fact]
    public void One_call_that_hung_for_long_is_not_enough()
    {
        var first = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMinutes(5));
        _breaker.Unanswered(first);
        Assert.Null(_breaker.OpenSince);
        _breaker.Answered();
        Fail(1);
        Assert.Null(_breaker.OpenSince);
    }

    [Fact]
    public async Task It_can_be_awaited_both_ways()
    {
        var closed = _breaker.WaitAsync(isOpen: false, CancellationToken.None);
        var open = _breaker.WaitAsync(isOpen: true, CancellationToken.None);
        Assert.True(closed.IsCompletedSuccessfully);
        Assert.False(open.IsCompleted);
        Fail(10);
        await open.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        closed = _breaker.WaitAsync(isOpen: false, CancellationToken.None);
        Assert.False(closed.IsCompleted);
        _breaker.Answered();
        await closed.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
    }

    [Fact]
    public void Each_host_has_one_of_its_own()
    {
        Assert.Same(_breaker, _breakers.For(new Uri("https://SLACK.test/files")));
        Assert.NotSame(_breaker, _breakers.For(new Uri("https://files.slack.test/api/")));
        Assert.NotSame(_breaker, _breakers.For(new Uri("http://slack.test/api/")));
        Assert.NotSame(_breaker, _breakers.For(new Uri("https://slack.test:8443/api/")));
    }

    [Fact]
    public void Hosts_of_which_nothing_is_to_be_remembered_are_forgotten_and_no_more_than_a_thousand_are_kept()
    {
        _ = _breaker.WaitAsync(isOpen: true, CancellationToken.None);
        for (var i = 1; i < HostBreakers.MaxHosts; i++)
            Assert.NotNull(_breakers.For(Numbered(i)));
        var silent = _breakers.For(Numbered(7))!;
        silent.Unanswered(_clock.GetTimestamp());

        Assert.NotNull(_breakers.For(Numbered(1_000)));
        Assert.Same(_breaker, _breakers.For(Host));
        Assert.Same(silent, _breakers.For(Numbered(7)));

        for (var i = 1; _breakers.For(Numbered(i)) is { } more; i++)
        {
            Assert.True(i <= HostBreakers.MaxHosts, "More hosts are remembered than there is room for.");
            more.Unanswered(_clock.GetTimestamp());
        }
    }

    private static Uri Numbered(int number) => new($"https://host-{number}.test/");

    private void Fail(int calls)
    {
        for (var i = 0; i < calls; i++)
            _breaker.Unanswered(_clock.GetTimestamp());
    }
}
