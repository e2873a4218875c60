using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;

namespace Holdfast.EndToEnd.Tests;

/// <summary>One question after the other, and with each the server is killed one call of Slack's later, until there is no later call.</summary>
[Trait("Req", "XP-2")]
public sealed class FaultLoopTests : EndToEndTest
{
    private const string Approve = "approval.approve";
    private const int MostCalls = 40;
    private const int LeastCalls = 5;

    [Theory]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.LoseResponse)]
    [Trait("Req", "RS-6")]
    public async Task Killed_in_whichever_call_of_Slacks_it_does_what_was_asked_once(FaultKind kind)
    {
        await StartAsync(("Slack:RequestTimeout", "00:00:01"), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Grace.Id));
        await Server.WaitUntilIdleAsync();
        var call = 0;
        while (await IsKilledInAsync(kind, call))
        {
            call++;
            Assert.True(call < MostCalls, "There is always a later call.");
        }

        Assert.True(call >= LeastCalls, $"The question took {call} calls.");
    }

    /// <summary>Whether there is such a call of Slack's on the way to an answer, in which the server was killed; all was done once all the same.</summary>
    private async Task<bool> IsKilledInAsync(FaultKind kind, int call)
    {
        var fault = Slack.Faults.Add(new Fault(kind) { Skip = call, Times = 1 });
        var thread = World.MentionBot(General, Ada, $$"""use set_timer {"when":"in 3 hours","label":"egg {{call}}"}{{"\n"}}use current_time{{"\n"}}then say done {{call}}.""");
        var isPressed = false;
        await Eventually.SeeAsync("a call that is struck, or all done", async () => fault.Hits > 0 || (PressOnce() && (await Server.HealthAsync()).Backlog == 0), seen => seen);
        var isStruck = fault.Hits > 0;
        if (isStruck)
            await Server.KillAsync();
        Slack.Faults.Clear();
        if (isStruck)
            await Server.StartAsync();

        // A click that nobody acknowledged is made again, as people do.
        isPressed = false;
        await Eventually.SeeAsync("the answer", PressOnce, () => string.Join(" | ", Answers(General, thread)));
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread), IsAnswer);
        var health = await Server.HealthAsync();
        Assert.Equal((call + 1, 0), (health.Timers, health.DeadLetters));
        return isStruck;

        bool IsAnswer(string text) => text.Contains($"done {call}.", StringComparison.Ordinal);

        bool PressOnce()
        {
            if (!isPressed && World.Thread(General, thread).FirstOrDefault(message => message.Blocks?.Contains(Approve, StringComparison.Ordinal) == true) is { } card)
            {
                isPressed = true;
                Slack.Interactions.Click(World.Grace.Id, General, card.Ts, Approve);
            }

            return Answers(General, thread).Any(IsAnswer);
        }
    }
}
