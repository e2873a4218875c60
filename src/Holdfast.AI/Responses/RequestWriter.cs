using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Responses;

/// <summary>Writes a request of Responses.</summary>
internal static class RequestWriter
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 250 };

    /// <summary>Writes one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Tools and settings.</param>
    /// <param name="isStreamed">Whether the answer is wanted piece by piece.</param>
    /// <param name="without">What the endpoint does not have.</param>
    public static ModelRequest Write(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreamed, Features without)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body, Compact);
        var uses = Features.None;
        json.WriteStartObject();
        json.WriteString("model", options?.ModelId ?? model);

        // Whatever is said stays here: the provider keeps nothing, and gets all of it with each request.
        json.WriteBoolean("store", false);
        if (isStreamed && Use(Features.Streaming))
            json.WriteBoolean("stream", true);
        if (Use(Features.SealedThinking))
        {
            json.WriteStartArray("include");
            json.WriteStringValue("reasoning.encrypted_content");
            json.WriteEndArray();
        }

        if (Use(Features.Summaries))
        {
            json.WriteStartObject("reasoning");
            json.WriteString("summary", "auto");
            json.WriteEndObject();
        }

        var hasTools = options?.Tools is { Count: > 0 } && Use(Features.Tools);
        if (hasTools)
        {
            WriteTools(json, options!.Tools!);
            WriteChoice(json, options.ToolMode);
            if (options.AllowMultipleToolCalls is { } several && Use(Features.ParallelCalls))
                json.WriteBoolean("parallel_tool_calls", several);
        }

        if (options?.Temperature is { } temperature && Use(Features.Temperature))
            json.WriteNumber("temperature", temperature);
        if (options?.MaxOutputTokens is { } limit)
            json.WriteNumber("max_output_tokens", limit);
        var input = new InputWriter(json, without);
        input.Write(messages);
        if (input.HasKeptItems)
            uses |= Features.EarlierItems;
        json.WriteEndObject();
        json.Flush();
        return new ModelRequest(body.WrittenSpan.ToArray(), uses, Fields: []);

        bool Use(Features feature)
        {
            if (without.HasFlag(feature))
                return false;
            uses |= feature;
            return true;
        }
    }

    private static void WriteTools(Utf8JsonWriter json, IEnumerable<AITool> tools)
    {
        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            if (tool is not AIFunctionDeclaration function)
                throw new NotSupportedException($"Tools of the type {tool.GetType().Name} are not sent.");
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteString("name", function.Name);
            json.WriteString("description", function.Description);
            json.WritePropertyName("parameters");
            function.JsonSchema.WriteTo(json);

            // Here it is on unless one says otherwise, and refuses schemas in which a parameter may be left out.
            json.WriteBoolean("strict", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatToolMode? mode)
    {
        switch (mode)
        {
            case AutoChatToolMode:
                json.WriteString("tool_choice", "auto");
                break;
            case NoneChatToolMode:
                json.WriteString("tool_choice", "none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                json.WriteStartObject("tool_choice");
                json.WriteString("type", "function");
                json.WriteString("name", name);
                json.WriteEndObject();
                break;
            case RequiredChatToolMode:
                json.WriteString("tool_choice", "required");
                break;
            default:
                break;
        }
    }
}
