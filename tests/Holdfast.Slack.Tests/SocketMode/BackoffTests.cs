using Holdfast.Slack.SocketMode;
using Holdfast.Slack.Tests.Support;

namespace Holdfast.Slack.Tests.SocketMode;

[Trait("Req", "RS-1")]
public sealed class BackoffTests
{
    [Fact]
    public void Waits_double_up_to_the_limit_with_jitter()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), new Random(1));
        double[] upper = [0.5, 1, 2, 4, 8, 10, 10];
        for (var failures = 1; failures <= upper.Length; failures++)
        {
            var waits = Enumerable.Range(0, 200).Select(_ => backoff.After(failures).TotalSeconds).ToList();
            Assert.All(waits, wait => Assert.InRange(wait, upper[failures - 1] / 2, upper[failures - 1]));
            Assert.True(waits.Distinct().Count() > 100);
        }

        Assert.InRange(backoff.After(int.MaxValue).TotalSeconds, 5, 10);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("3600", 300)]
    public async Task Retry_after_is_honoured_up_to_its_limit(string asked, double seconds)
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Open = n => n == 1 ? (429, """{"ok":false,"error":"ratelimited"}""") : null;
        slack.RetryAfter = asked;
        var clock = new FakeClock();
        var observer = new Observer();
        var logs = new RecordingLogs();
        await using var run = new Running(slack.Supervisor(
            Handler.Ok, options => options.StartInterval = TimeSpan.Zero, logs, observer, time: clock));
        await observer.SeesAsync("attempt failed ratelimited");
        await clock.Armed.Soon();
        clock.Advance(TimeSpan.FromSeconds(seconds - 0.1));
        Assert.Equal(1, slack.Opens);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await slack.NextSocketAsync();
        Assert.Equal(2, slack.Opens);
    }
}
