using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.Agents;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Testing;
using Holdfast.Tools;
using Microsoft.Extensions.AI;
using static Holdfast.AI.Tests.Chat.ScriptedModel;

namespace Holdfast.AI.Tests.Chat;

[Trait("Req", "AS-15")]
public sealed class ChatAgentToolTests
{
    private readonly ScriptedTool _look = new("look", ToolPolicy.Auto, "seen");
    private readonly ScriptedTool _exec = new("exec", ToolPolicy.Approve, "ran");

    [Fact]
    public async Task The_model_is_offered_the_tools_that_are_not_off_as_declarations_that_nothing_can_invoke()
    {
        using var model = InTurn(Says("ok"));
        await new JournalledRun(model, _look, _exec, new ScriptedTool("secret", ToolPolicy.Off)).GoAsync();
        var offered = model.Asked.Single()!.Tools!;
        Assert.Equal(["look", "exec"], offered.Select(tool => tool.Name));
        Assert.Equal("Does look.", offered[0].Description);
        Assert.Equal("object", Assert.IsAssignableFrom<AIFunctionDeclaration>(offered[0]).JsonSchema.GetProperty("type").GetString());
        Assert.DoesNotContain(offered, tool => tool is AIFunction);
    }

    [Fact]
    public async Task Tools_that_come_and_go_are_those_of_the_moment_under_the_operators_policy()
    {
        using var before = InTurn(Says("one"));
        using var model = InTurn(Calls(("c1", "hub_push", "{}")));
        var source = new Source();
        await RunOn(before).GoAsync();
        source.Tools = [new ScriptedTool("hub_push", ToolPolicy.Auto, "pushed"), new ScriptedTool("hub_secret", ToolPolicy.Auto, "told")];
        var needed = Assert.IsType<AgentUpdate.ApprovalNeeded>(await RunOn(model).GoAsync());
        Assert.Equal("hub_push", Assert.Single(needed.Requests).Tool);
        Assert.Equal(["look"], Assert.Single(before.Asked)!.Tools!.Select(tool => tool.Name));
        Assert.Equal(["look", "hub_push"], Assert.Single(model.Asked)!.Tools!.Select(tool => tool.Name));

        JournalledRun RunOn(IChatClient asked) => new(asked, _look)
        {
            Sources = { source }, Policies = { Policies = { ["hub_*"] = ToolPolicy.Approve, ["hub_secret"] = ToolPolicy.Off } },
        };
    }

    private sealed class Source : IToolSource
    {
        public IReadOnlyList<IAgentTool> Tools { get; set; } = [];

        public string Prefix => "hub_";

        public ValueTask<IReadOnlyList<IAgentTool>> GetToolsAsync(AgentTurn turn, CancellationToken cancellationToken) => ValueTask.FromResult(Tools);
    }

    [Fact]
    public async Task Without_tools_the_model_is_told_of_none()
    {
        using var model = InTurn(Says("ok"));
        await new JournalledRun(model).GoAsync();
        Assert.Null(Assert.Single(model.Asked));
    }

    [Fact]
    public async Task A_call_is_made_its_result_given_back_under_its_id_and_the_model_asked_again()
    {
        using var model = InTurn(Calls("Let me look.", ("c1", "look", """{"n": 1.10}""")), Says("All is well."));
        var run = new JournalledRun(model, _look);
        var answer = Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());
        Assert.Equal("All is well.", answer.Text);
        Assert.Equal(
            $$"""
            system: Be brief.

            {{SystemPrompt.Guard}}
            user: hi
            assistant: Let me look.
            assistant: call c1 look {"n": 1.10}
            tool: result c1 seen
            """.ReplaceLineEndings("\n"),
            JournalledRun.Text(model.Prompts[1]));
        var call = Assert.Single(_look.Calls);
        var with = $"instructions ({"Be brief.\n\n".Length + SystemPrompt.Guard.Length} characters), 1 tool.";
        Assert.Equal(("1.c1", "1.10", "U1", (string?)null), (call.Id, call.Arguments.GetProperty("n").GetRawText(), call.Turn.User, call.ApprovedBy));
        Assert.Equal(
            [
                (StepKinds.Model, "gpt-test", $"Given: {with}\nAsked: hi", "Let me look.\ncalls look"),
                (StepKinds.Tool, "look", """{"n": 1.10}""", "seen"),
                (StepKinds.Model, "gpt-test", $"Given: {with}\nThe result of look (4 characters), after the question.", "All is well."),
            ],
            run.Steps.Select(step => (step.Kind, step.Name, step.Input, step.Output!)));
        Assert.Equal("""{"text":"Let me look.","calls":[{"id":"c1","name":"look","arguments":"{\"n\": 1.10}"}]}""", run.Steps[0].Resume);
        Assert.Equal("1.c1", run.Steps[1].Resume);
        Assert.All(run.Steps, step => Assert.Null(step.Error));
        Assert.Equal(["Let me look.", "All is well."], run.Updates.OfType<AgentUpdate.TextDelta>().Select(delta => delta.Text));
    }

    [Fact]
    public async Task What_a_tool_leads_to_goes_with_its_step()
    {
        using var model = InTurn(Calls(("c1", "later", "{}")), Says("ok"));
        var effects = new Items.Effects();
        var run = new JournalledRun(model, new ScriptedTool("later", ToolPolicy.Auto, (_, _) => new(new ToolResult("set") { IsError = true, Effects = effects })));
        await run.GoAsync();
        var end = run.Updates.OfType<AgentUpdate.StepFinished>().ElementAt(1);
        Assert.Same(effects, end.Effects);
        Assert.Equal("failed", end.Error);
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task What_may_run_is_run_in_order_before_the_run_waits_for_all_that_is_undecided()
    {
        using var model = InTurn(Calls(("a", "exec", """{"n":1}"""), ("b", "look", "{}"), ("c", "exec", """{"n":2}"""), ("d", "look", "{}")), Says("ok"));
        var run = new JournalledRun(model, _look, _exec);
        var needed = Assert.IsType<AgentUpdate.ApprovalNeeded>(await run.GoAsync());
        Assert.Equal([new ToolRequest("1.a", "exec", """exec {"n":1}"""), new ToolRequest("1.c", "exec", """exec {"n":2}""")], needed.Requests);
        Assert.Equal(["1.b", "1.d"], _look.Calls.Select(call => call.Id));
        Assert.Empty(_exec.Calls);
        Assert.Single(model.Prompts);

        run.Decide("1.a", ApprovalStatus.Pending, by: null).Decide("1.c", ApprovalStatus.Approved);
        Assert.Equal(["1.a"], Assert.IsType<AgentUpdate.ApprovalNeeded>(await run.GoAsync()).Requests.Select(request => request.CallId));
        Assert.Equal(("1.c", "U9"), (Assert.Single(_exec.Calls).Id, _exec.Calls[0].ApprovedBy));
        Assert.Equal(run.Approvals.Single(approval => approval.CallId == "1.c").Id, run.Updates.OfType<AgentUpdate.StepStarted>().Single(step => step.Approval is not null).Approval);

        run.Decide("1.a", ApprovalStatus.Approved, "U8");
        Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());
        Assert.Equal(["1.c", "1.a"], _exec.Calls.Select(call => call.Id));
        Assert.Equal(2, _look.Calls.Count);
        Assert.Equal(
            ["a ran", "b seen", "c ran", "d seen"],
            model.Prompts[1][^1].Contents.Cast<FunctionResultContent>().Select(result => $"{result.CallId} {result.Result}"));
    }

    [Fact]
    public async Task Calls_that_may_be_beside_others_are_under_way_at_once_and_what_may_change_something_waits_for_them()
    {
        var (both, order) = (new TaskCompletionSource(), new List<string>());
        var reading = 0;
        var read = new ScriptedTool("read", ToolPolicy.Auto, async (call, cancellation) =>
        {
            if (Interlocked.Increment(ref reading) == 2)
                both.SetResult();
            await both.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
            lock (order)
                order.Add(call.Id);
            return call.Id == "1.b" ? throw new InvalidOperationException("secret") : new ToolResult(call.Id);
        }) { MayRunBesideOthers = true };
        var write = new ScriptedTool("write", ToolPolicy.Auto, (call, _) =>
        {
            order.Add(call.Id);
            return new(new ToolResult($"after {call.Earlier.Count}"));
        });
        using var model = InTurn(Calls(("a", "read", "{}"), ("x", "exec", "{}"), ("b", "read", "{}"), ("w", "write", "{}"), ("c", "read", "{}")), Says("ok"));
        var run = new JournalledRun(model, read, write, _exec);
        await run.GoAsync();
        await run.Decide("1.x", ApprovalStatus.Denied).GoAsync();

        Assert.Equal(["1.a", "1.b"], order.Take(2).Order());
        Assert.Equal(["1.w", "1.c"], order.Skip(2));
        Assert.Equal(
            ["a 1.a", "x Not done", "b The tool failed", "w after 2", "c 1.c"],
            model.Prompts[1][^1].Contents.Cast<FunctionResultContent>().Select(result => $"{result.CallId} {result.Result}"[..Math.Min(17, $"{result.CallId} {result.Result}".Length)]).Select(told => told.StartsWith("x ", StringComparison.Ordinal) ? told[..10] : told));
    }

    [Fact]
    public async Task A_tool_that_begins_something_has_it_durable_with_the_approval_and_waits_on_after_a_crash()
    {
        var begun = new Items.Effects();
        var tool = new ResumableTool(begun);
        using var model = InTurn(Calls(("a", "start", "{}")), Says("ok"));
        var run = new JournalledRun(model, tool);
        await run.GoAsync();
        run.Decide("1.a", ApprovalStatus.Approved);
        await Assert.ThrowsAsync<LostLeaseException>(() => run.GoAsync());
        var started = Assert.Single(run.Updates.OfType<AgentUpdate.StepStarted>(), step => step.Approval is not null);
        Assert.Same(begun, started.Effects);

        tool.Result = new ToolResult("it ended");
        Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());
        Assert.Equal("tool: result a it ended", JournalledRun.Text(model.Prompts[1].TakeLast(1)));
        Assert.Equal((1, 2), (tool.Begun, tool.Waited));
    }

    private sealed class ResumableTool(Items.Effects begun) : IResumableTool
    {
        public ToolResult? Result { get; set; }

        public int Begun { get; private set; }

        public int Waited { get; private set; }

        public string Name => "start";

        public string Description => "Starts something.";

        public JsonElement Parameters { get; } = JsonElement.Parse("{}");

        public ToolPolicy DefaultPolicy => ToolPolicy.Approve;

        public ToolReview Review(JsonElement arguments) => new ToolReview.Accepted("start");

        public ValueTask<ToolBeginning> BeginAsync(ToolCall call, CancellationToken cancellationToken)
        {
            Begun++;
            return new(new ToolBeginning(begun));
        }

        public ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
        {
            Waited++;
            return Result is { } result ? new(result) : throw new LostLeaseException(null!);
        }
    }

    [Fact]
    public async Task Four_are_under_way_at_most_and_a_stop_ends_them_all()
    {
        using var stop = new CancellationTokenSource();
        var (began, ended) = (new Counted("calls"), 0);
        var hang = new ScriptedTool("hang", ToolPolicy.Auto, async (_, cancellation) =>
        {
            began.Happened();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }

            return new ToolResult("never");
        }) { MayRunBesideOthers = true };
        using var model = InTurn(Calls([.. Enumerable.Range(0, 6).Select(n => ($"c{n}", "hang", "{}"))]), Says("ok"));
        var run = new JournalledRun(model, hang);
        var going = run.GoAsync(cancellationToken: stop.Token);
        await began.AtLeastAsync(4);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => going);
        Assert.Equal((4, 4), (hang.Calls.Count, ended));
        Assert.Equal(4, run.Updates.OfType<AgentUpdate.StepStarted>().Count(step => step.Kind == StepKinds.Tool));
    }

    [Theory]
    [Trait("Req", "RS-18")]
    [InlineData(ApprovalStatus.Denied, "U9", "denied", "Not done: <@U9> denied it. Do not try to do the same in another way; go on without it, or ask what is wanted instead.")]
    [InlineData(ApprovalStatus.Denied, null, "denied", "Not done: it was denied. Do not try to do the same in another way; go on without it, or ask what is wanted instead.")]
    [InlineData(ApprovalStatus.Expired, null, "expired", "Not done: it needs a person's approval, and nobody decided in time. Go on without it, and say so.")]
    [InlineData(ApprovalStatus.Withdrawn, null, "withdrawn", "Not done: it needs a person's approval, and the request for it was withdrawn. Go on without it, and say so.")]
    public async Task What_was_not_approved_is_not_done_and_the_model_is_told(ApprovalStatus status, string? by, string error, string told)
    {
        using var model = InTurn(Calls(("a", "exec", "{}")), Says("ok"));
        var run = new JournalledRun(model, _exec);
        await run.GoAsync();
        Assert.IsType<AgentUpdate.Answer>(await run.Decide("1.a", status, by).GoAsync());
        Assert.Empty(_exec.Calls);
        Assert.Equal($"tool: result a {told}", JournalledRun.Text(model.Prompts[1].TakeLast(1)));
        Assert.Equal((error, told), (run.Steps[1].Error, run.Steps[1].Output));
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task What_was_approved_and_begun_before_an_interruption_is_not_done_again()
    {
        using var model = InTurn(Calls(("a", "exec", "{}")), Says("ok"));
        var run = new JournalledRun(model, _exec);
        await run.GoAsync();
        run.Decide("1.a", ApprovalStatus.Approved);

        // Cut when the tool has run and its step is not durable.
        Assert.IsType<AgentUpdate.StepFinished>(await run.GoAsync(cutAfter: 2));
        Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());
        Assert.Single(_exec.Calls);
        Assert.Equal(
            "tool: result a This was begun, but the server was interrupted before it ended. Whether it was done, wholly or in part, is not known. "
                + "Do not simply repeat it: find out first what was done, or say that it is not known.",
            JournalledRun.Text(model.Prompts[1].TakeLast(1)));
        Assert.Equal("interrupted", run.Steps[1].Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "AS-15")]
    public async Task A_call_that_was_interrupted_is_made_again_where_that_is_harmless_and_nowhere_else(bool isRepeatable)
    {
        var tool = new ScriptedTool("note", ToolPolicy.Auto) { IsRepeatable = isRepeatable };
        using var model = InTurn(Calls(("a", "note", "{}"), ("b", "note", "{}")), Says("ok"));
        var run = new JournalledRun(model, tool);

        // Cut when the first has run and its step is not durable; the second has not been begun.
        while (run.Updates.OfType<AgentUpdate.StepFinished>().Count() < 2)
            await run.GoAsync(cutAfter: run.Steps.Count == 0 ? 4 : 2);
        Assert.Single(tool.Calls);
        Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());

        Assert.Equal(isRepeatable ? ["1.a", "1.a", "1.b"] : ["1.a", "1.b"], tool.Calls.Select(call => call.Id));
        var told = JournalledRun.Text(model.Prompts[1].TakeLast(1));
        Assert.Equal(!isRepeatable, told.Contains("result a This was begun", StringComparison.Ordinal));
        Assert.Contains("result b done", told, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public async Task What_the_operator_allowed_beforehand_needs_nobody_but_what_somebody_denied_stays_denied()
    {
        var exec = new ScriptedTool("exec", ToolPolicy.Approve) { Reviews = arguments => new ToolReview.Accepted("s", arguments.TryGetProperty("ok", out _)) };
        using var model = InTurn(Calls(("a", "exec", """{"ok":1}"""), ("b", "exec", "{}")), Says("ok"));
        var run = new JournalledRun(model, exec);
        Assert.Equal(["1.b"], Assert.IsType<AgentUpdate.ApprovalNeeded>(await run.GoAsync()).Requests.Select(request => request.CallId));
        Assert.Equal(["1.a"], exec.Calls.Select(call => call.Id));
        run.Policies.Policies["exec"] = ToolPolicy.Auto;
        Assert.IsType<AgentUpdate.Answer>(await run.Decide("1.b", ApprovalStatus.Denied).GoAsync());
        Assert.Single(exec.Calls);
    }

    [Fact]
    [Trait("Req", "SE-3")]
    public async Task A_tool_that_was_switched_off_while_people_decided_is_not_run()
    {
        using var model = InTurn(Calls(("a", "exec", "{}")), Says("ok"));
        var run = new JournalledRun(model, _exec);
        await run.GoAsync();
        run.Policies.Policies["exec"] = ToolPolicy.Off;
        Assert.IsType<AgentUpdate.Answer>(await run.Decide("1.a", ApprovalStatus.Approved).GoAsync());
        Assert.Empty(_exec.Calls);
        Assert.Equal("tool: result a Not done: There is no such tool.", JournalledRun.Text(model.Prompts[1].TakeLast(1)));
    }

    [Theory]
    [InlineData("look", """{"n":""", "malformed arguments", ToolWording.Malformed)]
    [InlineData("look", """{"n":1,"n":2}""", "malformed arguments", ToolWording.Malformed)]
    [InlineData("look", "do it", "malformed arguments", ToolWording.Malformed)]
    [InlineData("look", "[1]", "refused", "Not done: The arguments must be a JSON object.")]
    [InlineData("nothing", "{}", "refused", "Not done: There is no such tool.")]
    [InlineData("picky", "{}", "refused", "Not done: Not on Sundays.")]
    [InlineData("clumsy", "{}", "refused", "Not done: The tool could not check the call (KeyNotFoundException).")]
    [InlineData("throws", "{}", "InvalidOperationException", "The tool failed (InvalidOperationException). How much of it was done is not known.")]
    [InlineData("late", "{}", "TaskCanceledException", "The tool failed (TaskCanceledException). How much of it was done is not known.")]
    public async Task A_call_that_comes_to_nothing_is_a_failed_step_and_the_model_is_told_why(string name, string arguments, string error, string told)
    {
        using var model = InTurn(Calls(("a", name, arguments)), Says("ok"));
        var run = new JournalledRun(
            model,
            _look,
            new ScriptedTool("picky", ToolPolicy.Auto) { Reviews = _ => new ToolReview.Refused("Not on Sundays.") },
            new ScriptedTool("clumsy", ToolPolicy.Auto) { Reviews = _ => throw new KeyNotFoundException("hunter2") },
            new ScriptedTool("throws", ToolPolicy.Auto, (_, _) => throw new InvalidOperationException("hunter2")),
            new ScriptedTool("late", ToolPolicy.Auto, (_, _) => throw new TaskCanceledException("hunter2")));
        Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());
        Assert.Empty(_look.Calls);
        Assert.Equal($"tool: result a {told}", JournalledRun.Text(model.Prompts[1].TakeLast(1)));
        Assert.Equal((name, arguments, error, told, "1.a"), (run.Steps[1].Name, run.Steps[1].Input, run.Steps[1].Error, run.Steps[1].Output, run.Steps[1].Resume));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task No_arguments_at_all_are_an_empty_object(string arguments)
    {
        using var model = InTurn(Calls(("a", "look", arguments)), Says("ok"));
        await new JournalledRun(model, _look).GoAsync();
        Assert.Equal("{}", Assert.Single(_look.Calls).Arguments.GetRawText());
    }

    [Fact]
    public async Task Long_arguments_reach_the_tool_whole_and_are_refused_where_somebody_would_have_to_read_them()
    {
        var arguments = $$"""{"n":"{{new string('x', 100_000)}}"}""";
        using var model = InTurn(Calls(("a", "look", arguments), ("b", "exec", arguments)), Says("ok"));
        var run = new JournalledRun(model, _look, _exec);
        Assert.IsType<AgentUpdate.Answer>(await run.GoAsync());
        Assert.Equal(arguments, Assert.Single(_look.Calls).Arguments.GetRawText());
        Assert.Empty(_exec.Calls);
        Assert.Contains("too long to be shown", run.Steps[2].Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "(The tool returned nothing.)")]
    [InlineData(" \n", "(The tool returned nothing.)")]
    public async Task A_result_of_nothing_is_said_to_be_nothing(string result, string told)
    {
        using var model = InTurn(Calls(("a", "look", "{}")), Says("ok"));
        await new JournalledRun(model, new ScriptedTool("look", ToolPolicy.Auto, result)).GoAsync();
        Assert.Equal($"tool: result a {told}", JournalledRun.Text(model.Prompts[1].TakeLast(1)));
    }

    [Fact]
    public async Task A_long_result_is_kept_whole_in_the_step_and_given_to_the_model_as_its_beginning()
    {
        var result = new string('x', ToolWording.MaxResult - 1) + "😀" + new string('y', 50_000);
        using var model = InTurn(Calls(("a", "look", "{}")), Says("ok"));
        var run = new JournalledRun(model, new ScriptedTool("look", ToolPolicy.Auto, result));
        await run.GoAsync();
        Assert.Equal(result, run.Steps[1].Output);
        Assert.Equal(
            $"tool: result a {new string('x', ToolWording.MaxResult - 1)}\n(This is only the beginning, 30000 characters; the rest is left out.)",
            JournalledRun.Text(model.Prompts[1].TakeLast(1)));
    }

    [Fact]
    public async Task Ids_that_are_missing_or_there_twice_are_told_apart_and_names_of_any_shape_are_tamed()
    {
        using var model = InTurn(Calls(("", "look", "{}"), ("call1", "look", "{}"), ("x", "look", "{}"), ("x", "look", "{}"), ("z", "<!channel>", "{}"), ("y", "", "{}")), Calls(("x", "look", "{}")), Says("ok"));
        var run = new JournalledRun(model, _look);
        await run.GoAsync();
        Assert.Equal(["1.call1", "1.call2", "1.x", "1.call4", "2.x"], _look.Calls.Select(call => call.Id));
        Assert.Equal(["look", "look", "look", "look", "__channel_", "unnamed", "look"], run.Steps.Where(step => step.Kind == StepKinds.Tool).Select(step => step.Name));
        foreach (var prompt in model.Prompts)
        {
            Assert.Equal(
                prompt.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.CallId),
                prompt.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId));
        }
    }

    [Fact]
    public async Task The_last_call_of_an_answer_that_reached_its_limit_is_not_made()
    {
        using var model = InTurn([.. Calls(("a", "look", "{}"), ("b", "look", ""))[..^1], End(ChatFinishReason.Length)], Says("ok"));
        var run = new JournalledRun(model, _look);
        await run.GoAsync();
        Assert.Equal(["1.a"], _look.Calls.Select(call => call.Id));
        Assert.Equal((ToolWording.Cut, "cut off"), (run.Steps[2].Output, run.Steps[2].Error));
    }

    [Fact]
    public async Task More_calls_in_one_answer_than_people_could_look_at_are_not_made()
    {
        using var model = InTurn(Calls([.. Enumerable.Range(0, 40).Select(i => ($"{i}", "look", "{}"))]), Says("ok"));
        var run = new JournalledRun(model, _look);
        await run.GoAsync();
        Assert.Equal(32, _look.Calls.Count);
        Assert.Equal(Enumerable.Repeat(ToolWording.TooMany, 8), run.Steps.Where(step => step.Error == "too many calls").Select(step => step.Output));
    }

    [Fact]
    public async Task Calls_count_whatever_the_provider_calls_the_end()
    {
        using var model = InTurn([.. Calls(("a", "look", "{}"))[..^1], End(ChatFinishReason.Stop)], [new(ChatRole.Assistant, "ok"), End(ChatFinishReason.ToolCalls)]);
        Assert.Equal("ok", Assert.IsType<AgentUpdate.Answer>(await new JournalledRun(model, _look).GoAsync()).Text);
        Assert.Single(_look.Calls);
    }

    [Fact]
    public async Task Calls_of_an_answer_that_broke_off_are_not_made()
    {
        using var model = InTurn(Calls(("a", "look", "{}"))[..^1]);
        Assert.True((await Assert.ThrowsAsync<AgentException>(() => new JournalledRun(model, _look).GoAsync())).IsTransient);
        Assert.Empty(_look.Calls);
    }

    [Fact]
    public async Task Arguments_of_another_providers_client_are_taken_as_JSON_and_what_it_could_not_read_is_not_made_up()
    {
        ChatResponseUpdate foreign = new(ChatRole.Assistant, [
            new FunctionCallContent("a", "look", new Dictionary<string, object?> { ["n"] = 1, ["s"] = "ä" }),
            new FunctionCallContent("b", "look") { Exception = new JsonException() },
            new FunctionCallContent("c", "look") { InformationalOnly = true },
            new FunctionCallContent("d", "look"),
        ]);
        using var model = InTurn([foreign, End(ChatFinishReason.ToolCalls)], Says("ok"));
        await new JournalledRun(model, _look).GoAsync();
        Assert.Equal(["1.a", "1.d"], _look.Calls.Select(call => call.Id));
        Assert.Equal((1, "ä"), (_look.Calls[0].Arguments.GetProperty("n").GetInt32(), _look.Calls[0].Arguments.GetProperty("s").GetString()));
    }

    [Fact]
    public async Task A_model_that_goes_round_in_circles_is_stopped_also_when_it_is_resumed()
    {
        using var model = new ScriptedModel(_ => Calls(("a", "look", "{}")));
        var run = new JournalledRun(model, _look);
        run.Options.MaxModelCalls = 3;
        var error = await Assert.ThrowsAsync<AgentException>(() => run.GoAsync());
        Assert.False(error.IsTransient);
        Assert.Equal("I stopped after 3 calls of the AI model without an answer. Please ask for less at once, or tell an operator (Agent:MaxModelCalls).", error.Message);
        await Assert.ThrowsAsync<AgentException>(() => run.GoAsync());
        Assert.Equal(3, model.Prompts.Count);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut()
    {
        using var model = new ScriptedModel(_ => Enumerable.Repeat(new ChatResponseUpdate(ChatRole.Assistant, new string('x', 10_000)), int.MaxValue));
        Assert.False((await Assert.ThrowsAsync<AgentException>(() => new JournalledRun(model).GoAsync())).IsTransient);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_during_a_tool_call_passes_through_and_leaves_the_step_unfinished(bool asOtherException)
    {
        using var stop = new CancellationTokenSource();
        using var model = InTurn(Calls(("a", "slow", "{}")), Says("ok"));
        var run = new JournalledRun(model, new ScriptedTool("slow", ToolPolicy.Auto, async (_, token) =>
        {
            await stop.CancelAsync();
            throw asOtherException ? new IOException("aborted") : new OperationCanceledException(token);
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.GoAsync(cancellationToken: stop.Token));
        Assert.IsType<AgentUpdate.StepStarted>(run.Updates[^1]);
    }

    [Fact]
    public async Task A_tool_that_came_to_its_end_in_spite_of_a_stop_has_its_step()
    {
        using var stop = new CancellationTokenSource();
        using var model = InTurn(Calls(("a", "slow", "{}")), Says("ok"));
        var run = new JournalledRun(model, new ScriptedTool("slow", ToolPolicy.Auto, async (_, _) =>
        {
            await stop.CancelAsync();
            return new ToolResult("done");
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.GoAsync(cancellationToken: stop.Token));
        Assert.Equal(["done"], run.Steps.Where(step => step.Kind == StepKinds.Tool).Select(step => step.Output));
    }
}
