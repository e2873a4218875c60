using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Something cannot be sent, and that is seen.</summary>
public sealed class SlowDeliveryTests : EndToEndTest
{
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
}
