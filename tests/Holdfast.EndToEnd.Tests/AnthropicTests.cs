using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using static Holdfast.EndToEnd.Tests.Support.MessagesReply;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Models of Anthropic's, through its official client: what they say is answered, what they think stays inside, and what they signed comes back to them.</summary>
[Trait("Req", "AS-6")]
public sealed class AnthropicTests : EndpointTableTest
{
    private const string Key = "sk-ant-key-of-the-tests";

    private protected override IEnumerable<(string Key, string Value)> Quick => [.. base.Quick, ("Agent:Model", "claude-odd"), ("ANTHROPIC_API_KEY", Key), ("OPENAI_API_KEY", "")];

    [Fact]
    public Task An_oddity_that_does_no_harm_does_none() => PlayAsync([.. AnthropicRows.Harmless]);

    [Fact]
    public Task Tools_are_called_however_the_calls_are_told() => PlayAsync([.. AnthropicRows.Tools]);

    [Fact]
    public Task An_answer_may_end_in_other_ways_than_the_usual() => PlayAsync([.. AnthropicRows.Ends]);

    [Fact]
    public async Task An_error_is_told_in_words_and_logged_and_tried_again_where_that_may_help()
    {
        await PlayAsync([.. AnthropicRows.Errors]);

        await Server.WaitForOutputAsync("invalid x-api-key");
        await Server.WaitForOutputAsync("Check Anthropic:ApiKey (ANTHROPIC_API_KEY)");
        await Server.WaitForOutputAsync("moved to https://elsewhere.example/v1/messages");
    }

    [Fact]
    [Trait("Req", "AS-25")]
    public async Task What_a_model_thinks_is_neither_shown_nor_remembered()
    {
        await using var endpoint = await PlayTwiceAsync([.. AnthropicRows.Thinking]);
    }

    [Fact]
    [Trait("Req", "AS-25")]
    [Trait("Req", "VF-1")]
    public async Task What_a_model_thought_and_what_it_took_is_seen_in_View_flow()
    {
        await using var endpoint = EndpointOf((_, _) => Answer("end_turn", Thinking(0, "c2ln", "hmm ", Secret), Text(1, "Fine.")));
        await StartAsync([.. Quick, ("ANTHROPIC_BASE_URL", endpoint.Root)]);
        var answer = await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");

        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        var (step, _) = await SeeViewAsync(Ada, () => Slack.Interactions.ClickInView(Ada, view.Id, "flow.step", "1"), "push");

        Assert.Contains("claude-real", view.Json, StringComparison.Ordinal);
        Assert.Contains("4,320", view.Json, StringComparison.Ordinal);
        Assert.Contains("hmm SECRET", step.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("c2ln", step.Json, StringComparison.Ordinal);
    }

    /// <summary>Anthropic refuses an answer of its own that lacks what it signed, or has it changed.</summary>
    [Fact]
    [Trait("Req", "AS-15")]
    [Trait("Req", "RS-18")]
    public async Task What_it_signed_comes_back_byte_for_byte_through_an_approval_and_kills()
    {
        await using var endpoint = EndpointOf((_, request) => request.Number switch
        {
            1 => Answer(
                "tool_use", Thinking(0, "EqoBCkgIARABGAIiQL8+/x==", "Was fällt mir ein? \"<&'+>\" ", "ő\n\tso"), Text(1, " I look."), Block(2, """{"type":"redacted_thinking","data":"EmwKAhgB+/=="}"""),
                Call(3, "toolu_a", "{\"zone\":", " \"UTC\"}")),
            2 => OddReply.Stream("") with { Hangs = true },
            _ => Good("Fine."),
        });
        await StartAsync([.. Quick, ("ANTHROPIC_BASE_URL", endpoint.Root), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Grace.Id), ("Anthropic:Thinking", "Budget")]);
        var thread = World.MentionBot(General, Ada, "row 0.");
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        await Server.KillAsync();
        await Server.StartAsync();
        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, "approval.approve");
        await Eventually.SeeAsync("the second request", () => endpoint.Asked(0).Count == 2);
        await Server.KillAsync();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "Fine.");
        Assert.Equal(3, endpoint.Asked(0).Count);
        foreach (var asked in endpoint.Asked(0).Skip(1))
        {
            var request = JsonElement.Parse(asked);
            Assert.Equal(8_000, request.GetProperty("thinking").GetProperty("budget_tokens").GetInt32());
            var answer = request.GetProperty("messages").EnumerateArray().Single(message => message.GetProperty("role").ValueEquals("assistant"));
            var blocks = answer.GetProperty("content").EnumerateArray().ToList();
            Assert.Equal(
                [
                    """{"type":"thinking","thinking":"Was fällt mir ein? \"<&'+>\" ő\n\tso","signature":"EqoBCkgIARABGAIiQL8+/x=="}""",
                    """{"type":"text","text":" I look."}""",
                    """{"type":"redacted_thinking","data":"EmwKAhgB+/=="}""",
                ],
                blocks.Take(3).Select(block => block.GetRawText()));
            Assert.Equal(("toolu_a", "UTC"), (blocks[3].GetProperty("id").GetString(), blocks[3].GetProperty("input").GetProperty("zone").GetString()));
        }
    }

    [Fact]
    [Trait("Req", "CX-1")]
    public async Task Whatever_a_conversation_is_like_it_is_told_as_Anthropic_takes_it()
    {
        // The first question gets no answer: two people's words stand in a row then. Another thread begins with the bot's own words.
        await using var endpoint = EndpointOf((row, request) => row switch
        {
            0 when request.Number == 1 => Refuse(400, "invalid_request_error", "no"),
            _ => Good("Fine."),
        });
        await StartAsync([.. Quick, ("ANTHROPIC_BASE_URL", endpoint.Root)]);
        var thread = World.MentionBot(General, Ada, "row 0.");
        await AnswerAsync(General, thread, "refused my request");
        World.MentionBot(General, World.Grace.Id, "And now? row 0.", thread);
        await AnswerAsync(General, thread, "Fine.");

        var direct = World.OpenDirectMessage(Ada).Id;
        World.PostAsUser(direct, Ada, "row 1.");
        var own = await DirectAnswerAsync(direct, "Fine.");
        World.PostAsUser(direct, Ada, "What do you mean? row 2.", own.Ts);
        await AnswerAsync(direct, own.Ts, "Fine.");

        var messages = JsonElement.Parse(Assert.Single(endpoint.Asked(2))).GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["user", "assistant", "user"], messages.Select(message => message.GetProperty("role").GetString()));
        Assert.Contains("begins with your own message", messages[0].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-3")]
    public async Task An_endpoint_that_dawdles_is_ended_by_the_runs_own_limit()
    {
        EndpointRow[] rows =
        [
            new("nothing behind the head", _ => OddReply.Stream("") with { Hangs = true }, "Sorry, I had no answer within…"),
            new("nothing at all", _ => new OddReply([]) { Hangs = true }, "Sorry, I had no answer within…"),
            new("pings for ever", _ => new OddReply([.. OddReply.Stream("").Pieces, .. Enumerable.Repeat("event: ping\ndata: {\"type\":\"ping\"}\n\n"u8.ToArray(), 1_000)]) { Pause = TimeSpan.FromSeconds(1) }, "Sorry, I had no answer within…"),
            new("an error that never ends", _ => new OddReply(["HTTP/1.1 500 Odd\r\nContent-Length: 1000\r\n\r\n{\"er"u8.ToArray()]) { Hangs = true }, "Sorry, I had no answer within…"),
        ];
        await PlayAsync(rows, ("Runs:Timeout", "00:00:10"));
    }

    [Fact]
    [Trait("Req", "CX-11")]
    public async Task The_doctor_asks_Anthropic_for_its_models()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync((asked, context) => ListAsync(context));
        var root = new Uri(endpoint.Url).GetLeftPart(UriPartial.Authority);

        var (good, said) = await Prepare([.. Quick, ("ANTHROPIC_BASE_URL", $"{root}/v1")]).RunVerbAsync("doctor");
        Assert.True(good == 0, said);
        Assert.Matches("ok +model +claude-odd at 127.0.0.1", said);

        var (unknown, which) = await Prepare([.. Quick, ("ANTHROPIC_BASE_URL", root), ("Agent:Model", "claude-old")]).RunVerbAsync("doctor");
        Assert.Equal(1, unknown);
        Assert.Contains("for instance claude-odd", which, StringComparison.Ordinal);

        var (wrong, why) = await Prepare([.. Quick, ("ANTHROPIC_BASE_URL", root), ("ANTHROPIC_API_KEY", "sk-ant-wrong")]).RunVerbAsync("doctor");
        Assert.Equal(1, wrong);
        Assert.Contains("set Anthropic:ApiKey (ANTHROPIC_API_KEY)", why, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-ant", why, StringComparison.Ordinal);
    }

    private static Task ListAsync(Microsoft.AspNetCore.Http.HttpContext context)
    {
        var isKnown = context.Request.Headers["x-api-key"] == Key && context.Request.Headers.ContainsKey("anthropic-version");
        var isList = context.Request.Path == "/v1/models";
        context.Response.StatusCode = !isKnown ? 401 : isList ? 200 : 404;
        return context.Response.Body.WriteAsync(isKnown && isList ? """{"data":[{"type":"model","id":"claude-odd"}],"has_more":false}"""u8.ToArray() : "{}"u8.ToArray()).AsTask();
    }

    private protected override (string Key, string Value) AddressOf(OddEndpoint endpoint) => ("ANTHROPIC_BASE_URL", endpoint.Root);

    private protected override OddEndpoint EndpointOf(Func<int, OddRequest, OddReply> answer) => new((row, request) => MessagesRules.Check(request, Key) ?? answer(row, request));
}
