using Holdfast.EndToEnd.Tests.Support;
using static Holdfast.EndToEnd.Tests.Support.EndpointRow;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A model that reads less than it is set to.</summary>
public sealed class ModelLimitTests : EndToEndTest
{
    private static readonly string Paste = string.Concat(Enumerable.Repeat("lorem ipsum ", 2_500));

    [Theory]
    [InlineData(400, "This model's maximum context length is 4096 tokens. However, your messages resulted in 8000 tokens. Please reduce the length of the messages.")]
    [InlineData(413, "Payload too large")]
    [Trait("Req", "AS-17")]
    [Trait("Req", "CX-13")]
    public async Task What_a_model_finds_too_long_is_shortened_and_asked_again_once_and_the_next_question_does_not_pay_for_it(int status, string told)
    {
        await using var endpoint = new OddEndpoint((_, request) =>
            request.Count("lorem") > 1_800 ? OddReply.Status(status, $$$"""{"error":{"message":"{{{told}}}"}}""") : Good(request.Count("lorem") > 100 ? "Read it." : "Nothing to read."));
        await StartAsync(("OPENAI_BASE_URL", endpoint.BaseUrl));

        var thread = World.MentionBot(General, Ada, $"Sum this up: {Paste} row 0.");
        var answer = await AnswerAsync(General, thread, "Read it.");

        Assert.Equal(2, endpoint.Asked(0).Count);
        var (view, _) = await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        Assert.Contains("The model finds the prompt too long.", view.Json, StringComparison.Ordinal);
        Assert.Contains("the model has refused more", view.Json, StringComparison.Ordinal);

        await AnswerAsync(General, World.MentionBot(General, Ada, $"And this: {Paste} row 1."), "Read it.");
        Assert.Single(endpoint.Asked(1));
    }
}
