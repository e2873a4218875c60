using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.ChatCompletions;

/// <summary>Writes a request of Chat Completions.</summary>
internal static class RequestWriter
{
    /// <summary>Writes one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Tools and settings.</param>
    /// <param name="isStreamed">Whether the answer is wanted piece by piece.</param>
    /// <param name="without">What the endpoint does not have.</param>
    public static ModelRequest Write(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreamed, Features without)
    {
        using var request = new RequestJson(without, namesFunctions: true);
        var json = request.Json;
        json.WriteStartObject();
        json.WriteString("model", options?.ModelId ?? model);
        var conversation = new MessageWriter(json, without);
        conversation.Write(messages);
        request.Used(Features.SystemRole, conversation.HasInstructions);
        request.Used(Features.ProviderFields, conversation.Fields.Count > 0);
        request.Used(Features.Pictures, conversation.HasPictures);
        if (isStreamed && request.Use(Features.Streaming))
        {
            json.WriteBoolean("stream", true);
            if (request.Use(Features.StreamOptions))
            {
                json.WriteStartObject("stream_options");
                json.WriteBoolean("include_usage", true);
                json.WriteEndObject();
            }
        }

        request.WriteTools(options);
        if (options?.Temperature is { } temperature && request.Use(Features.Temperature))
            json.WriteNumber("temperature", temperature);
        if (request.UseEffort(options) is { } effort)
            json.WriteString("reasoning_effort", effort);
        if (options?.MaxOutputTokens is { } limit)
            json.WriteNumber(request.Use(Features.MaxTokens) ? "max_tokens" : "max_completion_tokens", limit);
        return request.End(conversation.Fields);
    }
}
