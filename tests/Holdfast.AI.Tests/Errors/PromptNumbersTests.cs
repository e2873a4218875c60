using Holdfast.AI.Errors;

namespace Holdfast.AI.Tests.Errors;

[Trait("Req", "AS-17")]
public sealed class PromptNumbersTests
{
    [Theory]
    [InlineData("This model's maximum context length is 8192 tokens. However, your messages resulted in 9361 tokens (9161 in the messages, 200 in the functions). Please reduce the length of the messages or functions.; context_length_exceeded", 8192L, 9361L)]
    [InlineData("This model's maximum context length is 4097 tokens, however you requested 4361 tokens (3337 in your prompt; 1024 for the completion).", 4097L, 4361L)]
    [InlineData("prompt is too long: 208310 tokens > 200000 maximum", 200_000L, 208_310L)]
    [InlineData("input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again", 200_000L, 209_573L)]
    [InlineData("The input token count (1200000) exceeds the maximum number of tokens allowed (1048575).; INVALID_ARGUMENT; 400", 1_048_575L, 1_200_000L)]
    [InlineData("request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it", 4096L, 9000L)]
    [InlineData("Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length", 32_768L, 40_000L)]
    [InlineData("This model's maximum prompt length is 131,072 but the request contains 200,000 tokens.", 131_072L, 200_000L)]
    [InlineData("Request too large for model `x-120b` on tokens per minute (TPM): Limit 6000, Requested 9123", 6000L, 9123L)]
    [InlineData("maximum context length is 8192 tokens", 8192L, null)]
    [InlineData("Your input exceeds the context window of this model.", null, null)]
    [InlineData("context_length_exceeded; 400; see gpt-4-0613", null, null)]
    [InlineData("", null, null)]
    [InlineData("maximum context length is 99999999999999999999 tokens", null, null)]
    public void What_a_provider_says_in_numbers_is_found_in_its_words(string said, long? limit, long? asked) =>
        Assert.Equal(new PromptNumbers(limit, asked), PromptNumbers.In(said));

    [Theory]
    [InlineData(8000L, 10_000L, 5_000L, 0.72)]
    [InlineData(8000L, null, 10_000L, 0.72)]
    [InlineData(8000L, null, 5_000L, 0.6)]
    [InlineData(null, null, 5_000L, 0.6)]
    public void What_may_stay_of_a_prompt_is_reckoned_from_them(long? limit, long? asked, long sent, double share) =>
        Assert.Equal(share, new PromptNumbers(limit, asked).Share(sent), precision: 6);
}
