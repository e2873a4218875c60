using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>Writes an answer in OpenAI's shape: as one object, or as server-sent events in pieces.</summary>
internal sealed class CompletionWriter(string id, ModelRequest request, ModelReply reply, StreamPace pace, TimeProvider time) : IAnswerWriter
{
    private const int SmallestArgumentPiece = 6;

    private bool IsWordless => reply.ToolCalls.Count > 0 && reply.Text.Length == 0;

    private string? FinishReason => reply.Oddity == ModelOddity.NoFinish ? null : reply.ToolCalls.Count > 0 ? "tool_calls" : "stop";

    public async Task WriteAsync(HttpResponse response, CancellationToken gone)
    {
        if (reply.Spread > TimeSpan.Zero) await Task.Delay(reply.Spread, time, gone);
        if (reply.StallsAfterText) await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
        response.ContentType = "application/json";
        var json = reply.Oddity == ModelOddity.Error ? Failure() : Build("chat.completion", writer =>
        {
            writer.WriteStartArray("choices");
            writer.WriteStartObject();
            writer.WriteNumber("index", 0);
            writer.WriteStartObject("message");
            writer.WriteString("role", "assistant");
            if (IsWordless) writer.WriteNull("content");
            else writer.WriteString("content", reply.Text);
            WriteToolCalls(writer);
            if (reply.Reasoning.Length > 0) writer.WriteString("reasoning_content", reply.Reasoning);
            writer.WriteNull("refusal");
            writer.WriteEndObject();
            writer.WriteNull("logprobs");
            writer.WriteString("finish_reason", FinishReason);
            writer.WriteEndObject();
            writer.WriteEndArray();
            WriteUsage(writer);
        });
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, gone);
    }

    public async Task StreamAsync(HttpResponse response, CancellationToken gone)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        await SendAsync(response, Chunk(WriteOpening, finish: null), gone);
        if (reply.Oddity == ModelOddity.Usage) await SendAsync(response, UsageChunk(), gone);
        await StreamTextAsync(response, "reasoning_content", reply.Reasoning, TimeSpan.Zero, gone);
        var text = reply.Oddity == ModelOddity.Error ? reply.Text[..(reply.Text.Length / 2)] : reply.Text;
        await StreamTextAsync(response, "content", text, reply.Spread, gone);
        if (reply.Oddity == ModelOddity.Error)
        {
            await SendAsync(response, Failure(), gone);
            return;
        }

        if (reply.StallsAfterText) await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
        for (var i = 0; i < reply.ToolCalls.Count; i++) await StreamCallAsync(response, i, gone);
        if (FinishReason is { } finish) await SendAsync(response, Chunk(_ => { }, finish), gone);
        if (request.IncludeUsage || reply.Oddity == ModelOddity.Usage) await SendAsync(response, UsageChunk(), gone);
        await response.Body.WriteAsync("data: [DONE]\n\n"u8.ToArray(), gone);
    }

    private async Task StreamTextAsync(HttpResponse response, string field, string text, TimeSpan spread, CancellationToken gone)
    {
        var pieces = pace.Pieces(text);
        foreach (var piece in pieces)
        {
            var pause = spread > TimeSpan.Zero ? spread / pieces.Count : pace.Pause;
            if (pause > TimeSpan.Zero) await Task.Delay(pause, time, gone);
            await SendAsync(response, Chunk(writer => writer.WriteString(field, piece), finish: null), gone);
        }
    }

    /// <summary>What comes instead of the rest, although the status was 200.</summary>
    private static byte[] Failure() =>
        """{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":"server_error"}}"""u8.ToArray();

    private byte[] Chunk(Action<Utf8JsonWriter> delta, string? finish) => Build("chat.completion.chunk", writer =>
    {
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        writer.WriteStartObject("delta");
        delta(writer);
        writer.WriteEndObject();
        if (finish is null) writer.WriteNull("finish_reason");
        else writer.WriteString("finish_reason", finish);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (request.IncludeUsage) writer.WriteNull("usage");
    });

    private byte[] UsageChunk() => Build("chat.completion.chunk", writer =>
    {
        writer.WriteStartArray("choices");
        writer.WriteEndArray();
        WriteUsage(writer);
    });

    private byte[] Build(string kind, Action<Utf8JsonWriter> write)
    {
        var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteString("id", $"chatcmpl-{id}");
        writer.WriteString("object", kind);
        writer.WriteNumber("created", time.GetUtcNow().ToUnixTimeSeconds());
        writer.WriteString("model", request.Model);
        write(writer);
        writer.WriteEndObject();
        var json = buffer.Written().ToArray();
        buffer.Return();
        return json;
    }

    private void WriteOpening(Utf8JsonWriter writer)
    {
        writer.WriteString("role", "assistant");
        if (IsWordless) writer.WriteNull("content");
    }

    private void WriteToolCalls(Utf8JsonWriter writer)
    {
        if (reply.ToolCalls.Count == 0) return;
        writer.WriteStartArray("tool_calls");
        for (var i = 0; i < reply.ToolCalls.Count; i++)
        {
            writer.WriteStartObject();
            WriteCall(writer, i, reply.ToolCalls[i].Arguments);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The first piece names the call and has no arguments yet; the pieces after it have nothing else.</summary>
    private async Task StreamCallAsync(HttpResponse response, int index, CancellationToken gone)
    {
        await SendAsync(response, CallChunk(index, writer => WriteCall(writer, index, arguments: "")), gone);
        foreach (var piece in StreamPace.OfSize(reply.ToolCalls[index].Arguments, SmallestArgumentPiece))
        {
            await SendAsync(response, CallChunk(index, writer =>
            {
                writer.WriteStartObject("function");
                writer.WriteString("arguments", piece);
                writer.WriteEndObject();
            }), gone);
        }
    }

    private byte[] CallChunk(int index, Action<Utf8JsonWriter> write) => Chunk(
        writer =>
        {
            writer.WriteStartArray("tool_calls");
            writer.WriteStartObject();
            writer.WriteNumber("index", index);
            write(writer);
            writer.WriteEndObject();
            writer.WriteEndArray();
        },
        finish: null);

    private void WriteCall(Utf8JsonWriter writer, int index, string arguments)
    {
        var call = reply.ToolCalls[index];
        writer.WriteString("id", call.Id ?? $"call_{id}r{reply.Round}_{index}");
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", call.Name);
        writer.WriteString("arguments", arguments);
        writer.WriteEndObject();
    }

    /// <summary>Four characters a token is close enough for a bot that adds up costs.</summary>
    private void WriteUsage(Utf8JsonWriter writer)
    {
        var asked = request.Tokens;
        var said = ((reply.Text.Length + reply.ToolCalls.Sum(call => call.Arguments.Length)) / 4) + 1;
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", asked);
        writer.WriteNumber("completion_tokens", said);
        writer.WriteNumber("total_tokens", asked + said);
        writer.WriteEndObject();
    }

    private static async Task SendAsync(HttpResponse response, byte[] json, CancellationToken gone)
    {
        await response.Body.WriteAsync("data: "u8.ToArray(), gone);
        await response.Body.WriteAsync(json, gone);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), gone);
        await response.Body.FlushAsync(gone);
    }
}
