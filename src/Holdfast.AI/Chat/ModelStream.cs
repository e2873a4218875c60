using Holdfast.Agents;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Chat;

/// <summary>One answer of the model as it comes in.</summary>
internal sealed class ModelStream
{
    /// <summary>The most characters of one answer, arguments included: more is a provider gone wrong, and is not kept.</summary>
    public const int MaxLength = 1_000_000;

    private readonly ModelAnswer.Builder _answer = new();
    private ChatFinishReason? _finish;

    /// <summary>What it took, as far as the provider says.</summary>
    public AgentUsage Usage { get; private set; } = new(Model: null, InputTokens: null, OutputTokens: null);

    /// <summary>It has more than <see cref="MaxLength"/>.</summary>
    public static AgentException TooLong() =>
        new($"The answer is longer than {MaxLength} characters. Please ask for less at once.", isTransient: false);

    /// <summary>The pieces of its text; the rest is kept for the end.</summary>
    public async IAsyncEnumerable<string> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        await foreach (var update in updates)
        {
            _finish = update.FinishReason ?? _finish;
            if (update.ModelId is { Length: > 0 } model)
                Usage = Usage with { Model = model };
            foreach (var content in update.Contents)
                Take(content);
            if (_answer.Length > MaxLength)
                throw TooLong();
            if (update.Text is { Length: > 0 } delta)
                yield return delta;
        }
    }

    /// <summary>The whole answer, once there is no more to read.</summary>
    /// <exception cref="AgentException">It is not an answer.</exception>
    public ModelAnswer End()
    {
        if (_finish == ChatFinishReason.ContentFilter)
            throw new AgentException("The AI service refuses to answer this.", isTransient: false);

        // A stream that ends without saying why was cut off on the way: half an answer must not pass for a whole one.
        if (_finish is null)
            throw new AgentException("The answer was cut off. Please try again.", isTransient: true);

        // Whether tools are called is seen by the calls: not every provider gives the reason its name.
        return _answer.Build(isCut: _finish == ChatFinishReason.Length);
    }

    private void Take(AIContent content)
    {
        switch (content)
        {
            case TextContent { Text: { Length: > 0 } text }:
                _answer.Add(text);
                break;
            case FunctionCallContent { InformationalOnly: false } call:
                _answer.Add(call);
                break;
            case UsageContent { Details: var details }:
                Usage = Usage with
                {
                    InputTokens = (Usage.InputTokens ?? 0) + (details.InputTokenCount ?? 0),
                    OutputTokens = (Usage.OutputTokens ?? 0) + (details.OutputTokenCount ?? 0),
                };
                break;
            default:
                break;
        }
    }
}
