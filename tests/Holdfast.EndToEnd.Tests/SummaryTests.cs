using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Model;
using Holdfast.Testing.Servers;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Conversations that grow longer than a prompt may be.</summary>
[Trait("Req", "CX-13")]
public sealed class SummaryTests : EndToEndTest
{
    private const string Known = "The cat is called Tom.";
    private const string Unknown = "Nothing of cats.";

    private static readonly string Paste = string.Concat(Enumerable.Repeat("lorem ipsum ", 250));

    private readonly List<ModelRequest> _summed = [];
    private volatile bool _cannotSum;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "CX-1")]
    public async Task What_no_longer_fits_is_summed_up_once_as_a_step_and_known_after_a_kill(bool isInRedis)
    {
        await using var redis = isInRedis ? await RedisServer.StartAsync() : null;
        await StartTalkingAsync(redis is null ? [] : [("REDIS_URL", redis.Url)]);
        var thread = World.MentionBot(General, Ada, $"my cat is called Tom. {Paste}");
        await AnswerAsync(General, thread, "1: knows");
        await TalkAsync(thread, from: 2, to: 12);
        var summed = _summed.Count;
        Assert.InRange(summed, 1, 3);

        var first = World.Thread(General, thread).First(message => message.IsFromBot && message.Text.Contains("summed", StringComparison.Ordinal));
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, first.Ts, "flow.open"));
        Assert.Contains("*Summary*", view.Json, StringComparison.Ordinal);
        Assert.Contains("earlier messages summed up", view.Json, StringComparison.Ordinal);
        Assert.Contains(Known, view.Json, StringComparison.Ordinal);

        await Server.KillAsync();
        await Server.StartAsync();
        await TalkAsync(thread, from: 13, to: 13);
        Assert.Contains("summed up by the server", Slack.Model.Recent[^1].Messages[1].Text, StringComparison.Ordinal);
        Assert.InRange(_summed.Count, summed, summed + 1);
        Assert.All(_summed.Skip(1), request => Assert.Contains(Known, request.Messages[1].Text, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "AS-23")]
    public async Task What_was_deleted_does_not_live_on_in_a_summary()
    {
        await StartTalkingAsync();
        var thread = World.MentionBot(General, Ada, "hello");
        await AnswerAsync(General, thread, "1: knows nothing");
        var told = World.PostAsUser(General, Ada, $"my cat is called Tom. {Paste}", thread);
        await AnswerAsync(General, thread, "2: knows");
        await TalkAsync(thread, from: 3, to: 10);
        Assert.Contains(_summed, request => request.LastUserText.Contains("Tom", StringComparison.Ordinal));
        var before = _summed.Count;

        World.DeleteMessage(General, told);
        await Server.WaitUntilIdleAsync();
        World.PostAsUser(General, Ada, $"And now? {Paste}", thread);

        await AnswerAsync(General, thread, "11: knows nothing");
        Assert.DoesNotContain(_summed.Skip(before), request => request.LastUserText.Contains("Tom", StringComparison.Ordinal));
        Assert.DoesNotContain(Slack.Model.Recent[^1].Messages, message => message.Text.Contains("Tom", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_summary_the_oldest_is_left_out_and_the_run_says_both()
    {
        await StartTalkingAsync();
        _cannotSum = true;
        var thread = World.MentionBot(General, Ada, $"my cat is called Tom. {Paste}");
        await AnswerAsync(General, thread, "1: knows");
        for (var number = 2; number <= 10; number++)
        {
            World.PostAsUser(General, Ada, $"Go on. {Paste} {number}", thread);
            await AnswerAsync(General, thread, $"{number}: ");
        }

        var last = World.Thread(General, thread).Last(message => message.IsFromBot);
        Assert.Contains("knows nothing", last.Text, StringComparison.Ordinal);
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, last.Ts, "flow.open"));
        Assert.Contains("There is no summary", view.Json, StringComparison.Ordinal);
        Assert.Contains("left out, to fit", view.Json, StringComparison.Ordinal);
    }

    private async Task StartTalkingAsync(params (string, string)[] settings)
    {
        var answers = 0;
        Slack.Model.Responder = (request, _) =>
        {
            if (request.Messages[0].Text.StartsWith("You keep the memory", StringComparison.Ordinal))
            {
                lock (_summed) _summed.Add(request);
                return ValueTask.FromResult(new ModelReply(_cannotSum ? "" : request.LastUserText.Contains("Tom", StringComparison.Ordinal) ? Known : Unknown));
            }

            // Picky models want a person first, and roles in turn.
            var roles = request.Messages.Skip(1).Select(message => message.Role).ToList();
            var areInTurn = roles.Index().All(role => role.Item == (role.Index % 2 == 0 ? "user" : "assistant"));
            var isKnown = request.UserTexts.Any(text => text.Contains("called Tom.", StringComparison.Ordinal));
            var isSummed = request.Messages[1].Text.Contains("summed up by the server", StringComparison.Ordinal);
            return ValueTask.FromResult(new ModelReply($"{++answers}: knows{(isKnown ? "" : " nothing")}{(isSummed ? ", summed" : "")}{(areInTurn ? "" : ", OUT OF TURN")}"));
        };
        await StartAsync([("Agent:Model", "some-model"), ("Agent:MaxPromptTokens", "4000"), .. settings]);
    }

    private async Task TalkAsync(string thread, int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            World.PostAsUser(General, Ada, $"Go on. {Paste} {number}", thread);
            var answer = await AnswerAsync(General, thread, $"{number}: ");
            Assert.StartsWith($"{number}: knows", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("nothing", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("OUT OF TURN", answer.Text, StringComparison.Ordinal);
        }
    }
}
