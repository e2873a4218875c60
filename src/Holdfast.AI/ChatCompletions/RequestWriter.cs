using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.ChatCompletions;

/// <summary>Writes a request of Chat Completions.</summary>
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
        var conversation = new MessageWriter(json, without);
        conversation.Write(messages);
        if (conversation.HasInstructions)
            uses |= Features.SystemRole;
        if (conversation.Fields.Count > 0)
            uses |= Features.ProviderFields;
        if (isStreamed && Use(Features.Streaming))
        {
            json.WriteBoolean("stream", true);
            if (Use(Features.StreamOptions))
            {
                json.WriteStartObject("stream_options");
                json.WriteBoolean("include_usage", true);
                json.WriteEndObject();
            }
        }

        if (options?.Tools is { Count: > 0 } tools && Use(Features.Tools))
        {
            WriteTools(json, tools);
            WriteChoice(json, options.ToolMode);
            if (options.AllowMultipleToolCalls is { } several && Use(Features.ParallelCalls))
                json.WriteBoolean("parallel_tool_calls", several);
        }

        if (options?.Temperature is { } temperature && Use(Features.Temperature))
            json.WriteNumber("temperature", temperature);
        if (options?.MaxOutputTokens is { } limit)
            json.WriteNumber(Use(Features.MaxTokens) ? "max_tokens" : "max_completion_tokens", limit);
        json.WriteEndObject();
        json.Flush();
        return new ModelRequest(body.WrittenSpan.ToArray(), uses, conversation.Fields);

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
            json.WriteStartObject("function");
            json.WriteString("name", function.Name);
            json.WriteString("description", function.Description);
            json.WritePropertyName("parameters");
            function.JsonSchema.WriteTo(json);
            json.WriteEndObject();
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
                json.WriteStartObject("function");
                json.WriteString("name", name);
                json.WriteEndObject();
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
