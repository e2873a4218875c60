using Holdfast.AI.Prompts;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Prompts;

[Trait("Req", "CX-13")]
[Trait("Req", "AS-17")]
public sealed class PromptFitterTests
{
    private static readonly ChatMessage Instructions = new(ChatRole.System, "Be brief.");

    private readonly TokenCounter _counter = new("llama3");

    [Fact]
    public void What_fits_is_there_as_it_is()
    {
        ChatMessage[] history = [User("one"), Assistant("two")];
        ChatMessage[] now = [User("three")];
        var fitted = Fit(history, now, 1_000);
        Assert.Equal([Instructions, .. history, .. now], fitted.Messages);
        Assert.Equal((0, false), (fitted.LeftOut, fitted.IsCut));
    }

    [Fact]
    public void The_newest_that_fits_is_kept_and_a_conversation_begins_with_a_question()
    {
        var history = Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? User($"{i} {new string('q', 300)}") : Assistant($"{i} {new string('a', 300)}")).ToList();
        for (var budget = 300; budget < 3_000; budget += 97)
        {
            var fitted = Fit(history, [User("now")], budget);
            Assert.InRange(CostOf(fitted), 1, budget);
            Assert.Equal(fitted.LeftOut, 40 - (fitted.Messages.Count - 2));
            Assert.Equal(history.Skip(fitted.LeftOut), fitted.Messages.Skip(1).SkipLast(1));
            Assert.NotEqual(ChatRole.Assistant, fitted.Messages[1].Role);
            Assert.False(fitted.IsCut);
        }
    }

    /// <summary>It goes back with each question of the run: sealed thinking of 50 kB was sent beyond any budget.</summary>
    [Fact]
    public void What_a_provider_hung_on_its_answers_takes_room_and_is_not_cut()
    {
        var fields = new ProviderFields($$"""{"reasoning":"{{new string('r', 3_000)}}"}""");
        ChatMessage[] now =
        [
            User("sum it up"),
            new(ChatRole.Assistant, [fields, new FunctionCallContent("c1", "read")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", new string('a', 30_000))]),
        ];
        var fitted = Fit([User(new string('q', 600)), Assistant("earlier")], now, 1_500);
        Assert.InRange(CostOf(fitted), 200, 500);
        Assert.True(fitted.IsCut);
        Assert.Equal(2, fitted.LeftOut);
        Assert.Contains(fields, fitted.Messages.SelectMany(message => message.Contents));
    }

    [Fact]
    public void What_must_be_there_is_cut_in_its_middle_and_says_so()
    {
        var question = "First: " + new string('x', 100_000) + " last.";
        var fitted = Fit([User("earlier")], [User(question)], 2_000);
        var cut = fitted.Messages[^1].Text;
        Assert.True(fitted.IsCut);
        Assert.StartsWith("First: x", cut, StringComparison.Ordinal);
        Assert.EndsWith("x last.", cut, StringComparison.Ordinal);
        Assert.Contains("characters are left out here", cut, StringComparison.Ordinal);
        Assert.InRange(CostOf(fitted), 1_500, 2_100);
    }

    [Fact]
    public void The_longest_results_lose_first_and_calls_keep_their_results()
    {
        ChatMessage[] now =
        [
            User("sum them up"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "read", new Dictionary<string, object?> { ["name"] = "a" }), new FunctionCallContent("c2", "read")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", new string('a', 30_000)), new FunctionResultContent("c2", "short"), new FunctionResultContent("c3", new string('b', 20_000))]),
        ];
        var fitted = Fit([], now, 4_000);
        var results = fitted.Messages[^1].Contents.Cast<FunctionResultContent>().ToList();
        Assert.Equal(["c1", "c2", "c3"], results.Select(result => result.CallId));
        Assert.Equal("short", results[1].Result);
        Assert.InRange(((string)results[0].Result!).Length, 3_000, 8_000);
        Assert.InRange(((string)results[2].Result!).Length, 3_000, 8_000);
        Assert.Equal("sum them up", fitted.Messages[1].Text);
        Assert.InRange(CostOf(fitted), 1, 4_200);
    }

    /// <summary>What calls were given cannot be cut, and everything else was, in vain.</summary>
    [Fact]
    public void Where_the_calls_themselves_are_too_much_the_oldest_go_and_the_question_stays_whole()
    {
        var question = new string('q', 3_000);
        List<ChatMessage> now = [User(question)];
        for (var round = 1; round <= 10; round++)
        {
            now.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"c{round}", "write", new Dictionary<string, object?> { ["text"] = new string('a', 6_000) })]));
            now.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"c{round}", new string('r', 6_000))]));
        }

        var fitted = Fit([], now, 8_000);
        Assert.Equal(question, fitted.Messages[1].Text);
        Assert.Matches("^\\(\\d earlier calls of tools and what came of them are left out here", fitted.Messages[2].Text);
        var calls = fitted.Messages.SelectMany(message => message.Contents.OfType<FunctionCallContent>()).Select(call => call.CallId).ToList();
        Assert.Equal(calls, fitted.Messages.SelectMany(message => message.Contents.OfType<FunctionResultContent>()).Select(result => result.CallId));
        Assert.Equal("c10", calls[^1]);
        Assert.InRange(calls.Count, 1, 3);
        Assert.True(fitted.IsCut);
        Assert.InRange(fitted.Tokens!.Value, 1, 8_100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(2_000)]
    public void However_small_the_budget_the_question_is_asked(int budget)
    {
        var emoji = string.Concat(Enumerable.Repeat("🧑‍🚀", 5_000));
        var fitted = Fit([Assistant("a"), User(new string('x', 1_000_000)), Assistant("b")], [User(emoji)], budget);
        Assert.Equal(2, fitted.Messages.Count);
        Assert.Equal(3, fitted.LeftOut);
        Assert.DoesNotContain('\ufffd', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(fitted.Messages[^1].Text)));
    }

    private static ChatMessage User(string text) => new(ChatRole.User, text);

    private static ChatMessage Assistant(string text) => new(ChatRole.Assistant, text);

    private FittedPrompt Fit(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> now, int budget) =>
        new PromptFitter(_counter).Fit(new PromptParts(Instructions, Tools: null, history, now), budget);

    private int CostOf(FittedPrompt fitted) => fitted.Messages
        .SelectMany(message => message.Contents).Sum(content => _counter.Count(content switch
        {
            TextContent text => text.Text,
            FunctionResultContent { Result: string result } => result,
            _ => "",
        }));
}
