using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Tools;
using Microsoft.Extensions.AI;
using static Holdfast.AI.Tests.Chat.ScriptedModel;

namespace Holdfast.AI.Tests.Chat;

/// <summary>What a run has done is not done again, wherever it was cut.</summary>
[Trait("Req", "AS-15")]
public sealed class ChatAgentResumeTests
{
    /// <summary>Every kind of call there is, with ids that begin anew in each answer, as some providers give them.</summary>
    private static readonly ChatResponseUpdate[][] Script =
    [
        Calls("Let me look.", ("0", "look", """{"n":1}"""), ("1", "exec", """{"n":1}"""), ("2", "nothing", "{}"), ("3", "look", "{"), ("4", "exec", """{"n":2}""")),
        Calls(("0", "look", """{"n":2}"""), ("1", "throws", "{}"), ("2", "look", """{"n":3}""")),
        Calls(("0", "exec", """{"n":3}"""), ("1", "exec", """{"n":4}"""), ("", "look", """{"n":4}""")),
        Says("All is well."),
    ];

    private static readonly Dictionary<string, ApprovalStatus> Decisions = new(StringComparer.Ordinal)
    {
        ["1.1"] = ApprovalStatus.Approved, ["1.4"] = ApprovalStatus.Denied, ["3.0"] = ApprovalStatus.Approved, ["3.1"] = ApprovalStatus.Expired,
    };

    public static TheoryData<int> EveryCut() => [.. Enumerable.Range(1, Uncut().Updates)];

    [Fact]
    public void The_script_is_cut_in_many_places() => Assert.InRange(Uncut().Updates, 30, 100);

    [Theory]
    [MemberData(nameof(EveryCut))]
    public async Task A_run_that_is_cut_anywhere_ends_the_same_and_repeats_nothing_that_was_finished(int cut)
    {
        using var model = InTurn(Script);
        var (run, tools) = Make(model);
        var atCut = await GoToEndAsync(run, cut, () => (
            Finished: run.Steps.ToList(), Prompts: model.Prompts.Count, Made: tools.SelectMany(tool => tool.Calls).Select(call => call.Id).ToList()));
        var finished = atCut.Finished.Where(step => step.Kind == StepKinds.Tool).Select(step => step.Resume!).ToHashSet();
        var madeAfter = tools.SelectMany(tool => tool.Calls).Select(call => call.Id).ToList();
        foreach (var once in atCut.Made)
            madeAfter.Remove(once);
        Assert.DoesNotContain(madeAfter, finished.Contains);

        // What was approved is begun once, whatever happens; the rest is made again only where its end was lost.
        Assert.All(tools.Single(tool => tool.Name == "exec").Calls.CountBy(call => call.Id), made => Assert.Equal(1, made.Value));
        Assert.InRange(madeAfter.Count(atCut.Made.Contains), 0, 1);

        var askedBefore = atCut.Finished.Count(step => step.Kind == StepKinds.Model);
        Assert.Equal(Script.Length - askedBefore, model.Prompts.Count - atCut.Prompts);
        Assert.Equal(Enumerable.Range(1, run.Steps.Count), run.Steps.Select(step => step.Number));
        Assert.Equal(run.Steps.Count(step => step.Kind == StepKinds.Tool), run.Steps.Where(step => step.Kind == StepKinds.Tool).Select(step => step.Resume).Distinct().Count());

        // The conversation is the same as without the cut, but for what an interruption left unknown.
        var uncut = Uncut();
        var expected = uncut.LastPrompt.Split('\n');
        var actual = JournalledRun.Text(model.Prompts[^1]).Split('\n');
        Assert.Equal(expected.Length, actual.Length);
        var different = expected.Zip(actual).Where(pair => pair.First != pair.Second).ToList();
        Assert.InRange(different.Count, 0, 1);
        Assert.All(different, pair => Assert.Contains("begun, but the server was interrupted", pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_finished_answer_is_given_at_once()
    {
        using var model = InTurn(Says("Done."));
        var run = new JournalledRun(model);
        await run.GoAsync();
        run.Updates.Clear();
        Assert.Equal("Done.", Assert.IsType<AgentUpdate.Answer>(await run.GoAsync()).Text);
        Assert.Single(run.Updates);
        Assert.Single(model.Prompts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"text\":\"x\"")]
    [InlineData("""{"text":null,"calls":[]}""")]
    [InlineData("""{"text":"x","calls":null}""")]
    [InlineData("""{"text":"x","calls":[null]}""")]
    [InlineData("""{"text":"x","calls":[{"id":"a","name":"look"}]}""")]
    public async Task An_answer_that_cannot_be_read_is_asked_for_again_and_takes_no_other_ones_results(string? resume)
    {
        var look = new ScriptedTool("look", ToolPolicy.Auto, "seen");
        using var model = InTurn(Calls(("0", "look", "{}")), Says("ok"));
        var run = new JournalledRun(model, look);
        await run.GoAsync(cutAfter: 5);
        Assert.Equal(2, run.Steps.Count);
        run.Steps[0] = run.Steps[0] with { Resume = resume };
        Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());
        Assert.Equal(["1.0", "2.0"], look.Calls.Select(call => call.Id));
    }

    [Fact]
    public async Task A_tool_step_that_names_no_call_counts_as_not_done()
    {
        var look = new ScriptedTool("look", ToolPolicy.Auto, "seen");
        using var model = InTurn(Calls(("0", "look", "{}")), Says("ok"));
        var run = new JournalledRun(model, look);
        await run.GoAsync(cutAfter: 5);
        run.Steps[1] = run.Steps[1] with { Resume = null, Error = "abandoned" };
        Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());
        Assert.Equal(["1.0", "1.0"], look.Calls.Select(call => call.Id));
    }

    [Fact]
    public async Task A_failed_call_of_the_model_is_made_again_and_other_kinds_of_steps_are_passed_over()
    {
        var look = new ScriptedTool("look", ToolPolicy.Auto, "seen");
        using var model = InTurn(Calls(("0", "look", "{}")), Says("ok"));
        var run = new JournalledRun(model, look);
        await run.GoAsync(cutAfter: 5);
        run.Steps.Add(run.Steps[0] with { Number = 3, Error = "ProviderException", Output = null, Resume = null });
        run.Steps.Add(run.Steps[0] with { Number = 4, Kind = StepKinds.Retry });
        run.Steps.Add(run.Steps[0] with { Number = 5, Kind = StepKinds.Approval });
        Assert.Equal("ok", Assert.IsType<AgentUpdate.Answer>(await run.GoAsync()).Text);
        Assert.Single(look.Calls);
        Assert.Equal(2, model.Prompts.Count);
    }

    private static (int Updates, string LastPrompt) Uncut()
    {
        using var model = InTurn(Script);
        var (run, _) = Make(model);
        var going = GoToEndAsync(run, cut: null, () => 0);
        Assert.True(going.IsCompletedSuccessfully);
        return (run.Updates.Count, JournalledRun.Text(model.Prompts[^1]));
    }

    private static (JournalledRun Run, ScriptedTool[] Tools) Make(IChatClient model)
    {
        ScriptedTool[] tools =
        [
            new("look", ToolPolicy.Auto, (call, _) => new(new ToolResult($"seen {call.Arguments.GetRawText()}"))),
            new("exec", ToolPolicy.Approve, (call, _) => new(new ToolResult($"ran {call.Arguments.GetRawText()} for {call.ApprovedBy}"))),
            new("throws", ToolPolicy.Auto, (_, _) => throw new InvalidOperationException()),
        ];
        return (new JournalledRun(model, tools), tools);
    }

    /// <summary>Goes on, deciding what is asked, one thing at a time, until there is an answer; cut once on the way.</summary>
    private static async Task<T> GoToEndAsync<T>(JournalledRun run, int? cut, Func<T> atCut)
    {
        var seen = atCut();
        while (true)
        {
            var before = run.Updates.Count;
            var last = await run.GoAsync(cut - before);
            if (cut == run.Updates.Count)
            {
                seen = atCut();
                cut = null;
                if (last is not AgentUpdate.ApprovalNeeded)
                    continue;
            }

            if (last is AgentUpdate.Answer)
                return seen;
            var needed = Assert.IsType<AgentUpdate.ApprovalNeeded>(last).Requests;
            foreach (var request in needed.Skip(1))
                run.Decide(request.CallId, ApprovalStatus.Pending, by: null);
            run.Decide(needed[0].CallId, Decisions[needed[0].CallId]);
        }
    }
}
