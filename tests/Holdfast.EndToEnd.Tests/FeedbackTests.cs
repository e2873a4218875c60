using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Thumbs under answers: who may press them, what becomes of it, and where there are none.</summary>
[Trait("Req", "AS-18")]
public sealed class FeedbackTests : EndToEndTest
{
    private static readonly (string, string) On = ("Feedback:Enabled", "true");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply("Forty-two."));
    }

    [Fact]
    [Trait("Req", "SE-7")]
    [Trait("Req", "RS-3")]
    public async Task Everybody_has_one_thumb_that_can_be_changed_and_is_counted_once_through_a_kill()
    {
        await StartAsync(On);
        var answer = await AnswerAsync(General, World.MentionBot(General, Ada, "what is it?"), "Forty-two.");
        Assert.Equal(["markdown", "actions", "context_actions"], Types(answer));

        await PressAsync(Ada, answer, "good", "👍 Thank you");
        await PressAsync(World.Grace.Id, answer, "bad", "👎 Thank you");
        await PressAsync(World.Linus.Id, answer, "bad", "👎 Thank you");
        await PressAsync(World.Grace.Id, answer, "good", "👍 Thank you");
        await PressAsync(World.Grace.Id, answer, "good", "👍 Thank you");
        await Server.KillAsync();
        await Server.StartAsync();

        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Contains(@"*Feedback*\n\ud83d\udc4d 2 \u00b7 \ud83d\udc4e 1", JsonSerializer.Serialize(JsonElement.Parse(view.Json)), StringComparison.OrdinalIgnoreCase);
        var (_, usage) = await Server.RunVerbAsync("usage", "--by", "user", "--json");
        Assert.Contains("\"thumbs_up\":2,\"thumbs_down\":1}]", usage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_presses_of_one_person_at_once_one_counts()
    {
        await StartAsync(On);
        var answer = await AnswerAsync(General, World.MentionBot(General, Ada, "what is it?"), "Forty-two.");
        for (var i = 0; i < 20; i++)
            Slack.Interactions.Click(Ada, General, answer.Ts, "feedback", ValueOf(answer, i % 2 == 0 ? "bad" : "good"));
        await Eventually.SeeAsync("each is answered", () => World.Ephemerals.Count == 20, () => $"{World.Ephemerals.Count}");
        await Server.WaitUntilIdleAsync();
        var (_, usage) = await Server.RunVerbAsync("usage", "--by", "day", "--json");
        var row = Assert.Single(JsonElement.Parse(usage).EnumerateArray().ToList());
        Assert.Equal(1, row.GetProperty("thumbs_up").GetInt64() + row.GetProperty("thumbs_down").GetInt64());
        Assert.InRange(row.GetProperty("thumbs_up").GetInt64(), 0, 1);
    }

    [Theory]
    [InlineData("Auto", true)]
    [InlineData("Auto", false)]
    [InlineData("Off", false)]
    public async Task A_streamed_answer_ends_with_them_and_a_workspace_without_the_block_gets_the_answer_without(string mode, bool hasBlock)
    {
        Slack.Blocks.TakesContextActions = hasBlock;
        Slack.Model.Pace = new StreamPace(0, TimeSpan.FromMilliseconds(60));
        var words = string.Join(' ', Enumerable.Range(1, 40).Select(number => $"word{number}")) + ".";
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply(words));
        await StartAsync(On, ("Streams:Mode", mode));
        for (var i = 0; i < 2; i++)
        {
            var thread = World.MentionBot(General, Ada, "write");
            var answer = await AnswerAsync(General, thread, "word40.");
            await Server.WaitUntilIdleAsync();
            answer = World.Thread(General, thread).Single(message => message.Ts == answer.Ts);
            Assert.Equal([words], Answers(General, thread));
            Assert.Equal(hasBlock, Types(answer).Contains("context_actions"));
            Assert.Contains("actions", Types(answer));
        }
    }

    [Fact]
    public async Task Without_them_and_for_what_is_no_answer_there_are_none()
    {
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(ModelReply.Failure(400));
        await StartAsync(On);
        var failure = await AnswerAsync(General, World.MentionBot(General, Ada, "what is it?"), "");
        Assert.DoesNotContain("context_actions", Types(failure));
    }

    private async Task PressAsync(string user, SlackMessage answer, string word, string containing)
    {
        var before = World.Ephemerals.Count(message => message.EphemeralFor == user);
        Slack.Interactions.Click(user, General, answer.Ts, "feedback", ValueOf(answer, word));
        await Eventually.SeeAsync("the press is answered", () => World.Ephemerals.Count(message => message.EphemeralFor == user) > before);
        Assert.StartsWith(containing, World.Ephemerals.Last(message => message.EphemeralFor == user).Text, StringComparison.Ordinal);
    }

    private static string ValueOf(SlackMessage answer, string word)
    {
        var block = JsonElement.Parse(answer.Blocks!).EnumerateArray().Single(block => block.GetProperty("type").GetString() == "context_actions");
        return block.GetProperty("elements")[0].GetProperty(word == "good" ? "positive_button" : "negative_button").GetProperty("value").GetString()!;
    }

    private static IReadOnlyList<string> Types(SlackMessage message) =>
        [.. JsonElement.Parse(message.Blocks!).EnumerateArray().Select(block => block.GetProperty("type").GetString()!)];
}
