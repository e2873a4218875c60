using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Responses;

/// <summary>Writes a request of Responses.</summary>
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
        using var request = new RequestJson(without, namesFunctions: false);
        var json = request.Json;
        json.WriteStartObject();
        json.WriteString("model", options?.ModelId ?? model);

        // Whatever is said stays here: the provider keeps nothing, and gets all of it with each request.
        json.WriteBoolean("store", false);
        if (isStreamed && request.Use(Features.Streaming))
            json.WriteBoolean("stream", true);
        if (request.Use(Features.SealedThinking))
        {
            json.WriteStartArray("include");
            json.WriteStringValue("reasoning.encrypted_content");
            json.WriteEndArray();
        }

        var effort = request.UseEffort(options);
        var isTold = request.Use(Features.Summaries);
        if (isTold || effort is not null)
        {
            json.WriteStartObject("reasoning");
            if (effort is not null)
                json.WriteString("effort", effort);
            if (isTold)
                json.WriteString("summary", "auto");
            json.WriteEndObject();
        }

        request.WriteTools(options);
        if (options?.Temperature is { } temperature && request.Use(Features.Temperature))
            json.WriteNumber("temperature", temperature);
        if (options?.MaxOutputTokens is { } limit)
            json.WriteNumber("max_output_tokens", limit);
        var input = new InputWriter(json, without);
        input.Write(messages);
        request.Used(Features.EarlierItems, input.HasKeptItems);
        request.Used(Features.Pictures, input.HasPictures);
        return request.End(fields: []);
    }
}
