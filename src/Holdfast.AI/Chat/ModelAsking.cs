using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Holdfast.Agents;
using Holdfast.AI.Errors;
using Holdfast.AI.Models;
using Holdfast.AI.Prompts;
using Holdfast.Items;
using Holdfast.Notifications.Alerts;
using Holdfast.Records;
using Holdfast.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.Chat;

/// <summary>
/// Has a model answer, as often as a run needs it: the one whose turn it is, and where that cannot, the next. Every attempt is a step, those that fail included.
/// </summary>
/// <param name="choice">Which model is asked.</param>
/// <param name="finished">What the run has done before.</param>
/// <param name="alerts">Tells operators of a model that cannot answer.</param>
/// <param name="settings">What people have set.</param>
/// <param name="agent">How long models are waited for, and how often they may be asked.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what a model has said in place of an answer.</param>
internal sealed partial class ModelAsking(ModelChoice choice, FinishedWork finished, OperatorAlerts alerts, TurnSettings settings, AgentOptions agent, TimeProvider time, ILogger logger)
{
    /// <summary>A limit that passes so soon is waited for: another model would hardly be quicker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private int _calls = finished.ModelCalls;

    /// <summary>The answer that came last.</summary>
    public ModelAnswer Answer { get; private set; } = null!;

    /// <summary>Its number within the run, given to no other answer: by it results are found again.</summary>
    public int Number => _calls;

    /// <summary>The model that gave it.</summary>
    public ChatModel Model => choice.Current;

    /// <summary>Asks. When the updates have come to their end, there is an <see cref="Answer"/>.</summary>
    /// <param name="parts">What the model is given.</param>
    /// <param name="options">The tools that it is offered.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AgentException">There is no answer.</exception>
    public async IAsyncEnumerable<AgentUpdate> AskAsync(PromptParts parts, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        choice.Begin();
        var failures = new List<AgentException>();
        var (hasWaited, limit) = (false, (int?)null);
        while (true)
        {
            if (_calls - finished.CallsBefore >= agent.MaxModelCalls)
                throw WentInCircles();
            _calls++;
            var most = limit ?? Model.Limit;
            var prompt = Model.Fit(parts with { Now = OtherModels.Without(parts.Now, Model.Name) }, most);
            yield return new AgentUpdate.StepStarted(StepKinds.Model, Model.Name, AskedWording.Of(parts, prompt, NoteOf(prompt, most)));
            var reading = new ModelStream(Model.BeginsInside);
            await foreach (var piece in reading.ReadAsync(Model.AskAsync(prompt, Model.Manner(options, settings), choice.HasOthers ? agent.FallbackAfter : null, cancellationToken)))
                yield return piece;
            if (reading.Answer is { } answer)
            {
                Answer = answer;
                Model.Learn(prompt, most, reading.Usage.InputTokens, reading.BeganInside);
                yield return new AgentUpdate.StepFinished(answer.ToOutput(reading.Thinking, reading.ThinkingTokens))
                {
                    Resume = answer.ToResume(),
                    Usage = UsageOf(reading, Model),
                    Effects = Model.Health.Answered() ? new Effects { Append = alerts.ModelUp(Model.Name) } : Effects.None,
                };
                yield break;
            }

            // What was shown of an answer that did not come to its end is no part of the one that does.
            if (reading.Shown > 0)
                yield return new AgentUpdate.TextTakenBack(reading.Shown);
            var failure = new ModelFailure(reading.Failure!);
            if (limit is null && failure.TooLongSaid is { } said)
            {
                limit = Model.Shortened(prompt, parts.Tools, PromptNumbers.In(said));
                yield return new AgentUpdate.StepFinished($"The model finds the prompt too long. It is asked again with at most {Quantities.Count(limit.Value, "token")}.", ModelFailure.TooLong);
                continue;
            }

            if (failure.IsOfConversation || !choice.HasOthers)
                ExceptionDispatchInfo.Throw(failure.Error);
            if (!hasWaited && failure.ShortWait(Patience) is { } wait)
            {
                hasWaited = true;
                yield return new AgentUpdate.StepFinished($"The model is asked again in {Quantities.Duration(wait)}.", ModelFailure.Waiting);
                await Task.Delay(wait, time, cancellationToken);
                continue;
            }

            failures.Add(failure.Error);
            var before = Model;
            yield return GoOn(failure) with { Usage = UsageOf(reading, before) };
            if (Model == before)
                ExceptionDispatchInfo.Throw(failures.Find(error => error.IsTransient) ?? failures[0]);
            (hasWaited, limit) = (false, null);
        }
    }

    /// <summary>What an answer took, and also one that broke off after its provider had said so.</summary>
    private static AgentUsage? UsageOf(ModelStream reading, ChatModel model) => reading.Answer is null && (reading.Usage.InputTokens ?? reading.Usage.OutputTokens) is null
        ? null
        : reading.Usage with { Model = reading.Usage.Model ?? model.Model, Prices = model.Prices };

    /// <summary>Leaves the model that has failed alone, and goes on to the next if there is one.</summary>
    private AgentUpdate.StepFinished GoOn(ModelFailure failure)
    {
        var failed = Model;
        var rest = failure.Rest(agent.FallbackFor);
        var isNew = failure.IsOfModel && Model.Health.Failed(failure.Problem, rest);
        var other = choice.TryNext() ? Model.Name : null;
        LogFailed(failure.Error, failed.Name, other ?? "no other model");
        return new AgentUpdate.StepFinished($"{failure.Error.Message}\n{(other is null ? "There is no other model to ask." : $"{other} is asked instead.")}", failure.Problem)
        {
            Effects = isNew ? new Effects { Append = alerts.ModelDown(failed.Name, failure.Problem, other, rest, failure.NeedsPerson) } : Effects.None,
        };
    }

    private string? NoteOf(FittedPrompt prompt, int limit)
    {
        string?[] notes = [choice.Note, Model.NoteOf(prompt, limit)];
        return string.Join(' ', notes.OfType<string>()) is { Length: > 0 } note ? note : null;
    }

    private AgentException WentInCircles() => new(
        $"I stopped after {agent.MaxModelCalls} calls of the AI model without an answer. Please ask for less at once, or tell an operator (Agent:MaxModelCalls).",
        isTransient: false);

    [LoggerMessage(730, LogLevel.Warning, "The model {Model} could not answer; {Other} is asked")]
    private partial void LogFailed(Exception error, string model, string other);
}
