using Holdfast.AI.Prompts;

namespace Holdfast.AI.Tests.Prompts;

[Trait("Req", "AS-17")]
public sealed class TokenCounterTests
{
    [Fact]
    public void A_models_own_tokens_are_counted_where_they_are_known()
    {
        var counter = new TokenCounter("gpt-4.1-mini");
        Assert.Equal(counter.Count("") + 1, counter.Count("hello"));
        Assert.Equal(counter.Count("") + 2, counter.Count("hello world"));
    }

    [Theory]
    [InlineData("gpt-4.1-mini")]
    [InlineData("llama3")]
    [InlineData("gpt-4")]
    [InlineData("")]
    public void No_text_costs_more_than_is_said_without_counting(string model)
    {
        var counter = new TokenCounter(model);
        foreach (var text in (string[])["", "a", "hello world", "日本語のテキスト", "🧑‍🚀🧑‍🚀", "\ud800", new string('x', 5_000), new string(' ', 5_000), Convert.ToBase64String(new byte[2_000])])
            Assert.InRange(counter.Count(text), 1, TokenCounter.Most(text));
    }

    /// <summary>It counted for minutes: a tokenizer's time grows with the square of a word's length.</summary>
    [Fact]
    public void A_word_of_a_megabyte_is_counted_piece_by_piece() =>
        Assert.InRange(new TokenCounter("gpt-4.1-mini").Count(new string('x', 1_000_000)), 50_000, 1_000_000);

    [Fact]
    public void What_the_provider_says_corrects_the_estimate_and_one_odd_prompt_does_not_turn_it()
    {
        var counter = new TokenCounter("llama3");
        var text = new string('x', 9_000);
        var first = counter.Count(text);
        counter.Learn(first, first * 100L);
        Assert.InRange(counter.Count(text), first, first * 4);

        for (var times = 0; times < 50; times++)
            counter.Learn(counter.Count(text), first * 2L);
        Assert.InRange(counter.Count(text), first * 1.9, first * 2.1);

        counter.Learn(10, 1_000_000);
        counter.Learn(first, 0);
        Assert.InRange(counter.Count(text), first * 1.9, first * 2.1);
    }
}
