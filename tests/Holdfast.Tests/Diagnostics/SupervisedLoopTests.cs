using Holdfast.Diagnostics;
using Holdfast.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Diagnostics;

[Trait("Req", "RS-11")]
public sealed class SupervisedLoopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly FakeClock _clock = new();
    private readonly TestMeters _meters = new();
    private readonly LoopHealth _health = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task A_loop_that_fails_is_shown_as_down_counted_and_started_again_after_growing_waits()
    {
        using var failures = new Measured(_meters, "holdfast.loops.failed");
        using var loop = new Scripted(this, _ => throw new TimeoutException("no answer"));
        await loop.StartAsync(CancellationToken.None);
        var waits = new double[] { 0.25, 0.5, 1, 2, 4, 8, 15, 15 };
        for (var i = 0; i < waits.Length; i++)
        {
            await _clock.TimerSetAsync(TimeSpan.FromSeconds(waits[i]));
            Assert.Equal(new LoopState(false, i + 1, "no answer", _clock.GetUtcNow()), _health.Loops["test"]);
            Assert.Equal(i + 1, loop.Runs.Times);
            _clock.Advance(TimeSpan.FromSeconds(waits[i]));
            await loop.Runs.AtLeastAsync(i + 2);
        }

        Assert.All(failures.Values, failure => Assert.Equal((1, "loop=test error.type=TimeoutException"), failure));
        await loop.StopAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
    }

    [Fact]
    public async Task A_loop_that_ran_long_enough_before_it_failed_starts_with_the_shortest_wait_again()
    {
        var fail = new TaskCompletionSource();
        using var loop = new Scripted(this, async run =>
        {
            if (run == 4)
                await fail.Task;
            throw new TimeoutException("no answer");
        });
        await loop.StartAsync(CancellationToken.None);
        foreach (var wait in (double[])[0.25, 0.5, 1])
        {
            await _clock.TimerSetAsync(TimeSpan.FromSeconds(wait));
            _clock.Advance(TimeSpan.FromSeconds(wait));
        }

        await loop.Runs.AtLeastAsync(4);
        Assert.True(_health.Loops["test"].IsRunning);
        Assert.Equal(3, _health.Loops["test"].Failures);
        _clock.Advance(TimeSpan.FromSeconds(31));
        fail.SetResult();
        await _clock.TimerSetAsync(TimeSpan.FromSeconds(0.25));
        await loop.StopAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
    }

    [Fact]
    public async Task A_loop_that_ends_by_itself_has_failed()
    {
        using var loop = new Scripted(this, _ => Task.CompletedTask);
        await loop.StartAsync(CancellationToken.None);
        await _clock.TimerSetAsync(TimeSpan.FromSeconds(0.25));
        Assert.Contains("ended by itself", _health.Loops["test"].LastError, StringComparison.Ordinal);
        await loop.StopAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
    }

    [Fact]
    public async Task A_final_failure_ends_the_loop_and_stays_visible()
    {
        using var loop = new Scripted(this, _ => throw new NotSupportedException("revoked"));
        await loop.StartAsync(CancellationToken.None);
        await loop.ExecuteTask!.WaitAsync(Patience, CancellationToken.None);
        Assert.Equal(new LoopState(false, 1, "revoked", _clock.GetUtcNow(), IsFinal: true), _health.Loops["test"]);
        Assert.Equal(1, loop.Runs.Times);
    }

    [Fact]
    [Trait("Req", "RS-15")]
    public async Task A_stop_ends_the_loop_at_work_or_waiting_and_is_no_failure()
    {
        foreach (var works in (bool[])[true, false])
        {
            using var loop = new Scripted(this, async _ =>
            {
                if (!works)
                    throw new TimeoutException("no answer");
                await Task.Delay(Timeout.InfiniteTimeSpan, Scripted.Stopping.Value);
            });
            await loop.StartAsync(CancellationToken.None);
            await loop.Runs.AtLeastAsync(1);
            if (!works)
                await _clock.TimerSetAsync(TimeSpan.FromSeconds(0.25));
            await loop.StopAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
            Assert.Equal(works ? 0 : 1, _health.Loops["test"].Failures);
            Assert.False(_health.Loops["test"].IsRunning);
        }
    }

    private sealed class Scripted(SupervisedLoopTests test, Func<int, Task> run)
        : SupervisedLoop("test", test._health, test._meters.Metrics, test._clock, NullLogger.Instance)
    {
        public static readonly AsyncLocal<CancellationToken> Stopping = new();

        public Counted Runs { get; } = new("runs of the loop");

        protected override Task RunAsync(CancellationToken stopping)
        {
            Stopping.Value = stopping;
            Runs.Happened();
            return run(Runs.Times);
        }

        protected override bool IsFinal(Exception error) => error is NotSupportedException;
    }
}
