using System.Runtime.CompilerServices;
using Holdfast.AI.Prompts;
using Holdfast.Agents;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Chat;

/// <summary>
/// Answers with a chat model, which is given the conversation so far and may use tools. Every call of the model and of a tool is
/// a step; a run that comes back is rebuilt from its steps, and only what is missing is done.
/// </summary>
public sealed partial class ChatAgent(IChatClient client, ToolBox box, IOptions<AgentOptions> options, ILogger<ChatAgent> logger) : IAgent
{
    /// <summary>Of tools that are always there the declarations are made once: with thousands of runs waiting for their model they were a good part of each.</summary>
    private readonly ConditionalWeakTable<ToolSet, AITool[]> _declared = [];

    private readonly PromptFitter _fitter = new(new TokenCounter(options.Value.Model));

    /// <summary>Whether an answer of this model has begun in the midst of its thinking: then the next one may, and nothing of it must be shown.</summary>
    private volatile bool _beginsInside;

    /// <inheritdoc/>
    public string Name => options.Value.Model;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var finished = new FinishedWork(turn);
        var tools = await box.GetAsync(turn, cancellationToken);
        var offered = ForModel(tools);
        var instructions = InstructionsFor(turn);
        var (history, now) = await BuildPromptAsync(turn, cancellationToken);
        var modelCalls = finished.ModelCalls;
        while (true)
        {
            if (!finished.Answers.TryDequeue(out var said))
            {
                if (modelCalls - finished.CallsBefore >= options.Value.MaxModelCalls)
                    throw WentInCircles();
                said.Number = ++modelCalls;
                var asking = new ModelStream(_beginsInside);
                var prompt = _fitter.Fit(instructions, offered?.Tools, history, now, options.Value.MaxPromptTokens);
                yield return new AgentUpdate.StepStarted(StepKinds.Model, options.Value.Model, prompt.Note);
                await foreach (var piece in asking.ReadAsync(client.GetStreamingResponseAsync(prompt.Messages, offered, cancellationToken)))
                    yield return piece;
                said.Answer = asking.End();
                _beginsInside |= asking.BeganInside;
                _fitter.Learn(prompt, asking.Usage.InputTokens);
                yield return new AgentUpdate.StepFinished(said.Answer.ToOutput(asking.Thinking, asking.ThinkingTokens))
                {
                    Resume = said.Answer.ToResume(),
                    Usage = asking.Usage with { Model = asking.Usage.Model ?? options.Value.Model },
                };
            }

            if (said.Answer.Calls.Count == 0 && finished.Answers.Count == 0)
            {
                yield return new AgentUpdate.Answer(said.Answer.Text);
                yield break;
            }

            now.Add(said.Answer.ToMessage());
            var results = new ChatMessage(ChatRole.Tool, []);
            var undecided = new List<ToolRequest>();
            for (var i = 0; i < said.Answer.Calls.Count; i++)
            {
                var call = said.Answer.Calls[i];
                var id = call.IdInRun(said.Number);
                var result = finished.ResultOf(id);
                if (result is null)
                {
                    var verdict = i < ToolWording.MaxCalls ? CallVerdict.On(call, id, tools, turn) : new CallVerdict.NotMade(ToolWording.TooMany, "too many calls");
                    if (verdict is CallVerdict.Ask ask)
                    {
                        undecided.Add(ask.Request);
                        continue;
                    }

                    yield return new AgentUpdate.StepStarted(StepKinds.Tool, call.Name, call.Arguments) { Approval = (verdict as CallVerdict.Run)?.Approval };
                    var end = await MakeAsync(verdict, id, cancellationToken);
                    yield return end;
                    result = ToolWording.Result(end.Output);
                }

                results.Contents.Add(new FunctionResultContent(call.Id, result));
            }

            if (undecided.Count > 0)
            {
                yield return new AgentUpdate.ApprovalNeeded(undecided);
                yield break;
            }

            if (results.Contents.Count > 0)
                now.Add(results);
        }
    }

    /// <summary>Makes a call, or tells why it is not made; either way it is over then, and never made again.</summary>
    private async ValueTask<AgentUpdate.StepFinished> MakeAsync(CallVerdict verdict, string id, CancellationToken cancellationToken)
    {
        if (verdict is not CallVerdict.Run run)
        {
            var (text, error) = (CallVerdict.NotMade)verdict;
            return new AgentUpdate.StepFinished(text, error) { Resume = id };
        }

        try
        {
            var result = await run.Tool.RunAsync(run.Call, cancellationToken);
            return new AgentUpdate.StepFinished(result.Text, result.IsError ? "failed" : null) { Resume = id, Effects = result.Effects };
        }
        catch (LostLeaseException)
        {
            // Another may be at work on this run: there is nothing to tell the model.
            throw;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The message may quote what a file or a page said, or a secret: neither the model nor the log is given it.
            LogThrew(run.Tool.Name, run.Call.Turn.Run.ToString(), e.GetType().FullName, e.StackTrace);
            return new AgentUpdate.StepFinished(ToolWording.Threw(e), e.GetType().Name) { Resume = id };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever shape it takes, it is the stop that was asked for: the step is not over, and its end is not known.
            throw new OperationCanceledException("The run was stopped during a tool call.", e, cancellationToken);
        }
    }

    private ChatOptions? ForModel(ToolSet tools)
    {
        var offered = _declared.GetValue(tools, Declare);
        return offered.Length == 0 ? null : new ChatOptions { Tools = offered };
    }

    /// <summary>Declarations only, so that nothing between here and the provider can invoke a tool past the review.</summary>
    private static AITool[] Declare(ToolSet tools) =>
        [.. tools.Offered.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters))];

    private ChatMessage InstructionsFor(AgentTurn turn)
    {
        var instructions = SystemPrompt.Of(options.Value.Instructions);
        return new ChatMessage(ChatRole.System, turn.Place is { } place ? $"{instructions}\n\n{SpeakerWording.Place(place)}" : instructions);
    }

    /// <summary>What was said before, and the question, to which is added what is done about it.</summary>
    private static async ValueTask<(List<ChatMessage> History, List<ChatMessage> Now)> BuildPromptAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        var turns = await turn.Memory.GetTurnsAsync(turn.Conversation, cancellationToken);
        return (
            [
                .. turns.Select(t => t.Role == Turn.Assistant
                    ? new ChatMessage(ChatRole.Assistant, AttachmentWording.Of(t.Content))
                    : new ChatMessage(ChatRole.User, SpeakerWording.Of(t.Speaker, t.Content))),
            ],
            [new ChatMessage(ChatRole.User, SpeakerWording.Of(turn.Speaker, turn.Content))]);
    }

    private AgentException WentInCircles() => new(
        $"I stopped after {options.Value.MaxModelCalls} calls of the AI model without an answer. Please ask for less at once, or tell an operator (Agent:MaxModelCalls).",
        isTransient: false);

    [LoggerMessage(700, LogLevel.Warning, "Tool {Tool} threw {Error} in run {Run}; the model gets the error\n{Stack}")]
    private partial void LogThrew(string tool, string run, string? error, string? stack);
}
