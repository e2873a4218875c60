using Holdfast.AI.Chat;
using Holdfast.AI.Errors;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Microsoft.Extensions.AI;
using static Holdfast.AI.Tests.Chat.ScriptedModel;

namespace Holdfast.AI.Tests.Chat;

[Trait("Req", "CX-13")]
public sealed class ChatAgentSummaryTests
{
    private static readonly Turn[] Long =
        [.. Enumerable.Range(0, 20).Select(i => new Turn(i % 2 == 0 ? Turn.User : Turn.Assistant, $"{i}. {string.Concat(Enumerable.Repeat("lorem ipsum ", 50))}"))];

    [Fact]
    public async Task The_oldest_is_summed_up_in_a_step_kept_and_put_before_the_first_question_that_stays()
    {
        using var model = new ScriptedModel(prompt => Says(IsSummary(prompt) ? "In short." : "Fine."));
        var memory = new SummedMemory(Long);
        var run = Run(model, memory);
        Assert.Equal(new AgentUpdate.Answer("Fine."), await run.GoAsync());
        Assert.Equal([(StepKinds.Summary, "In short."), (StepKinds.Model, "Fine.")], run.Steps.Select(step => (step.Kind, step.Output!)));
        Assert.InRange(memory.Covered, 6, 16);
        Assert.Contains($"{memory.Covered - 1}. lorem", model.Prompts[0][1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{memory.Covered}. lorem", model.Prompts[0][1].Text, StringComparison.Ordinal);
        var asked = model.Prompts[1];
        Assert.StartsWith($"[What was said before this, summed up by the server]\nIn short.\n[End of the summary]\n\n{memory.Covered}. lorem", asked[1].Text, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, asked.Count - 1).Select(i => i % 2 == 0 ? ChatRole.User : ChatRole.Assistant), asked.Skip(1).Select(message => message.Role));

        await run.GoAsync();
        Assert.DoesNotContain(model.Prompts.Skip(2), IsSummary);
        Assert.Contains("In short.", model.Prompts[^1][1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_summed_up_before_goes_into_the_next_summary()
    {
        using var model = new ScriptedModel(prompt => Says(IsSummary(prompt) ? "New." : "Fine."));
        await Run(model, new SummedMemory(Long) { Summary = "What came before." }).GoAsync();
        Assert.StartsWith("[Summary of what was said before]\nWhat came before.\n\n0. lorem", model.Prompts[0][1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("empty")]
    [InlineData("endless")]
    public async Task Without_a_summary_the_oldest_is_left_out_and_it_is_not_tried_again_in_this_run(string how)
    {
        using var model = new ScriptedModel(prompt => !IsSummary(prompt) ? Says("Fine.") : how switch
        {
            "error" => throw ErrorWording.Of(new ProviderError(500, null, "oh"), key: "k"),
            "empty" => Says(" "),
            _ => Enumerable.Repeat(new ChatResponseUpdate(ChatRole.Assistant, "and so on "), int.MaxValue),
        });
        var memory = new SummedMemory(Long);
        var run = Run(model, memory);
        Assert.Equal(new AgentUpdate.Answer("Fine."), await run.GoAsync());
        Assert.NotNull(run.Steps[0].Error);
        Assert.Contains("earlier messages left out", run.Steps[1].Input, StringComparison.Ordinal);
        Assert.Null(memory.Summary);

        run.Steps.RemoveAt(1);
        await run.GoAsync();
        Assert.Equal(1, model.Prompts.Count(IsSummary));
    }

    [Fact]
    public async Task What_fits_is_not_summed_up_unless_memory_is_about_to_drop_it_and_nothing_is_where_that_is_not_wanted()
    {
        using var model = new ScriptedModel(prompt => Says(IsSummary(prompt) ? "In short." : "Fine."));
        var few = Long[..4];
        await Run(model, new SummedMemory(few)).GoAsync();
        Assert.DoesNotContain(model.Prompts, IsSummary);
        var full = new SummedMemory(few) { IsFull = true };
        await Run(model, full).GoAsync();
        Assert.Equal(2, full.Covered);
        var unwanted = Run(model, new SummedMemory(Long));
        unwanted.Options.Summarize = false;
        await unwanted.GoAsync();
        Assert.Equal(1, model.Prompts.Count(IsSummary));
    }

    private static bool IsSummary(IReadOnlyList<ChatMessage> prompt) => prompt[0].Text == SummaryWording.Instructions;

    private static JournalledRun Run(ScriptedModel model, SummedMemory memory)
    {
        var run = new JournalledRun(model) { Memory = memory };
        run.Options.MaxPromptTokens = 2_500;
        return run;
    }

    /// <summary>A conversation that keeps its summary.</summary>
    private sealed class SummedMemory(Turn[] turns) : IConversationMemory
    {
        public string? Summary { get; set; }

        public int Covered { get; private set; }

        public bool IsFull { get; init; }

        public ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(ConversationId conversation, CancellationToken cancellationToken) => new(turns);

        public ValueTask<Recollection> RecallAsync(ConversationId conversation, CancellationToken cancellationToken) => new(new Recollection(turns[Covered..], Summary, IsFull));

        public ValueTask<Effects> SummarizedAsync(string summary, int count, CancellationToken cancellationToken)
        {
            (Summary, Covered) = (summary, Covered + count);
            return new(Effects.None);
        }
    }
}
