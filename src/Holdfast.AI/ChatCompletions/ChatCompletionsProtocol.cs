using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.ChatCompletions;

/// <summary>OpenAI's Chat Completions, which nearly every provider speaks, with the oddities that each has.</summary>
internal sealed class ChatCompletionsProtocol : IProtocol
{
    /// <inheritdoc/>
    public ModelRequest Write(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreamed, Features without) =>
        RequestWriter.Write(model, messages, options, isStreamed, without);

    /// <inheritdoc/>
    public AnswerReader Read(string key) => new CompletionReader(key);
}
