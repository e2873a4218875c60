using Holdfast.EndToEnd.Tests.Support;

namespace Holdfast.EndToEnd.Tests;

/// <summary>People edit and delete what they have written to the agent.</summary>
[Trait("Req", "AS-23")]
public sealed class CorrectionTests : EndToEndTest
{
    [Fact]
    public async Task A_message_that_waits_is_answered_as_it_was_edited_and_not_at_all_when_it_was_deleted()
    {
        await StartAsync();
        var thread = World.MentionBot(General, Ada, "stall");
        await Slack.Model.WaitForCallAsync(call => call.LastUserText == "stall");
        var edited = World.PostAsUser(General, Ada, "the first question", thread);
        var deleted = World.PostAsUser(General, Ada, "the question that is gone", thread);
        World.EditMessage(General, edited, "the wrong question");
        World.EditMessage(General, edited, "ask <@U0GRACE> &lt;now&gt;");
        World.DeleteMessage(General, deleted);
        await Eventually.SeeAsync("Slack has nothing left to tell", () => Slack.Sockets is { WaitingEnvelopes: 0, UnackedEnvelopes: 0 });

        World.PostAsUser(General, Ada, "stop", thread);
        await AnswerAsync(General, thread, "You said: ask @Grace Hopper &lt;now&gt;");
        World.PostAsUser(General, Ada, "bye", thread);
        await AnswerAsync(General, thread, "You said: bye");
        await Server.WaitUntilIdleAsync();
        Assert.DoesNotContain(Slack.Model.Recent, call => call.Messages.Any(message => message.Text.Contains("gone", StringComparison.Ordinal)));
        Assert.Equal(3, Answers(General, thread).Count);
    }

    [Fact]
    public async Task What_was_answered_is_remembered_as_it_was_edited_and_forgotten_when_it_was_deleted()
    {
        await StartAsync();
        var direct = World.OpenDirectMessage(Ada).Id;
        var told = World.PostAsUser(direct, Ada, "my name is Ada");
        await DirectAnswerAsync(direct, "Nice to meet you, Ada.");
        World.EditMessage(direct, told, "my name is Augusta");
        await Server.WaitUntilIdleAsync();
        World.PostAsUser(direct, Ada, "what is my name?");
        await DirectAnswerAsync(direct, "Your name is Augusta.");

        World.DeleteMessage(direct, told);
        await Server.WaitUntilIdleAsync();
        World.PostAsUser(direct, Ada, "who am I?");
        await DirectAnswerAsync(direct, "You have not told me your name yet.");
        Assert.DoesNotContain(Slack.Model.Recent[^1].Messages, message => message.Text.Contains("my name is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_correction_is_known_after_a_kill()
    {
        await StartAsync();
        var direct = World.OpenDirectMessage(Ada).Id;
        var told = World.PostAsUser(direct, Ada, "my name is Ada");
        await DirectAnswerAsync(direct, "Nice to meet you, Ada.");
        World.DeleteMessage(direct, told);
        await Server.WaitUntilIdleAsync();
        await Server.KillAsync();
        await Server.StartAsync();
        World.PostAsUser(direct, Ada, "what is my name?");
        await DirectAnswerAsync(direct, "You have not told me your name yet.");
    }
}
