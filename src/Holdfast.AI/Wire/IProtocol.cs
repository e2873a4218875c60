using Microsoft.Extensions.AI;

namespace Holdfast.AI.Wire;

/// <summary>How a model is asked, and how its answer is read.</summary>
internal interface IProtocol
{
    /// <summary>Writes a request.</summary>
    /// <param name="model">The model.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Tools and settings.</param>
    /// <param name="isStreamed">Whether the answer is wanted piece by piece.</param>
    /// <param name="without">What the endpoint does not have.</param>
    ModelRequest Write(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreamed, Features without);

    /// <summary>What reads one answer.</summary>
    /// <param name="key">The key, which some providers quote in their errors.</param>
    AnswerReader Read(string key);
}

/// <summary>One request as it is sent.</summary>
/// <param name="Body">The body, of exactly its size.</param>
/// <param name="Uses">What it makes use of.</param>
/// <param name="Fields">The names of the provider's own fields that go back in it.</param>
internal sealed record ModelRequest(byte[] Body, Features Uses, IReadOnlyCollection<string> Fields);
