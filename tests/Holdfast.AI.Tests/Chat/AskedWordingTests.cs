using Holdfast.AI.Chat;
using Holdfast.AI.Prompts;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Chat;

[Trait("Req", "VF-1")]
public sealed class AskedWordingTests
{
    private static readonly ChatMessage Question = new(ChatRole.User, [new TextContent("[Ada] What is this?"), new TextContent("a secret file"), new DataContent("AAAA"u8.ToArray(), "image/png")]);

    private static readonly PromptParts Parts = new(
        new ChatMessage(ChatRole.System, "Be brief."), Tools: null, [new ChatMessage(ChatRole.User, "before"), new ChatMessage(ChatRole.Assistant, "hidden")], [Question])
    {
        Summary = "summed up",
    };

    [Fact]
    public void The_question_is_said_and_of_the_rest_how_much()
    {
        Assert.Equal(
            "Something is left out.\nGiven: instructions (9 characters), a summary of what was said first (9 characters), 1 earlier message (6 characters), text of files (13 characters), 1 picture, no tools.\nAsked: [Ada] What is this?",
            AskedWording.Of(Parts, new FittedPrompt([Parts.Instructions, Parts.History[1], Question], LeftOut: 1, IsCut: false), "Something is left out."));
    }

    [Fact]
    public void Whatever_is_asked_it_stays_short()
    {
        var parts = Parts with { History = [], Summary = null, Now = [new ChatMessage(ChatRole.User, new string('x', 1_000_000))] };
        var text = AskedWording.Of(parts, new FittedPrompt([parts.Instructions, .. parts.Now], LeftOut: 0, IsCut: true), note: null);
        Assert.InRange(text.Length, 1_500, 1_700);
        Assert.Contains("(1,000,000 characters)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void After_calls_it_is_asked_with_their_results_which_are_steps_of_their_own()
    {
        var now = new List<ChatMessage> { Question };
        for (var round = 1; round <= 2; round++)
        {
            var ids = Enumerable.Range(1, round == 1 ? 1 : 7).ToList();
            now.Add(new ChatMessage(ChatRole.Assistant, [.. ids.Select(id => FunctionCalls.Create($"c{id}", $"tool{round}{id}", "{}"))]));
            now.Add(new ChatMessage(ChatRole.Tool, [.. ids.Select(id => new FunctionResultContent($"c{id}", "ten chars."))]));
        }

        var parts = Parts with { Now = now };
        var text = AskedWording.Of(parts, new FittedPrompt([parts.Instructions, .. now], LeftOut: 2, IsCut: false), note: null);
        Assert.EndsWith("\nThe results of tool21, tool22, tool23, tool24, tool25 and 2 more (70 characters), after the question.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ten chars", text, StringComparison.Ordinal);
    }
}
