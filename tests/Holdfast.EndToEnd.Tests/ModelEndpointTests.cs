using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using static Holdfast.EndToEnd.Tests.Support.EndpointRow;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Endpoints that speak OpenAI's protocol in their own way: a good answer is taken, a bad one is told in words, and no oddity costs more than it must.</summary>
public sealed class ModelEndpointTests : EndpointTableTest
{
    [Fact]
    [Trait("Req", "AS-24")]
    [Trait("Req", "AS-6")]
    public Task An_oddity_that_does_no_harm_does_none() => PlayAsync([.. ModelEndpointRows.Harmless]);

    [Fact]
    [Trait("Req", "AS-24")]
    public Task Tools_are_called_however_the_calls_are_told() => PlayAsync([.. ModelEndpointRows.Tools]);

    [Fact]
    [Trait("Req", "AS-24")]
    [Trait("Req", "AS-6")]
    public async Task An_error_is_told_in_words_and_logged_and_tried_again_where_that_may_help()
    {
        await PlayAsync([.. ModelEndpointRows.Errors]);

        await Server.WaitForOutputAsync("Insufficient Balance");
        await Server.WaitForOutputAsync("mostly in /v1");
        await Server.WaitForOutputAsync("moved to https://elsewhere.example/v1/chat/completions");
    }

    [Fact]
    [Trait("Req", "AS-25")]
    public async Task What_is_not_for_people_is_neither_shown_nor_remembered()
    {
        EndpointRow[] rows = [.. ModelEndpointRows.Control];
        await using var endpoint = await PlayTwiceAsync(rows);

        var cut = rows.Index().First(row => row.Item.Reads.Contains("cut off here", StringComparison.Ordinal)).Index;
        Assert.Contains("cut off here", endpoint.Asked(cut)[^1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-25")]
    public async Task What_a_model_thought_is_seen_in_its_step()
    {
        await using var endpoint = new OddEndpoint((_, _) => Good("<think>hmm SECRET</think>Fine."));
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl)]);
        var answer = await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");

        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        var (step, _) = await SeeViewAsync(Ada, () => Slack.Interactions.ClickInView(Ada, view.Id, "flow.step", "1"), "push");

        Assert.Contains("hmm SECRET", step.Json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-25")]
    public async Task What_is_not_for_people_is_not_posted_when_the_run_is_stopped()
    {
        await using var endpoint = new OddEndpoint((_, request) =>
            request.Number == 1 ? Good("hmm SECRET</think>Fine.") : OddReply.Events(Text("hmm SECRET")) with { Hangs = true });
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl)]);
        var thread = World.MentionBot(General, Ada, "row 0.");
        await AnswerAsync(General, thread, "Fine.");

        World.MentionBot(General, Ada, "And now, row 0.", thread);
        await Eventually.SeeAsync("the second request", () => endpoint.Asked(0).Count == 2);
        World.MentionBot(General, Ada, "stop", thread);

        await AnswerAsync(General, thread, "topped");
        Assert.DoesNotContain(Answers(General, thread), text => text.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>Each feature is missed in turn by one endpoint: the first message finds it out, the second knows.</summary>
    [Fact]
    [Trait("Req", "AS-24")]
    public async Task What_an_endpoint_cannot_do_is_found_out_once_and_done_without()
    {
        (string Feature, Func<OddRequest, OddReply?> Refuses, int First)[] rows =
        [
            ("ProviderFields", request => !request.HasResult ? OddReply.Events(Chunk("""{"reasoning_content":"hmm"}"""), Calls("""{"index":0,"id":"a","function":{"name":"current_time","arguments":"{}"}}"""), End("tool_calls"))
                : Refuse(request, "reasoning_content", 400, """{"error":{"message":"'messages.2': property 'reasoning_content' is unsupported","type":"invalid_request_error"}}"""), 3),
            ("StreamOptions", request => Refuse(request, "stream_options", 422, """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{}}]}"""), 2),
            ("SystemRole", request => Refuse(request, "\"role\":\"system\"", 400, """{"error":{"message":"System role not supported","type":"BadRequestError","code":400}}"""), 2),
            ("Tools", request => Refuse(request, "\"tools\":", 400, """{"error":{"message":"registry.example/library/odd:latest does not support tools","type":"api_error"}}"""), 2),
            ("Streaming", request => Refuse(request, "\"stream\":true", 400, """{"error":{"message":"Streaming is not supported by this model"}}""") ?? OddReply.Status(200, Whole("""{"content":"Fine."}""")), 2),
        ];
        await using var endpoint = new OddEndpoint((row, request) => rows[row].Refuses(request) ?? Good("Fine."));
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl)]);

        foreach (var (number, row) in rows.Index())
        {
            await AnswerAsync(General, World.MentionBot(General, Ada, $"row {number}."), "Fine.");
            Assert.Equal(row.First, endpoint.Asked(number).Count);
            await Server.WaitForOutputAsync($"does not have: {row.Feature}.");
            await AnswerAsync(General, World.MentionBot(General, Ada, $"Again, row {number}."), "Fine.");
            Assert.Equal(row.First * 2 - 1, endpoint.Asked(number).Count);
        }

        // The instructions still come, in the only place that is left for them.
        Assert.Contains("You are a helpful assistant", endpoint.Asked(rows.Length - 1)[^1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task An_endpoint_that_finds_something_new_each_time_is_asked_three_times()
    {
        string[] missing = ["stream_options", "tools", "the system role", "streaming"];
        await using var endpoint = new OddEndpoint((_, request) => OddReply.Status(400, $$$"""{"error":{"message":"{{{missing[(request.Number - 1) % 4]}}} is not supported"}}"""));
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl)]);

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "refused my request");

        Assert.Equal(3, endpoint.Asked(0).Count);
    }

    [Fact]
    [Trait("Req", "AS-24")]
    [Trait("Req", "AS-3")]
    public async Task An_endpoint_that_dawdles_is_ended_by_the_runs_own_limit()
    {
        EndpointRow[] rows =
        [
            new("nothing behind the head", _ => OddReply.Stream("") with { Hangs = true }, "Sorry, I had no answer within…"),
            new("nothing at all", _ => new OddReply([]) { Hangs = true }, "Sorry, I had no answer within…"),
            new("a byte a second", _ => new OddReply([.. OddReply.Stream("").Pieces, .. Enumerable.Repeat(": "u8.ToArray(), 1_000)]) { Pause = TimeSpan.FromSeconds(1) }, "Sorry, I had no answer within…"),
            new("nothing behind half of it", _ => OddReply.Events(Text("Half")) with { Hangs = true }, "Sorry, I had no answer within…"),
            new("an error that never ends", _ => new OddReply(["HTTP/1.1 500 Odd\r\nContent-Length: 1000\r\n\r\n{\"er"u8.ToArray()]) { Hangs = true }, "Sorry, I had no answer within…"),
        ];
        await PlayAsync(rows, ("Runs:Timeout", "00:00:10"));
    }

    [Fact]
    [Trait("Req", "AS-24")]
    [Trait("Req", "RS-18")]
    public async Task What_a_provider_hung_on_its_message_goes_back_to_it_through_an_approval_and_kills()
    {
        await using var endpoint = new OddEndpoint((_, request) => request.Number switch
        {
            1 => OddReply.Events(
                Chunk("""{"role":"assistant","content":null,"reasoning_content":"because "}"""),
                Chunk("""{"reasoning_content":"I can","reasoning_details":[{"type":"reasoning.text","text":"be","index":0}]}"""),
                Chunk("""{"reasoning_details":[{"type":"reasoning.text","text":"cause","index":0},{"type":"reasoning.encrypted","data":"abc","id":"r1","index":1}]}"""),
                Chunk("""{"extra_content":{"google":{"thought_signature":"sig-m"}},"thinking_blocks":[{"type":"thinking","thinking":"t","signature":"s"}],"vendor":{"n":1.10}}"""),
                Calls("""{"index":0,"id":"call_a","type":"function","function":{"name":"current_time","arguments":"{}"},"extra_content":{"google":{"thought_signature":"sig-c"}}}"""),
                End("tool_calls"), "[DONE]"),
            2 => OddReply.Stream("") with { Hangs = true },
            _ => Good("Fine."),
        });
        await StartAsync([.. Quick, ("OPENAI_BASE_URL", endpoint.BaseUrl), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Grace.Id)]);
        var thread = World.MentionBot(General, Ada, "row 0.");
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        await Server.KillAsync();
        await Server.StartAsync();
        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, "approval.approve");
        await Eventually.SeeAsync("the second request", () => endpoint.Asked(0).Count == 2);
        await Server.KillAsync();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "Fine.");
        foreach (var asked in endpoint.Asked(0).Skip(1))
        {
            var message = JsonElement.Parse(asked).GetProperty("messages").EnumerateArray().Single(message => message.GetProperty("role").ValueEquals("assistant"));
            Assert.Equal(
                """
                {"role":"assistant","content":"",
                "tool_calls":[{"id":"call_a","type":"function","function":{"name":"current_time","arguments":"{}"},"extra_content":{"google":{"thought_signature":"sig-c"}}}],
                "reasoning_content":"because I can",
                "reasoning_details":[{"type":"reasoning.text","text":"because","index":0},{"type":"reasoning.encrypted","data":"abc","id":"r1","index":1}],
                "extra_content":{"google":{"thought_signature":"sig-m"}},"thinking_blocks":[{"type":"thinking","thinking":"t","signature":"s"}],"vendor":{"n":1.10}}
                """.Replace("\n", "", StringComparison.Ordinal),
                message.GetRawText());
        }
    }

    private static OddReply? Refuse(OddRequest request, string text, int status, string body) =>
        request.Body.Contains(text, StringComparison.Ordinal) ? OddReply.Status(status, body) : null;
}
