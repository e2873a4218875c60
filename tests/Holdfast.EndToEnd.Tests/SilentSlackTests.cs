using System.Diagnostics;
using System.Globalization;
using System.Net;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Slack accepts calls and never answers them, for a while.</summary>
public sealed class SilentSlackTests : EndToEndTest
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(25);

    [Fact]
    [Trait("Req", "TM-4")]
    public async Task A_hundred_replies_that_fell_due_while_Slack_was_silent_are_there_once_when_it_is_back()
    {
        await StartAsync();
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"answer to {request.LastUserText}"));
        var fault = Slack.Faults.Add(new Fault(FaultKind.Hang));
        var silentUntil = DateTimeOffset.UtcNow + Silence;

        var said = Enumerable.Range(0, 100).Select(i => (Thread: World.MentionBot(General, Ada, $"number {i}."), Text: $"answer to number {i}.")).ToList();
        await Eventually.SeeAsync("every envelope acknowledged", () => Slack.Sockets.UnackedEnvelopes == 0, () => $"{Slack.Sockets.UnackedEnvelopes} open");
        var acknowledged = Slack.Sockets.Envelopes.Max(envelope => envelope.AckedAt!.Value);

        // All have thought and been answered by the model, and only what they say waits.
        await Server.WaitForHealthAsync("all replies wait, and nothing else", health => health.Backlog == 100);
        var silent = await Server.WaitForHealthAsync(
            "Slack is known not to answer", health => health.Problems.Contains("Slack does not answer since", StringComparison.Ordinal));
        var ready = await Server.ReadyAsync();
        var slowest = await SlowestHealthUntilAsync(silentUntil);
        var meanwhile = said.Sum(one => Answers(General, one.Thread).Count);
        var struck = fault.Hits;
        var back = DateTimeOffset.UtcNow;
        fault.Dispose();

        foreach (var (thread, text) in said) await AnswerAsync(General, thread, text);
        await Server.WaitUntilIdleAsync();
        var last = said.Max(one => World.Thread(General, one.Thread).Where(message => message.IsFromBot).Max(message => At(message.Ts)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"health within {slowest.TotalMilliseconds:0} ms, {struck} calls hung, the last reply {(last - back).TotalSeconds:0.00} s after Slack was back");

        Assert.All(said, one => Assert.Equal([one.Text], Answers(General, one.Thread)));
        // A wait that grows with each failure would be a minute by now, as it is for other failures.
        Assert.True(last - back < TimeSpan.FromSeconds(30), $"The last reply came {(last - back).TotalSeconds:0.0} s after Slack was back.");
        Assert.Equal(0, meanwhile);
        Assert.True(acknowledged < back, "Events waited for Slack's answers to be acknowledged.");
        Assert.Equal("degraded", silent.Status);
        Assert.True(ready.Code == HttpStatusCode.OK, $"It said: {ready.Text}");
        await Server.WaitForHealthAsync("all is well", health => health.Status == "ok");
    }

    private async Task<TimeSpan> SlowestHealthUntilAsync(DateTimeOffset until)
    {
        var slowest = TimeSpan.Zero;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (DateTimeOffset.UtcNow < until)
        {
            var since = Stopwatch.GetTimestamp();
            Assert.Equal(HttpStatusCode.OK, (await Server.HealthAsync()).Code);
            var took = Stopwatch.GetElapsedTime(since);
            slowest = took > slowest ? took : slowest;
            await pace.WaitForNextTickAsync();
        }

        return slowest;
    }

    private static DateTimeOffset At(string ts) => DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(ts, CultureInfo.InvariantCulture));
}
