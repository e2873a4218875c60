using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.World;
using Holdfast.Testing.Servers;
using static Holdfast.EndToEnd.Tests.Support.EndpointRow;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Several models at several endpoints: one stands in for another, channels have their own, and what is wrong with them is told.</summary>
[Trait("Req", "AS-6")]
public sealed class ModelFallbackTests : EndToEndTest
{
    private const string Key = "sk-of-the-other-endpoint";
    private const string NoCredit = """{"error":{"message":"Insufficient Balance","type":"unknown_error"}}""";

    private static OddReply WithUsage(string text) => OddReply.Events(Text(text), End(), """{"choices":[],"usage":{"prompt_tokens":1000000,"completion_tokens":1}}""", "[DONE]");

    [Fact]
    [Trait("Req", "AS-24")]
    public async Task A_model_without_credit_is_stood_in_for_and_the_run_and_the_operators_are_told_once()
    {
        await using var first = new OddEndpoint((_, _) => OddReply.Status(402, NoCredit));
        await using var backup = new OddEndpoint((_, _) => WithUsage("Fine."));
        await StartAsync([.. With(first, backup), ("Models:backup:InputPrice", "3"), ("Models:backup:OutputPrice", "0"), ("Agent:InputPrice", "999"), ("Agent:OutputPrice", "999")]);

        var answer = await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");
        for (var i = 0; i < 3; i++) await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");

        Assert.Single(first.Asked(0));
        Assert.Equal(4, backup.Asked(0).Count);
        Assert.All(backup.Asked(0), asked => Assert.Contains("\"model\":\"model-b\"", asked, StringComparison.Ordinal));
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        foreach (var seen in (string[])["gpt-4.1-mini", "no credit left", "backup is asked instead.", "$3.00"])
            Assert.Contains(seen, view.Json, StringComparison.Ordinal);
        await Server.WaitForOutputAsync("The AI model gpt-4.1-mini can't answer: no credit left. backup is asked instead.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(2, Server.Output.Split("The AI model gpt-4.1-mini can't answer").Length);
        Assert.DoesNotContain(Key, Server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(404, "The model `gpt-4.1-mini` does not exist")]
    [InlineData(429, "Rate limit reached. Please try again in 40s.")]
    [InlineData(503, "The server is overloaded")]
    public async Task A_model_that_cannot_answer_is_stood_in_for_at_once(int status, string told)
    {
        await using var first = new OddEndpoint((_, _) => OddReply.Status(status, $$$"""{"error":{"message":"{{{told}}}"}}"""));
        await using var backup = new OddEndpoint((_, _) => Good("Fine."));
        await StartAsync(With(first, backup));

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");

        Assert.Single(first.Asked(0));
        Assert.Single(backup.Asked(0));
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_stood_in_for_and_half_an_answer_is_taken_back()
    {
        await using var backup = new OddEndpoint((row, _) => row == 0 ? Good("Fine.") : Good("Whole."));
        await using var first = new OddEndpoint((_, _) => OddReply.CutStream($"data: {Text("Half")}\n\n"));
        await StartAsync([.. With(first, backup), ("Models:gone:BaseUrl", $"http://127.0.0.1:{Ports.Free()}/v1"), ("Models:gone:ApiKey", "any"), ("Agent:ChannelModels:" + World.Random.Id, "gone")]);

        await AnswerAsync(World.Random.Id, World.MentionBot(World.Random.Id, Ada, "row 0."), "Fine.");
        var thread = World.MentionBot(General, Ada, "row 1.");
        await AnswerAsync(General, thread, "Whole.");
        Assert.Equal(["Whole."], Answers(General, thread));
    }

    [Fact]
    public async Task What_a_model_refuses_to_talk_of_no_other_is_asked()
    {
        await using var first = new OddEndpoint((_, _) => OddReply.Status(400, """{"error":{"message":"Your input was flagged by moderation"}}"""));
        await using var backup = new OddEndpoint((_, _) => Good("Fine."));
        await StartAsync(With(first, backup));

        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "refuses this content");

        Assert.Empty(backup.Asked(0));
    }

    [Fact]
    [Trait("Req", "RS-14")]
    public async Task A_kill_between_the_model_that_failed_and_the_others_answer_costs_no_second_answer()
    {
        await using var first = new OddEndpoint((_, _) => OddReply.Status(402, NoCredit));
        await using var backup = new OddEndpoint((_, request) => request.Number == 1 ? OddReply.Stream("") with { Hangs = true } : Good("Fine."));
        await StartAsync(With(first, backup));

        var thread = World.MentionBot(General, Ada, "row 0.");
        await Eventually.SeeAsync("the other model is asked", () => backup.Asked(0).Count == 1);
        await Server.KillAsync();
        await Server.StartAsync();

        await AnswerAsync(General, thread, "Fine.");
        await Server.WaitUntilIdleAsync();
        Assert.Equal(["Fine."], Answers(General, thread));
        Assert.Single(first.Asked(0));
    }

    [Fact]
    [Trait("Req", "AS-24")]
    [Trait("Req", "RS-18")]
    public async Task What_one_provider_hung_on_its_message_goes_to_no_other_through_an_approval_and_a_kill()
    {
        await using var first = new OddEndpoint((_, request) => request.HasResult
            ? OddReply.Status(503, """{"error":{"message":"overloaded"}}""")
            : OddReply.Events(
                Chunk("""{"reasoning_details":[{"type":"reasoning.encrypted","data":"SECRET","index":0}]}"""),
                Calls("""{"index":0,"id":"call_a-1","type":"function","function":{"name":"current_time","arguments":"{}"},"extra_content":{"google":{"thought_signature":"SECRET"}}}"""),
                End("tool_calls"), "[DONE]"));
        await using var backup = new OddEndpoint((_, request) => request.HasResult ? Good("Fine.") : Good("I was told nothing."));
        await StartAsync([.. With(first, backup), ("Tools:Policies:current_time", "Approve"), ("Approvals:Users:0", World.Grace.Id)]);
        var thread = World.MentionBot(General, Ada, "row 0.");
        var card = await World.WaitForReplyAsync(General, thread, message => message.Blocks?.Contains("approval.approve", StringComparison.Ordinal) == true);
        await Server.KillAsync();
        await Server.StartAsync();

        Slack.Interactions.Click(World.Grace.Id, General, card.Ts, "approval.approve");

        await AnswerAsync(General, thread, "Fine.");
        Assert.Contains("SECRET", first.Asked(0)[1], StringComparison.Ordinal);
        var asked = backup.Asked(0).Single();
        Assert.DoesNotContain("SECRET", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("call_a-1", asked, StringComparison.Ordinal);
        Assert.Equal(2, asked.Split("\"call00001\"").Length - 1);
    }

    [Fact]
    public async Task A_channel_has_the_model_that_is_set_for_it()
    {
        await using var own = new OddEndpoint((_, _) => Good("From the channel's own."));
        await StartAsync(("Agent:ChannelModels:" + World.Random.Id, "own"), ("Models:own:BaseUrl", own.BaseUrl), ("Models:own:ApiKey", Key));

        await AnswerAsync(World.Random.Id, World.MentionBot(World.Random.Id, Ada, "row 0."), "From the channel's own.");
        await AnswerAsync(General, World.MentionBot(General, Ada, "say hello"), "hello");

        Assert.Contains("\"model\":\"own\"", own.Asked(0).Single(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-11")]
    public async Task The_doctor_looks_at_every_model()
    {
        var server = Prepare(("Agent:Fallbacks:0", "spare"), ("Models:spare:Model", "gpt-4o-mni"));

        var (code, output) = await server.RunVerbAsync("doctor");

        Assert.Equal(1, code);
        Assert.Matches("FAIL +model .*gpt-4.1-mini at .*does not know the model gpt-4o-mni.*set Models:spare:Model to one of", output);
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task What_is_wrong_with_models_is_listed_at_the_start()
    {
        var server = Prepare(
            ("Agent:Fallbacks:0", "fsat"), ("Agent:Fallbacks:1", "gpt-4.1-mini"), ("Agent:ChannelModels:general", "fast"), ("Agent:ChannelModels:C0GENERAL", "slow"),
            ("Models:fast:BaseUrl", "http://localhost:1/v1"), ("Models:good:Model", "x"));

        Assert.Equal(78, await server.RunToEndAsync(TimeSpan.FromMinutes(1)));

        foreach (var problem in (string[])
            [
                "Agent:Fallbacks:0 is 'fsat', which is no model under Models. Did you mean fast?", "Agent:Fallbacks:1 is 'gpt-4.1-mini', which is Agent:Model itself",
                "'general' is no id of a channel", "Agent:ChannelModels:C0GENERAL is 'slow', which is no model under Models", "Models:fast:ApiKey is missing: with an address of its own",
            ])
            Assert.Contains(problem, server.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "CX-8")]
    public async Task Keys_of_models_are_checked_as_all_others_and_a_model_with_a_key_of_its_own_needs_no_other()
    {
        var server = Prepare(("Models:fast:Modle", "x"), ("Models:fast:MaxPromptTokens", "many"), ("Models:slow", "x"), ("Models:odd:Provider", "Nobody"));
        Assert.Equal(78, await server.RunToEndAsync(TimeSpan.FromMinutes(1)));
        foreach (var problem in (string[])
            ["Models:fast:Modle is not known. Did you mean Models:fast:Model?", "Models:fast:MaxPromptTokens must be a whole number", "Models:slow is a section, not a value", "Models:odd:Provider must be one of OpenAI"])
            Assert.Contains(problem, server.Output, StringComparison.Ordinal);

        await using var own = new OddEndpoint((_, _) => Good("Fine."));
        var other = Prepare(("OPENAI_API_KEY", ""), ("OPENAI_BASE_URL", ""), ("Agent:Model", "own"), ("Models:own:BaseUrl", own.BaseUrl), ("Models:own:ApiKey", Key));
        await other.StartAsync();
        await AnswerAsync(General, World.MentionBot(General, Ada, "row 0."), "Fine.");
    }

    private static (string, string)[] With(OddEndpoint first, OddEndpoint backup) =>
    [
        ("OPENAI_BASE_URL", first.BaseUrl), ("Agent:Fallbacks:0", "backup"), ("Models:backup:Model", "model-b"), ("Models:backup:BaseUrl", backup.BaseUrl), ("Models:backup:ApiKey", Key),
        ("Runs:RetryDelay", "00:00:00.05"), ("Agent:FallbackFor", "00:10:00"),
    ];
}
