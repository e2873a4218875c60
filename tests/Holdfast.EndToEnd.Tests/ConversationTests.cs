using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A person talks to the bot, and it knows what was said before.</summary>
public sealed class ConversationTests : EndToEndTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "AS-2")]
    public async Task A_mention_that_is_added_by_an_edit_is_answered_once_and_an_edit_of_what_was_answered_is_not(bool inThread)
    {
        await StartAsync(("Agent:Kind", "Echo"));
        var root = inThread ? World.PostAsUser(General, World.Grace.Id, "a thread of others") : null;
        var forgotten = World.PostAsUser(General, Ada, "can you sum this up?", root);
        await Server.WaitUntilIdleAsync();

        World.EditMessage(General, forgotten, $"{World.Mention} can you sum this up?");
        await AnswerAsync(General, root ?? forgotten, "echo can you sum this up?");
        World.EditMessage(General, forgotten, $"{World.Mention} can you sum this up, please?");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["echo can you sum this up?"], Answers(General, root ?? forgotten));

        var asked = World.MentionBot(General, Ada, "first");
        await AnswerAsync(General, asked, "echo first");
        World.EditMessage(General, asked, $"{World.Mention} first, corrected");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["echo first"], Answers(General, asked));
    }

    [Fact]
    [Trait("Req", "CX-1")]
    [Trait("Req", "CX-3")]
    public async Task A_mention_is_answered_in_its_thread_and_follow_ups_know_what_was_said()
    {
        await StartAsync();

        var thread = World.MentionBot(General, Ada, "my name is Ada");
        await AnswerAsync(General, thread, "Nice to meet you, Ada.");
        World.MentionBot(General, Ada, "what is my name?", thread);
        await AnswerAsync(General, thread, "Your name is Ada.");
        World.PostAsUser(General, Ada, "what did I say before that?", thread);
        await AnswerAsync(General, thread, "1. my name is Ada\n2. what is my name?");

        await Server.WaitUntilIdleAsync();
        Assert.Equal(3, Answers(General, thread).Count);
    }

    [Fact]
    [Trait("Req", "AS-26")]
    [Trait("Req", "CX-14")]
    public async Task A_file_that_comes_with_a_message_is_told_to_the_model_by_name_and_belongs_to_the_question()
    {
        await StartAsync();

        var thread = World.PostFileAsUser(General, Ada, $"{World.Mention} read this, please", "Q3 \"final\".pdf", new byte[120_000]);
        var answer = await AnswerAsync(General, thread, "");
        World.PostFileAsUser(General, World.Grace.Id, "", "cat.png", new byte[] { 1, 2, 3 }, thread);
        await Server.WaitUntilIdleAsync();
        Assert.Single(Answers(General, thread));

        World.PostAsUser(General, Ada, "what did I say before that?", thread);
        await AnswerAsync(General, thread, "1. read this, please");
        Assert.Contains(Slack.Model.Recent[^1].Messages, message => message.Text.Contains("[Attached: \"Q3 'final'.pdf\" (application/pdf, 120 kB; ", StringComparison.Ordinal));
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Contains("Q3", view.Json, StringComparison.Ordinal);

        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostFileAsUser(direct, Ada, "", "cat.png", new byte[] { 1, 2, 3 });
        await Server.WaitUntilIdleAsync();
        World.PostAsUser(direct, Ada, "what did I say before that?");
        await DirectAnswerAsync(direct, "Before that you said");
        Assert.Contains(Slack.Model.Recent[^1].Messages, message => message.Text.Contains("[Attached: \"cat.png\" (image/png, 3 bytes; not read: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gpt-4.1-mini")]
    [InlineData("some-model")]
    [Trait("Req", "CX-13")]
    [Trait("Req", "AS-17")]
    public async Task Of_a_long_conversation_the_newest_that_fits_is_put_before_the_model_and_the_run_says_so(string model)
    {
        await StartAsync(("Agent:Model", model), ("Agent:MaxPromptTokens", "2000"), ("Agent:Summarize", "false"));
        Slack.Model.Responder = (request, _) => ValueTask.FromResult(new ModelReply($"heard {request.UserTexts.Count}, the last {request.LastUserText[^1]}"));
        var paste = string.Concat(Enumerable.Repeat("lorem ipsum ", 150));

        var thread = World.MentionBot(General, Ada, $"{paste} 1");
        await AnswerAsync(General, thread, "heard 1, the last 1");
        var answer = "";
        for (var number = 2; number <= 6; number++)
        {
            World.PostAsUser(General, Ada, $"{paste} {number}", thread);
            answer = (await AnswerAsync(General, thread, $"the last {number}")).Text;
        }

        Assert.Matches("heard [2-4],", answer);
        var last = World.Thread(General, thread).Last(message => message.IsFromBot);
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, last.Ts, "flow.open"));
        Assert.Contains("earlier messages left out, to fit", view.Json, StringComparison.Ordinal);

        // Two long pastes never brick a conversation.
        World.PostAsUser(General, Ada, $"{new string('x', 30_000)} 7", thread);
        await AnswerAsync(General, thread, "heard 1, the last 7");
    }

    [Fact]
    [Trait("Req", "CX-1")]
    public async Task A_direct_message_is_answered_where_it_was_written_and_remembered()
    {
        await StartAsync();
        var direct = World.OpenDirectMessage(Ada).Id;

        World.PostAsUser(direct, Ada, "my name is Ada");
        var first = await DirectAnswerAsync(direct, "Nice to meet you, Ada.");
        World.PostAsUser(direct, Ada, "what is my name?");
        await DirectAnswerAsync(direct, "Your name is Ada.");

        await Server.WaitUntilIdleAsync();
        Assert.Null(first.ThreadTs);
        Assert.Equal(2, World.Messages(direct).Count(message => message.IsFromBot));
    }

    [Fact]
    [Trait("Req", "CX-1")]
    [Trait("Req", "CX-3")]
    [Trait("Req", "RS-3")]
    public async Task What_was_said_is_known_after_a_kill_and_a_restart_in_threads_and_direct_messages()
    {
        // With the default, unlike the other tests, which cannot wait so long after each restart.
        await StartAsync(("Ingress:SettleTime", "00:00:05"));
        var direct = World.OpenDirectMessage(Ada).Id;
        var thread = World.MentionBot(General, Ada, "my name is Ada");
        World.PostAsUser(direct, Ada, "my name is Countess");
        await AnswerAsync(General, thread, "Nice to meet you, Ada.");
        await DirectAnswerAsync(direct, "Nice to meet you, Countess.");

        await Server.KillAsync();
        await Server.StartAsync();
        World.PostAsUser(General, Ada, "what is my name?", thread);
        World.PostAsUser(direct, Ada, "what is my name?");

        await AnswerAsync(General, thread, "Your name is Ada.");
        await DirectAnswerAsync(direct, "Your name is Countess.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Answers(General, thread).Count);
        Assert.Equal(2, World.Messages(direct).Count(message => message.IsFromBot));
    }

    [Fact]
    [Trait("Req", "SE-5")]
    public async Task Threads_know_nothing_of_each_other_and_talk_that_is_not_for_the_bot_stays_unanswered()
    {
        await StartAsync();
        var told = World.MentionBot(General, Ada, "my name is Ada");
        await AnswerAsync(General, told, "Nice to meet you, Ada.");

        var chat = World.PostAsUser(General, World.Grace.Id, "lunch?");
        World.PostAsUser(General, World.Linus.Id, "yes", chat);
        World.PostAsUser(General, Ada, $"<@{World.Grace.Id}> say something", told);
        var other = World.MentionBot(General, World.Grace.Id, "what is my name?");

        await AnswerAsync(General, other, "You have not told me your name yet.");
        await Server.WaitUntilIdleAsync();
        Assert.Empty(Answers(General, chat));
        Assert.Single(Answers(General, told));
    }

    [Fact]
    [Trait("Req", "RS-3")]
    public async Task A_mention_and_its_message_twin_are_answered_once()
    {
        await StartAsync(("Agent:Kind", "Echo"));

        var thread = World.MentionBot(General, Ada, "once");

        await AnswerAsync(General, thread, "echo once");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Slack.Sockets.Envelopes.Count(envelope => envelope.MessageTs == thread && envelope.AckedAt is not null));
        Assert.Single(Answers(General, thread));
    }
}
