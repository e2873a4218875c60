using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The agent is called into a conversation of which it remembers nothing, and knows what was said there.</summary>
public sealed class ThreadTests : EndToEndTest
{
    private const string Replies = "conversations.replies";

    private string Grace => World.Grace.Id;

    [Fact]
    [Trait("Req", "CX-14")]
    public async Task Called_into_a_thread_of_people_it_has_read_the_thread_once()
    {
        await StartAsync();
        var root = World.PostAsUser(General, Grace, "the build is red");
        World.PostAsUser(General, World.Linus.Id, "since <@U0GRACE> merged <https://example.com/7|number 7>", root);
        World.MentionBot(General, Ada, "who broke it?", root);
        var answer = await AnswerAsync(General, root, "You said: who broke it?");
        Assert.Equal(
            ["Grace Hopper: the build is red", "Linus Pauling: since @Grace Hopper merged number 7 (https://example.com/7)", "Ada Lovelace: who broke it?"], Told());

        World.PostAsUser(General, Ada, "thanks", root);
        await AnswerAsync(General, root, "You said: thanks");
        Assert.Equal(
            ["Grace Hopper: the build is red", "Linus Pauling: since @Grace Hopper merged number 7 (https://example.com/7)", "Ada Lovelace: who broke it?", $"agent: {answer.Text}", "Ada Lovelace: thanks"],
            Told());
        Assert.Equal(1, Slack.Calls.Count(Replies));
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Contains("*Reading*", view.Json, StringComparison.Ordinal);
        Assert.Contains("Grace Hopper: the build is red", view.Json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-14")]
    public async Task A_thread_under_a_direct_message_of_the_app_begins_with_that_message()
    {
        await StartAsync();
        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(direct, Ada, "my name is Kelp");
        var answer = await DirectAnswerAsync(direct, "Nice to meet you, Kelp.");
        World.PostAsUser(direct, Ada, "how do you know?", answer.Ts);
        await AnswerAsync(direct, answer.Ts, "You said: how do you know?");
        Assert.Equal(["agent: Nice to meet you, Kelp.", "Ada Lovelace: how do you know?"], Told());
    }

    [Fact]
    [Trait("Req", "CX-12")]
    public async Task A_conversation_whose_memory_has_gone_is_rebuilt_without_what_was_no_answer()
    {
        await StartAsync();
        var thread = World.MentionBot(General, Ada, "my name is Ada");
        await AnswerAsync(General, thread, "Nice to meet you, Ada.");
        World.PostAsUser(General, Grace, "fail 400", thread);
        await Eventually.SeeAsync("an error is told", () => Answers(General, thread).Count == 2);
        await Server.WaitUntilIdleAsync();
        await Server.KillAsync();
        Directory.Delete(Server.DataFolder, recursive: true);
        await Server.StartAsync();

        World.MentionBot(General, Ada, "what is my name?", thread);
        await AnswerAsync(General, thread, "Your name is Ada.");
        Assert.Equal(["Ada Lovelace: my name is Ada", "agent: Nice to meet you, Ada.", "Grace Hopper: fail 400", "Ada Lovelace: what is my name?"], Told());
    }

    [Fact]
    [Trait("Req", "CX-14")]
    [Trait("Req", "RS-3")]
    public async Task Killed_while_it_reads_it_reads_again_and_killed_after_that_it_does_not()
    {
        var slow = Slack.Faults.Add(new Fault(FaultKind.Hang) { Method = Replies });
        await StartAsync();
        var root = World.PostAsUser(General, Grace, "the build is red");
        World.MentionBot(General, Ada, "stall", root);
        await Eventually.SeeAsync("the thread is being read", () => slow.Hits == 1);
        await Server.KillAsync();
        slow.Dispose();

        await Server.StartAsync();
        await Slack.Model.WaitForCallAsync(call => call.LastUserText == "stall");
        Assert.Equal(["Grace Hopper: the build is red", "Ada Lovelace: stall"], Told());
        var read = Slack.Calls.Count(Replies);
        await Server.KillAsync();
        World.EditMessage(General, root, "the build is green");
        var calls = Slack.Model.Total;
        await Server.StartAsync();
        await Eventually.SeeAsync("the model is asked again", () => Slack.Model.Total > calls);
        Assert.Equal(["Grace Hopper: the build is red", "Ada Lovelace: stall"], Told());
        Assert.Equal(read, Slack.Calls.Count(Replies));
    }

    [Fact]
    [Trait("Req", "CX-14")]
    public async Task Where_Slack_gives_little_it_answers_with_that_and_a_thread_it_may_not_read_keeps_nobody_waiting()
    {
        Slack.HistoryLimit.IsOn = true;
        await StartAsync();
        var first = World.PostAsUser(General, Grace, "the build is red");
        for (var i = 1; i <= 20; i++) World.PostAsUser(General, World.Linus.Id, $"idea {i}", first);
        World.MentionBot(General, Ada, "any idea?", first);
        await AnswerAsync(General, first, "You said: any idea?");
        Assert.Equal(
            ["Grace Hopper: the build is red", .. Enumerable.Range(1, 14).Select(i => $"Linus Pauling: idea {i}"), "[Some messages are left out here.]", "Ada Lovelace: any idea?"], Told());

        var second = World.PostAsUser(General, Grace, "lunch?");
        World.MentionBot(General, Ada, "where?", second);
        await AnswerAsync(General, second, "You said: where?");
        Assert.Equal(["Ada Lovelace: where?"], Told());
    }

    /// <summary>What the model was told last, without the instructions and the times.</summary>
    private IEnumerable<string> Told() => Slack.Model.Recent[^1].Messages.Where(message => message.Role != "system").Select(Shown);

    private static string Shown(ModelMessage message)
    {
        var text = message.Text;
        if (message.Role == "assistant") return $"agent: {text}";
        var (comma, end) = (text.IndexOf(", ", StringComparison.Ordinal), text.IndexOf("] ", StringComparison.Ordinal));
        return comma < 0 || end < comma ? text : $"{text[1..comma]}: {text[(end + 2)..]}";
    }
}
