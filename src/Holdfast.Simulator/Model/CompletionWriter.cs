using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>Writes an answer in OpenAI's shape: as one object, or as server-sent events in pieces.</summary>
internal sealed class CompletionWriter(string id, ModelRequest request, ModelReply reply, TimeProvider time)
{
    /// <summary>Short answers come word by word; a long one in at most this many pieces.</summary>
    private const int MostPieces = 200;

    private string FinishReason => reply.ToolCalls.Count > 0 ? "tool_calls" : "stop";

    public async Task WriteAsync(HttpResponse response, CancellationToken gone)
    {
        if (reply.Spread > TimeSpan.Zero) await Task.Delay(reply.Spread, time, gone);
        response.ContentType = "application/json";
        var json = Build("chat.completion", writer =>
        {
            writer.WriteStartArray("choices");
            writer.WriteStartObject();
            writer.WriteNumber("index", 0);
            writer.WriteStartObject("message");
            writer.WriteString("role", "assistant");
            if (reply.ToolCalls.Count > 0) writer.WriteNull("content");
            else writer.WriteString("content", reply.Text);
            WriteToolCalls(writer);
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
        await SendAsync(response, Chunk(writer => writer.WriteString("role", "assistant"), finish: null), gone);
        if (reply.ToolCalls.Count > 0) await SendAsync(response, Chunk(WriteToolCalls, finish: null), gone);
        var pieces = Pieces(reply.Text);
        foreach (var piece in pieces)
        {
            if (reply.Spread > TimeSpan.Zero) await Task.Delay(reply.Spread / pieces.Count, time, gone);
            await SendAsync(response, Chunk(writer => writer.WriteString("content", piece), finish: null), gone);
        }

        await SendAsync(response, Chunk(_ => { }, FinishReason), gone);
        if (request.IncludeUsage) await SendAsync(response, UsageChunk(), gone);
        await response.Body.WriteAsync("data: [DONE]\n\n"u8.ToArray(), gone);
    }

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
        writer.WriteString("id", id);
        writer.WriteString("object", kind);
        writer.WriteNumber("created", time.GetUtcNow().ToUnixTimeSeconds());
        writer.WriteString("model", request.Model);
        write(writer);
        writer.WriteEndObject();
        var json = buffer.Written().ToArray();
        buffer.Return();
        return json;
    }

    private void WriteToolCalls(Utf8JsonWriter writer)
    {
        if (reply.ToolCalls.Count == 0) return;
        writer.WriteStartArray("tool_calls");
        for (var i = 0; i < reply.ToolCalls.Count; i++)
        {
            var call = reply.ToolCalls[i];
            writer.WriteStartObject();
            writer.WriteNumber("index", i);
            writer.WriteString("id", $"call_{id["chatcmpl-".Length..]}_{i}");
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", call.Name);
            writer.WriteString("arguments", call.Arguments);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Four characters a token is close enough for a bot that adds up costs.</summary>
    private void WriteUsage(Utf8JsonWriter writer)
    {
        var asked = (request.Messages.Sum(message => message.Text.Length) / 4) + request.Messages.Count;
        var said = (reply.Text.Length / 4) + 1;
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

    private static List<string> Pieces(string text)
    {
        var size = Math.Max(1, text.Length / MostPieces);
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var c in text)
        {
            piece.Append(c);
            if (c != ' ' || piece.Length < size) continue;
            pieces.Add(piece.ToString());
            piece.Clear();
        }

        if (piece.Length > 0) pieces.Add(piece.ToString());
        return pieces;
    }
}
