using Holdfast.AI.Chat;
using Holdfast.AI.Errors;
using Holdfast.AI.Models;
using Holdfast.AI.Prompts;
using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Testing;
using Holdfast.Tools;
using Microsoft.Extensions.AI;
using static Holdfast.AI.Tests.Chat.ScriptedModel;

namespace Holdfast.AI.Tests.Chat;

[Trait("Req", "AS-6")]
[Trait("Req", "AS-24")]
public sealed class ChatAgentFallbackTests : IDisposable
{
    private static readonly ChatResponseUpdate[] Fine = Says("Fine.");

    private readonly FakeClock _clock = new();
    private readonly ScriptedModel _backup = new(_ => Fine);

    [Theory]
    [InlineData(402, "Insufficient Balance", "no credit left")]
    [InlineData(401, "Unauthorized", "the key is refused")]
    [InlineData(404, "The model `x` does not exist", "no such model for this key")]
    [InlineData(404, "404 page not found", "the address is wrong")]
    [InlineData(529, "Overloaded", "overloaded")]
    [InlineData(500, "Internal Server Error", "it has problems")]
    [InlineData(429, "Rate limit reached. Please try again in 20s.", "too many requests")]
    [InlineData(0, "connection refused", "no answer")]
    [InlineData(418, "teapot", "it refuses")]
    public async Task Another_model_is_asked_where_the_first_cannot_answer_and_the_run_says_so(int status, string said, string problem)
    {
        using var first = new ScriptedModel(_ => throw Error(status, said));
        var run = Run(first);
        Assert.Equal(new AgentUpdate.Answer("Fine."), await run.GoAsync());
        Assert.Equal(["gpt-test", "backup"], run.Steps.Select(step => step.Name));
        Assert.Equal([problem, null], run.Steps.Select(step => step.Error));
        Assert.EndsWith("backup is asked instead.", run.Steps[0].Output, StringComparison.Ordinal);
        var usage = run.Updates.OfType<AgentUpdate.StepFinished>().Last().Usage!;
        Assert.Equal(("model-b", new ModelPrices(1, 2)), (usage.Model, usage.Prices));
    }

    [Theory]
    [InlineData(400, "Your input was flagged by moderation")]
    [InlineData(400, "maximum context length is 4000 tokens")]
    public async Task What_one_refuses_of_the_conversation_no_other_is_asked(int status, string said)
    {
        using var first = new ScriptedModel(_ => throw Error(status, said));
        await Assert.ThrowsAsync<AgentException>(() => Run(first).GoAsync());
        Assert.Empty(_backup.Prompts);
    }

    [Fact]
    public async Task A_model_that_is_down_is_left_alone_then_tried_by_one_and_operators_hear_of_both_once()
    {
        var isDown = true;
        using var first = new ScriptedModel(_ => isDown ? throw Error(503, "no healthy upstream") : Says("I am back."));
        var run = Run(first);
        for (var i = 0; i < 5; i++)
            await AgainAsync(run);
        Assert.Single(first.Prompts);
        Assert.StartsWith("gpt-test is left alone for now: overloaded.\n", run.Steps[^1].Input, StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromSeconds(31));
        await AgainAsync(run);
        await AgainAsync(run);
        Assert.Equal(2, first.Prompts.Count);

        isDown = false;
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(new AgentUpdate.Answer("I am back."), await AgainAsync(run));
        await AgainAsync(run);
        Assert.Equal(4, first.Prompts.Count);
        Assert.Equal(["model/gpt-test", "model-up/gpt-test"], run.Appended.Select(item => item.DedupeKey!.Split(':')[1]).Select(key => key[..key.LastIndexOf('/')]));
    }

    [Fact]
    public async Task What_a_person_must_mend_is_left_alone_for_longer()
    {
        using var first = new ScriptedModel(_ => throw Error(401, "Unauthorized"));
        var run = Run(first);
        await run.GoAsync();
        _clock.Advance(TimeSpan.FromMinutes(4));
        await AgainAsync(run);
        Assert.Single(first.Prompts);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await AgainAsync(run);
        Assert.Equal(2, first.Prompts.Count);
    }

    [Fact]
    public async Task Text_of_an_answer_that_did_not_come_to_its_end_is_taken_back()
    {
        using var first = new ScriptedModel(_ => Broken());
        var run = Run(first);
        Assert.Equal(new AgentUpdate.Answer("Fine."), await run.GoAsync());
        Assert.Equal([new AgentUpdate.TextDelta("Half"), new AgentUpdate.TextTakenBack(4), new AgentUpdate.TextDelta("Fine.")], run.Updates.Where(update => update is AgentUpdate.TextDelta or AgentUpdate.TextTakenBack));

        static IEnumerable<ChatResponseUpdate> Broken()
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "Half");
            throw Error(502, "upstream died");
        }
    }

    [Fact]
    public async Task What_one_provider_hung_on_its_answer_goes_to_no_other_and_ids_are_of_the_strictest_form()
    {
        var isDown = false;
        using var first = new ScriptedModel(_ => isDown
            ? throw Error(503, "overloaded")
            : [new ChatResponseUpdate(ChatRole.Assistant, [new ProviderFields("{\"signature\":\"SECRET\"}"), FunctionCalls.Create("toolu_01-Ab", "look", "{\"at\":1}", "{\"thought\":\"SECRET\"}")]), End(ChatFinishReason.ToolCalls)]);
        var run = Run(first, new ScriptedTool("look", ToolPolicy.Auto, (_, _) =>
        {
            isDown = true;
            return new(new ToolResult("seen"));
        }));
        Assert.Equal(new AgentUpdate.Answer("Fine."), await run.GoAsync());
        var given = _backup.Prompts.Single();
        Assert.Equal("user: hi\nassistant: call call00001 look {\"at\":1}\ntool: result call00001 seen", JournalledRun.Text(given.Skip(1)));
        Assert.DoesNotContain(given.SelectMany(message => message.Contents), content => content is ProviderFields || content.AdditionalProperties is { Count: > 0 });
    }

    [Fact]
    public async Task A_run_that_comes_back_keeps_to_the_model_that_answered_in_it()
    {
        var calls = 0;
        using var first = new ScriptedModel(_ => throw Error(503, "overloaded"));
        using var backup = new ScriptedModel(_ => calls++ == 0 ? Calls(("a", "look", "{}")) : Fine);
        var run = Run(first, backup, new ScriptedTool("look", ToolPolicy.Auto, "seen"));
        await run.GoAsync(cutAfter: 6);
        Assert.Single(first.Prompts);

        run.Restart();
        Assert.Equal(new AgentUpdate.Answer("Fine."), await run.GoAsync());
        Assert.Single(first.Prompts);
        Assert.Equal("backup", run.Steps[^1].Name);
    }

    [Fact]
    public async Task A_model_that_has_failed_in_a_run_is_not_the_first_that_is_asked_when_it_comes_back()
    {
        using var first = new ScriptedModel(_ => throw Error(503, "overloaded"));
        var run = Run(first);
        await run.GoAsync(cutAfter: 3);
        run.Restart();
        Assert.Equal(new AgentUpdate.Answer("Fine."), await run.GoAsync());
        Assert.Single(first.Prompts);
    }

    [Fact]
    public async Task Where_none_can_answer_what_may_pass_is_told_and_the_one_that_rests_least_is_asked_next()
    {
        using var first = new ScriptedModel(_ => throw Error(401, "Unauthorized"));
        using var backup = new ScriptedModel(_ => throw Error(503, "overloaded"));
        var run = Run(first, backup);
        Assert.True((await Assert.ThrowsAsync<AgentException>(() => run.GoAsync())).IsTransient);
        await Assert.ThrowsAsync<AgentException>(() => AgainAsync(run));
        Assert.Equal((1, 2), (first.Prompts.Count, backup.Prompts.Count));
    }

    [Fact]
    public async Task A_limit_that_passes_in_a_moment_is_waited_for_once()
    {
        var asked = 0;
        using var first = new ScriptedModel(_ => asked++ == 0 ? throw Error(429, "Rate limit reached. Please try again in 1.5s.") : Says("First."));
        var run = Run(first);
        var going = run.GoAsync();
        await _clock.TimerSetAsync(TimeSpan.FromSeconds(1.5));
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(new AgentUpdate.Answer("First."), await going);
        Assert.Empty(_backup.Prompts);
    }

    [Fact]
    public async Task A_model_that_does_not_begin_to_answer_is_waited_for_only_so_long()
    {
        using var first = new HangingModel();
        var run = Run(first);
        var going = run.GoAsync();
        await _clock.TimerSetAsync(TimeSpan.FromMinutes(2));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new AgentUpdate.Answer("Fine."), await going);
        Assert.Equal("no answer", run.Steps[0].Error);
    }

    [Fact]
    public async Task A_channel_may_have_a_model_of_its_own_that_no_other_stands_in_for()
    {
        using var first = new ScriptedModel(_ => Says("First."));
        using var own = new ScriptedModel(_ => throw Error(503, "overloaded"));
        var run = Run(first);
        run.Others.Add(("local", new ModelOptions { Replaceable = false }, own));
        run.Options.ChannelModels["C1"] = "LOCAL";
        await Assert.ThrowsAsync<AgentException>(() => run.GoAsync());
        Assert.Single(own.Prompts);
        Assert.Empty(first.Prompts);
        Assert.Empty(_backup.Prompts);
    }

    public void Dispose() => _backup.Dispose();

    private JournalledRun Run(IChatClient first, params IAgentTool[] tools) => Run(first, _backup, tools);

    private JournalledRun Run(IChatClient first, IChatClient backup, params IAgentTool[] tools)
    {
        var run = new JournalledRun(first, tools) { Clock = _clock };
        run.Options.Fallbacks.Add("backup");
        run.Others.Add(("backup", new ModelOptions { Model = "model-b", InputPrice = 1, OutputPrice = 2 }, backup));
        return run;
    }

    private static async Task<AgentUpdate> AgainAsync(JournalledRun run)
    {
        run.Steps.Clear();
        return await run.GoAsync();
    }

    /// <summary>A model that never answers.</summary>
    private sealed class HangingModel : ScriptedModel
    {
        public HangingModel()
            : base(_ => [])
        {
        }

        protected override Task BeforeAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private static AgentException Error(int status, string said) =>
        ErrorWording.Of(new ProviderError(status, null, said) { RetryAfter = RetryWaits.OfWords(said) }, key: "sk-secret");
}
