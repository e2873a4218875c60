using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>People chat with the app beside what they look at.</summary>
[Trait("Req", "AS-14")]
public sealed class AssistantTests : EndToEndTest
{
    private protected override SimulatorOptions Options => new() { AgentDeclaration = AgentDeclaration.AssistantView };

    [Fact]
    [Trait("Req", "AS-22")]
    public async Task A_chat_has_suggestions_then_a_title_and_the_agent_knows_what_is_open_beside_it()
    {
        var told = new List<string>();
        Slack.Model.Responder = (request, _) =>
        {
            told.Add(request.Messages[0].Text);
            return ValueTask.FromResult(new ModelReply($"answer {told.Count}"));
        };
        await StartAsync();
        var direct = World.OpenDirectMessage(Ada).Id;
        var chat = World.OpenAssistantThread(Ada, General);
        await Eventually.SeeAsync("suggestions", () => World.Prompts(direct, chat) is not null);
        Assert.Equal("What can you do for me?", World.Prompts(direct, chat)!.Prompts[0].Message);

        World.PostAsUser(direct, Ada, "sum this up", chat);
        await AnswerAsync(direct, chat, "answer 1");
        await Eventually.SeeAsync("a title", () => World.Title(direct, chat) == "sum this up");
        Assert.Contains($"#general ({General})", told[0], StringComparison.Ordinal);

        World.ChangeAssistantContext(Ada, World.Random.Id);
        await Server.WaitUntilIdleAsync();
        await Server.KillAsync();
        await Server.StartAsync();
        World.PostAsUser(direct, Ada, "and this", chat);
        await AnswerAsync(direct, chat, "answer 2");
        Assert.Contains($"#random ({World.Random.Id})", told[1], StringComparison.Ordinal);
        Assert.Equal("sum this up", World.Title(direct, chat));

        // What somebody else asks, or is asked in a channel, has nothing to do with it.
        await AnswerAsync(General, World.MentionBot(General, Ada, "hello"), "answer 3");
        Assert.DoesNotContain("has the Slack channel", told[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_says_what_is_suggested_and_a_workspace_that_takes_none_costs_no_answer()
    {
        await StartAsync(("Assistant:Prompts:0", "Who is on call?"));
        var direct = World.OpenDirectMessage(Ada).Id;
        var first = World.OpenAssistantThread(Ada);
        await Eventually.SeeAsync("suggestions", () => World.Prompts(direct, first) is not null);
        Assert.Equal(["Who is on call?"], World.Prompts(direct, first)!.Prompts.Select(prompt => prompt.Message));

        Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "assistant.threads.setSuggestedPrompts", ErrorCode = "missing_scope" });
        var second = World.OpenAssistantThread(Ada);
        World.PostAsUser(direct, Ada, "say hello", second);
        await AnswerAsync(direct, second, "hello");
        await Server.WaitUntilIdleAsync();
    }
}

/// <summary>People write to an app that has one place beside what they look at, as those that are declared by <c>agent_view</c>.</summary>
[Trait("Req", "AS-14")]
[Trait("Req", "AS-22")]
public sealed class AgentPlaceTests : EndToEndTest
{
    private protected override SimulatorOptions Options => new() { HasAgentSessions = true, AgentDeclaration = AgentDeclaration.AgentView };

    [Fact]
    public async Task Its_place_has_suggestions_and_a_message_is_about_what_is_open_beside_it()
    {
        var told = new List<string>();
        Slack.Model.Responder = (request, _) =>
        {
            told.Add(request.Messages[0].Text);
            return ValueTask.FromResult(new ModelReply("It's about boats."));
        };
        await StartAsync(("Slack:DirectMessages", "Sessions"));
        var direct = World.OpenDirectMessage(Ada).Id;
        World.OpenMessagesTab(Ada);
        await Eventually.SeeAsync("suggestions", () => World.Prompts(direct, null) is not null);
        World.LookAt(Ada, General);
        await Server.WaitUntilIdleAsync();

        var asked = World.PostAsUser(direct, Ada, "what is this about?");
        await AnswerAsync(direct, asked, "boats");
        Assert.Contains($"#general ({General})", told[0], StringComparison.Ordinal);
    }
}
