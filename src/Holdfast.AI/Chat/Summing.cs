using Holdfast.Agents;
using Holdfast.AI.Models;
using Holdfast.AI.Prompts;
using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Chat;

/// <summary>
/// Has the model sum up what no longer fits of a conversation, once, as a step of the run: the summary is kept, and stands for it from then on. Without one it is
/// left out, and the run says so.
/// </summary>
/// <param name="model">The model that is about to answer: it gets to read all of it anyway.</param>
/// <param name="memory">Keeps the summary.</param>
/// <param name="time">The clock.</param>
internal sealed class Summing(ChatModel model, IConversationMemory memory, TimeProvider time)
{
    /// <summary>Somebody waits for an answer meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The step's beginning.</summary>
    /// <param name="messages">How many messages are summed up.</param>
    public AgentUpdate.StepStarted Begin(int messages) =>
        new(StepKinds.Summary, model.Name, $"{Quantities.Count(messages, "earlier message")} summed up, to make room for others.");

    /// <summary>Makes the summary.</summary>
    /// <param name="earlier">The summary of what was said before; null for none.</param>
    /// <param name="messages">What was said since, and is to be summed up.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The summary, null when there is none, and the step's end.</returns>
    public async ValueTask<(string? Summary, AgentUpdate.StepFinished End)> MakeAsync(string? earlier, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var reading = new ModelStream(model.BeginsInside);
        var problem = await ReadAsync(reading, SummaryWording.Of(earlier, messages), cancellationToken);
        var summary = reading.Answer is { Calls.Count: 0 } answer && !VisibleText.IsBlank(answer.Text) ? TextCut.Beginning(answer.Text, SummaryWording.MaxLength) : null;
        var usage = reading.Usage with { Model = reading.Usage.Model ?? model.Model, Prices = model.Prices };
        return summary is null
            ? (null, new AgentUpdate.StepFinished("There is no summary: the oldest messages are left out where they do not fit.", problem ?? "no summary") { Usage = usage })
            : (summary, new AgentUpdate.StepFinished(summary) { Usage = usage, Effects = await memory.SummarizedAsync(summary, messages.Count, cancellationToken) });
    }

    /// <summary>Reads the answer, or learns why there is none.</summary>
    private async ValueTask<string?> ReadAsync(ModelStream reading, string text, CancellationToken cancellationToken)
    {
        var parts = new PromptParts(new ChatMessage(ChatRole.System, SummaryWording.Instructions), Tools: null, [], [new ChatMessage(ChatRole.User, text)]);
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await foreach (var _ in reading.ReadAsync(model.AskAsync(model.Fit(parts, model.Limit), options: null, patience: null, either.Token)))
            {
                // Nobody is shown it as it comes. What goes on for longer is no summary.
                if (reading.Shown > SummaryWording.MaxLength * 4)
                    return "no summary: too long";
            }

            return reading.Failure is { } failure ? new ModelFailure(failure).Problem : null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"no summary within {Quantities.Duration(Patience)}";
        }
    }
}
