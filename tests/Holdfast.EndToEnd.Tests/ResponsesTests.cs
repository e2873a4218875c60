using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using static Holdfast.EndToEnd.Tests.Support.ResponseEvents;

namespace Holdfast.EndToEnd.Tests;

/// <summary>OpenAI's Responses, through its official SDK: what a model thought comes back to it, and everything else is as with any other endpoint.</summary>
public sealed class ResponsesTests : EndpointTableTest
{
    private protected override IEnumerable<(string Key, string Value)> Quick => [.. base.Quick, ("OpenAI:Api", "Responses"), ("Agent:Model", "gpt-odd")];

    [Fact]
    [Trait("Req", "AS-6")]
    [Trait("Req", "AS-24")]
    public async Task An_answer_is_what_was_said_and_thinking_is_neither_shown_nor_remembered()
    {
        await using var endpoint = await PlayTwiceAsync([.. ResponsesRows.Answers]);
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public Task Tools_are_called_however_the_calls_are_told() => PlayAsync([.. ResponsesRows.Tools]);

    [Fact]
    [Trait("Req", "AS-6")]
    [Trait("Req", "AS-24")]
    public async Task An_error_is_told_in_words_and_tried_again_where_that_may_help()
    {
        await PlayAsync([.. ResponsesRows.Errors]);

        await Server.WaitForOutputAsync("moved to https://elsewhere.example/v1/responses");
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task What_is_asked_for_is_asked_without_keeping_anything_there()
    {
        await using var endpoint = new OddEndpoint((_, _) => Good("Fine."));
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl), ("OPENAI_API_KEY", "sk-odd")]);

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");

        var asked = JsonElement.Parse(Assert.Single(endpoint.Asked(0)));
        Assert.False(asked.GetProperty("store").GetBoolean());
        Assert.True(asked.GetProperty("stream").GetBoolean());
        Assert.Equal("reasoning.encrypted_content", Assert.Single(asked.GetProperty("include").EnumerateArray()).GetString());
        Assert.Equal("auto", asked.GetProperty("reasoning").GetProperty("summary").GetString());
        Assert.StartsWith("You are a helpful assistant", asked.GetProperty("instructions").GetString(), StringComparison.Ordinal);
        Assert.All(asked.GetProperty("tools").EnumerateArray(), tool => Assert.False(tool.GetProperty("strict").GetBoolean()));
        Assert.EndsWith("row 0.", Assert.Single(asked.GetProperty("input").EnumerateArray()).GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\\u0022", endpoint.Asked(0)[0], StringComparison.Ordinal);
    }

    /// <summary>Each endpoint refuses something else: the first message finds it out, the second knows.</summary>
    [Fact]
    [Trait("Req", "AS-24")]
    public async Task What_a_model_refuses_is_found_out_once_and_done_without()
    {
        foreach (var (features, refuses) in ResponsesRows.Refused)
        {
            await using var endpoint = new OddEndpoint((_, request) => refuses(request) ?? Good("Fine."));
            var server = await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl)]);

            await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");
            await server.WaitForOutputAsync($"does not have: {features}.");
            await AnswerAsync(General, World.MentionBot(General, Ada, "Again, row 0."), "Fine.");

            Assert.Equal((features, 3), (features, endpoint.Asked(0).Count));
            await server.KillAsync();
        }
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task An_endpoint_without_Responses_is_asked_by_Chat_Completions_and_that_is_remembered()
    {
        foreach (var refusal in ResponsesRows.NoResponses)
        {
            var paths = new List<string>();
            await using var endpoint = new OddEndpoint((_, request) =>
            {
                paths.Add(request.Path);
                return request.IsResponses ? refusal : EndpointRow.Good("Fine.");
            });
            var server = await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl)]);

            await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");
            await server.WaitForOutputAsync("does not have OpenAI's Responses API");
            await AnswerAsync(General, World.MentionBot(General, Ada, "Again, row 0."), "Fine.");

            Assert.Equal(["/v1/responses", "/v1/chat/completions", "/v1/chat/completions"], paths);
            await server.KillAsync();
        }
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task A_wrong_address_is_said_to_be_one_and_nothing_is_remembered_of_it()
    {
        await using var endpoint = new OddEndpoint((_, _) => OddReply.Status(404, """{"detail":"Not Found"}"""));
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl)]);

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "its address seems to be wrong");
        await AnswerAsync(General, World.MentionBot(General, Ada, "Again, row 0."), "its address seems to be wrong");

        Assert.Equal(4, endpoint.Asked(0).Count);
    }

    [Fact]
    [Trait("Req", "AS-25")]
    [Trait("Req", "VF-1")]
    public async Task What_a_model_thought_is_seen_in_its_step_with_what_it_took()
    {
        await using var endpoint = new OddEndpoint((_, _) => Tell(Created, Thought("hmm "), Thought(Secret), Thought("And more.", part: 1), Text("Fine.", 1), Completed()));
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl)]);
        var answer = await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");

        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        var (step, _) = await SeeViewAsync(Ada, () => Slack.Interactions.ClickInView(Ada, view.Id, "flow.step", "1"), "push");

        Assert.Contains("hmm SECRET\\n\\nAnd more.", step.Json, StringComparison.Ordinal);
        Assert.Contains("thinking, 5 tokens", step.Json, StringComparison.Ordinal);
        Assert.Contains("70 in · 9 out", step.Json, StringComparison.Ordinal);
    }

    /// <summary>What was thought stands sealed in the answer. It comes back byte for byte, in its place, through an approval and two deaths of the server.</summary>
    [Fact]
    [Trait("Req", "AS-24")]
    [Trait("Req", "RS-18")]
    public async Task What_a_model_thought_comes_back_to_it_through_an_approval_and_kills()
    {
        const string First = """{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Look \u00e9 & <b>"}], "encrypted_content":"gAAAAAB+/é\u00e9\"\\==", "new_field":1.10}""";
        const string Said = """{"id":"msg_1","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"I look."}],"role":"assistant","phase":"commentary"}""";
        const string Second = """{"id":"rs_2","type":"reasoning","summary":[],"encrypted_content":"second","status":null}""";
        await using var endpoint = new OddEndpoint((_, request) => request.Number switch
        {
            1 => Tell(
                Created,
                Added("""{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"not yet whole"}"""), Done(First),
                Text("I look.", 1), Done(Said, 1),
                Added(Call("a", arguments: ""), 2), Arguments("{}", 2), Done(Call("a"), 2),
                Done(Second, 3),
                Done(Call("b", arguments: """{"zone":"UTC"}"""), 4),
                Completed()),
            2 => OddReply.Stream("") with { Hangs = true },
            _ => Good("Fine."),
        });
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Grace.Id)]);
        var thread = World.MentionBot(General, Ada, "row 0.");
        var cards = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var card = await World.WaitForReplyAsync(General, thread, message => !cards.Contains(message.Ts) && message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
            cards.Add(card.Ts);
        }

        await Server.KillAsync();
        await Server.StartAsync();
        foreach (var card in cards) Slack.Interactions.Click(World.Grace.Id, General, card, "approval.approve");
        await Eventually.SeeAsync("the second request", () => endpoint.Asked(0).Count == 2);
        await Server.KillAsync();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "Fine.");
        Assert.Equal(3, endpoint.Asked(0).Count);
        foreach (var asked in endpoint.Asked(0).Skip(1))
        {
            var items = JsonElement.Parse(asked).GetProperty("input").EnumerateArray().Skip(1).Select(item => item.GetRawText()).ToList();
            Assert.Equal(
                [
                    First,
                    Said,
                    """{"type":"function_call","call_id":"call_a","name":"current_time","arguments":"{}","id":"fc_a","status":"completed"}""",
                    Second,
                    """{"type":"function_call","call_id":"call_b","name":"current_time","arguments":"{\"zone\":\"UTC\"}","id":"fc_b","status":"completed"}""",
                ],
                items.Take(5));
            Assert.Equal(["call_a", "call_b"], items.Skip(5).Select(item => JsonElement.Parse(item)).Select(item => $"{item.GetProperty("call_id")}"));
        }
    }

    /// <summary>The simulated model refuses thinking that comes back broken, late, or without what came of it.</summary>
    [Fact]
    [Trait("Req", "XP-1")]
    public async Task The_simulated_model_gets_back_what_it_thought()
    {
        await StartAsync([.. Quick, ("Agent:Model", "simulated")]);

        var thread = World.MentionBot(General, Ada, "use current_time {\"zone\":\"UTC\"}\nuse current_time\nthen use current_time {\"zone\":\"Asia/Tokyo\"}\nthen say That is all.");
        await AnswerAsync(General, thread, "That is all.");
        World.MentionBot(General, Ada, "hello", thread);
        await AnswerAsync(General, thread, "Hello again!");

        Assert.Equal(4, Slack.Model.Recent.Count);
        Assert.All(Slack.Model.Recent, asked => Assert.True(asked.WantsThinking));
    }
}
