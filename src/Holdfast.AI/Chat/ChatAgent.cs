using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Agents;
using Holdfast.Conversations;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Chat;

/// <summary>Answers with a chat model, which is given the conversation so far.</summary>
public sealed class ChatAgent(IChatClient client, IOptions<AgentOptions> options) : IAgent
{
    /// <inheritdoc/>
    public string Name => options.Value.Model;

    /// <inheritdoc/>
    public bool IsImmediate => false;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var prompt = await BuildPromptAsync(turn, cancellationToken);
        yield return new AgentUpdate.StepStarted("model", options.Value.Model);
        var text = new StringBuilder();
        var usage = new AgentUsage(options.Value.Model, InputTokens: null, OutputTokens: null);
        ChatFinishReason? finish = null;
        await foreach (var update in client.GetStreamingResponseAsync(prompt, options: null, cancellationToken))
        {
            finish = update.FinishReason ?? finish;
            usage = Add(usage, update);
            if (update.Text is not { Length: > 0 } delta)
                continue;
            text.Append(delta);
            yield return new AgentUpdate.TextDelta(delta);
        }

        if (finish == ChatFinishReason.ContentFilter)
            throw new AgentException("The model's provider refuses to answer this.", isTransient: false);

        // A stream that ends without saying why was cut off on the way: half an answer must not pass for a whole one.
        if (finish is null)
            throw new AgentException("The model's answer broke off. Please try again.", isTransient: true);
        var answer = text.ToString().Trim();
        yield return new AgentUpdate.StepFinished(answer) { Usage = usage };
        yield return new AgentUpdate.Answer(answer);
    }

    private async ValueTask<List<ChatMessage>> BuildPromptAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        var turns = await turn.Memory.GetTurnsAsync(turn.Conversation, cancellationToken);
        var prompt = new List<ChatMessage>(turns.Count + 2) { new(ChatRole.System, options.Value.Instructions) };
        prompt.AddRange(turns.Select(t => new ChatMessage(t.Role == Turn.Assistant ? ChatRole.Assistant : ChatRole.User, t.Content)));
        prompt.Add(new ChatMessage(ChatRole.User, turn.Text));
        return prompt;
    }

    private static AgentUsage Add(AgentUsage usage, ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is UsageContent { Details: var details })
            {
                usage = usage with
                {
                    InputTokens = (usage.InputTokens ?? 0) + (details.InputTokenCount ?? 0),
                    OutputTokens = (usage.OutputTokens ?? 0) + (details.OutputTokenCount ?? 0),
                };
            }
        }

        return update.ModelId is { Length: > 0 } model ? usage with { Model = model } : usage;
    }
}
