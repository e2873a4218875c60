using Holdfast.AI.Errors;
using Holdfast.Agents;
using Microsoft.Extensions.AI;
using static Holdfast.AI.Tests.Chat.ScriptedModel;

namespace Holdfast.AI.Tests.Chat;

[Trait("Req", "AS-17")]
[Trait("Req", "CX-13")]
public sealed class ChatAgentTooLongTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("lorem ipsum ", 2_000));

    [Fact]
    public async Task A_prompt_that_is_too_long_is_shortened_and_asked_again_and_that_is_remembered()
    {
        using var model = new ScriptedModel(prompt => LengthOf(prompt) > 12_000 ? throw TooLong("maximum context length is 3000 tokens, however you requested 6000 tokens") : Says("Fine."));
        var run = new JournalledRun(model) { Content = Long };
        Assert.Equal(new AgentUpdate.Answer("Fine."), await run.GoAsync());
        Assert.Equal(2, model.Prompts.Count);
        Assert.Equal(["too long", null], run.Steps.Select(step => step.Error));
        Assert.Contains("asked again with at most", run.Steps[0].Output, StringComparison.Ordinal);
        Assert.Matches("Long texts were cut in their middle, to fit into [0-9,]+ tokens: the model has refused more", run.Steps[1].Input);

        run.Steps.Clear();
        await run.GoAsync();
        Assert.Equal(3, model.Prompts.Count);
    }

    [Fact]
    public async Task It_is_asked_twice_and_no_more_and_what_nothing_came_of_is_not_remembered()
    {
        var error = TooLong("Your input exceeds the context window of this model");
        using var model = new ScriptedModel(prompt => prompt.Any(message => message.Text.Contains("for good", StringComparison.Ordinal)) ? throw error : Says("Fine."));
        var run = new JournalledRun(model) { Content = $"for good {Long}" };
        Assert.Same(error, await Assert.ThrowsAsync<AgentException>(() => run.GoAsync()));
        Assert.Equal(2, model.Prompts.Count);
        Assert.InRange(LengthOf(model.Prompts[1]), LengthOf(model.Prompts[0]) / 2, LengthOf(model.Prompts[0]) * 2 / 3);

        run.Steps.Clear();
        run.Content = Long;
        await run.GoAsync();
        Assert.Equal(LengthOf(model.Prompts[0]) - "for good ".Length, LengthOf(model.Prompts[2]));
    }

    private static int LengthOf(IEnumerable<ChatMessage> prompt) => prompt.Sum(message => message.Text.Length);

    private static AgentException TooLong(string said) => ErrorWording.Of(new ProviderError(400, "context_length_exceeded", said), key: "sk-secret");
}
