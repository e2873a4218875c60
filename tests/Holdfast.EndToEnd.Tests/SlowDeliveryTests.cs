using System.Text.RegularExpressions;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Something cannot be sent, and that is seen.</summary>
public sealed class SlowDeliveryTests : EndToEndTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Req", "RS-8")]
    public async Task A_reply_that_waits_for_long_makes_health_say_so_until_it_is_sent()
    {
        await StartAsync(("Agent:Kind", "Echo"), ("Health:SlowDeliveryAfter", "00:00:02"));
        using var failing = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "chat.postMessage", ErrorCode = "internal_error" });
        var thread = World.MentionBot(General, Ada, "hello.");

        var health = await Server.WaitForHealthAsync("degraded", seen => seen.Status == "degraded");
        Assert.Contains("the oldest message to Slack has been waiting since", health.Problems, StringComparison.Ordinal);

        failing.Dispose();
        await AnswerAsync(General, thread, "hello.");
        await Server.WaitForHealthAsync("ok", seen => seen.Status == "ok");
    }

    [Fact]
    [Trait("Req", "RS-8")]
    [Trait("Req", "AS-4")]
    public async Task A_run_that_takes_long_is_told_of_in_the_log_in_health_and_in_figures_and_goes_on()
    {
        await StartAsync(("Runs:LongAfter", "00:00:01"), ("Health:SlowAnswerAfter", "00:00:02"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "say done");

        var health = await Server.WaitForHealthAsync("degraded", seen => seen.Status == "degraded");
        Assert.Contains("the oldest message without an answer came at", health.Problems, StringComparison.Ordinal);
        Assert.Empty(health.OffSchema());
        await Server.WaitForOutputAsync("has been at work for");
        Assert.Matches(@"Run \S+ of U0ADA in \S+ has been at work for \d+ s, now at gpt-4.1-mini\. It goes on", Server.Output);
        await Eventually.SeeAsync("it is counted", Server.MetricsAsync, metrics => Regex.IsMatch(metrics, LongRuns(1), RegexOptions.None, Second));

        Slack.Model.StallAll = false;
        await AnswerAsync(General, thread, "done");
        await Server.WaitForHealthAsync("ok", seen => seen.Status == "ok");
        await Eventually.SeeAsync("no run is long any more", Server.MetricsAsync, metrics => Regex.IsMatch(metrics, LongRuns(0), RegexOptions.None, Second));
        Assert.Single(Server.Output.Split('\n'), line => line.Contains("has been at work for", StringComparison.Ordinal));

        static string LongRuns(int count) => $"\nholdfast_runs_long({{.*}})? {count}\n";
    }
}
