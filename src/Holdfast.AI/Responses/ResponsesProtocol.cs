using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Responses;

/// <summary>
/// OpenAI's Responses: an answer is a list of items, of which those that hold thinking come back with the results of the tools. Nothing is kept at the
/// provider: https://platform.openai.com/docs/api-reference/responses
/// </summary>
internal sealed class ResponsesProtocol : IProtocol
{
    /// <summary>The name under which the items of an answer are kept.</summary>
    public const string Name = "responses";

    /// <inheritdoc/>
    public ModelRequest Write(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreamed, Features without) =>
        RequestWriter.Write(model, messages, options, isStreamed, without);

    /// <inheritdoc/>
    public AnswerReader Read(string key) => new ResponseReader(key);
}
