using Holdfast.AI.Prompts;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Chat;

/// <summary>
/// What other models have said in a run, as a model may be given it: without what their providers hung on it, which is for nobody else, and with ids of calls
/// in the strictest form that is known.
/// </summary>
internal static class OtherModels
{
    /// <summary>The messages for one model.</summary>
    /// <param name="messages">The question, and behind it the calls of tools with their results.</param>
    /// <param name="model">Its name.</param>
    public static IReadOnlyList<ChatMessage> Without(IReadOnlyList<ChatMessage> messages, string model)
    {
        if (messages.All(message => message.AuthorName is null || message.AuthorName == model))
            return messages;
        var (plain, ids, calls) = (new List<ChatMessage>(messages.Count), new Dictionary<string, string>(StringComparer.Ordinal), 0);
        foreach (var message in messages)
        {
            var isTheirs = message.AuthorName is { } author && author != model;
            if (message.Role == ChatRole.Assistant)
                ids.Clear();
            foreach (var call in isTheirs ? message.Contents.OfType<FunctionCallContent>() : [])
                ids[call.CallId] = $"call{++calls:00000}";
            plain.Add(isTheirs || ids.Count > 0 ? new ChatMessage(message.Role, [.. message.Contents.Where(content => content is not ProviderFields).Select(content => Plain(content, ids))]) : message);
        }

        return plain;
    }

    private static AIContent Plain(AIContent content, Dictionary<string, string> ids) => content switch
    {
        FunctionCallContent call when ids.TryGetValue(call.CallId, out var id) => FunctionCalls.Create(id, call.Name, FunctionCalls.ArgumentsOf(call)),
        FunctionResultContent result when ids.TryGetValue(result.CallId, out var id) => new FunctionResultContent(id, result.Result),
        _ => content,
    };
}
