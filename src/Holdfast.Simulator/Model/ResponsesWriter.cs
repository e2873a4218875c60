using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Writes an answer as OpenAI's Responses has it: as one object, or as events that tell of each item when it begins, piece by piece, and when it is whole.
/// </summary>
/// <param name="id">What is unique about the answer.</param>
/// <param name="request">What was asked.</param>
/// <param name="reply">What is answered.</param>
/// <param name="pace">In which pieces.</param>
/// <param name="time">The clock.</param>
internal sealed class ResponsesWriter(string id, ModelRequest request, ModelReply reply, StreamPace pace, TimeProvider time) : IAnswerWriter
{
    private const int SmallestArgumentPiece = 6;
    private const string Completed = "completed";
    private const string InProgress = "in_progress";
    private int _events;

    /// <summary>It thinks when it is told to, and before it calls anything.</summary>
    private bool Thinks => request.WantsThinking && (reply.Reasoning.Length > 0 || reply.ToolCalls.Count > 0);

    private string Summary => request.WantsSummary && Thinks ? (reply.Reasoning.Length > 0 ? reply.Reasoning : $"I think I should call {reply.ToolCalls[0].Name}.") : "";

    private bool Speaks => reply.Text.Length > 0 || reply.ToolCalls.Count == 0;

    private int MessagePlace => Thinks ? 1 : 0;

    private int FirstCallPlace => MessagePlace + (Speaks ? 1 : 0);

    /// <inheritdoc/>
    public async Task WriteAsync(HttpResponse response, CancellationToken gone)
    {
        if (reply.Spread > TimeSpan.Zero) await Task.Delay(reply.Spread, time, gone);
        if (reply.StallsAfterText) await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
        response.ContentType = "application/json";
        var status = reply.Oddity switch { ModelOddity.Error => "failed", ModelOddity.NoFinish => InProgress, _ => Completed };
        var json = Build(writer => WriteResponse(writer, status));
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, gone);
    }

    /// <inheritdoc/>
    public async Task StreamAsync(HttpResponse response, CancellationToken gone)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        await SendAsync(response, "response.created", writer => WriteWithin(writer, InProgress), gone);
        await SendAsync(response, "response.in_progress", writer => WriteWithin(writer, InProgress), gone);
        if (Thinks) await StreamThinkingAsync(response, gone);
        if (Speaks) await StreamMessageAsync(response, gone);
        if (reply.Oddity == ModelOddity.Error)
        {
            await SendAsync(response, "response.failed", writer => WriteWithin(writer, "failed"), gone);
            return;
        }

        if (reply.StallsAfterText) await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
        for (var i = 0; i < reply.ToolCalls.Count; i++) await StreamCallAsync(response, i, gone);
        if (reply.Oddity != ModelOddity.NoFinish) await SendAsync(response, "response.completed", writer => WriteWithin(writer, Completed), gone);
    }

    private async Task StreamThinkingAsync(HttpResponse response, CancellationToken gone)
    {
        await ItemAsync(response, "added", 0, writer => WriteThinking(writer, summary: ""), gone);
        if (Summary.Length > 0)
        {
            await SendAsync(response, "response.reasoning_summary_part.added", writer => WritePart(writer, "summary_text", ""), gone);
            foreach (var piece in pace.Pieces(Summary))
                await SendAsync(response, "response.reasoning_summary_text.delta", writer => WriteSummary(writer, "delta", piece), gone);
            await SendAsync(response, "response.reasoning_summary_text.done", writer => WriteSummary(writer, "text", Summary), gone);
            await SendAsync(response, "response.reasoning_summary_part.done", writer => WritePart(writer, "summary_text", Summary), gone);
        }

        await ItemAsync(response, "done", 0, writer => WriteThinking(writer, Summary), gone);
    }

    private async Task StreamMessageAsync(HttpResponse response, CancellationToken gone)
    {
        var text = reply.Oddity == ModelOddity.Error ? reply.Text[..(reply.Text.Length / 2)] : reply.Text;
        var pieces = pace.Pieces(text);
        await ItemAsync(response, "added", MessagePlace, writer => WriteMessage(writer, InProgress, text: null), gone);
        await SendAsync(response, "response.content_part.added", writer => WriteContentPart(writer, ""), gone);
        foreach (var piece in pieces)
        {
            var pause = reply.Spread > TimeSpan.Zero ? reply.Spread / pieces.Count : pace.Pause;
            if (pause > TimeSpan.Zero) await Task.Delay(pause, time, gone);
            await SendAsync(response, "response.output_text.delta", writer => WriteText(writer, "delta", piece), gone);
        }

        if (reply.Oddity == ModelOddity.Error) return;
        await SendAsync(response, "response.output_text.done", writer => WriteText(writer, "text", text), gone);
        await SendAsync(response, "response.content_part.done", writer => WriteContentPart(writer, text), gone);
        await ItemAsync(response, "done", MessagePlace, writer => WriteMessage(writer, Completed, text), gone);
    }

    private async Task StreamCallAsync(HttpResponse response, int index, CancellationToken gone)
    {
        var call = reply.ToolCalls[index];
        var place = FirstCallPlace + index;
        await ItemAsync(response, "added", place, writer => WriteCall(writer, index, InProgress, arguments: ""), gone);
        foreach (var piece in StreamPace.OfSize(call.Arguments, SmallestArgumentPiece))
            await SendAsync(response, "response.function_call_arguments.delta", writer => WriteArguments(writer, place, index, "delta", piece), gone);
        await SendAsync(response, "response.function_call_arguments.done", writer => WriteArguments(writer, place, index, "arguments", call.Arguments), gone);
        await ItemAsync(response, "done", place, writer => WriteCall(writer, index, Completed, call.Arguments), gone);
    }

    private Task ItemAsync(HttpResponse response, string what, int place, Action<Utf8JsonWriter> item, CancellationToken gone) =>
        SendAsync(
            response,
            $"response.output_item.{what}",
            writer =>
            {
                writer.WriteNumber("output_index", place);
                writer.WritePropertyName("item");
                item(writer);
            },
            gone);

    private void WriteWithin(Utf8JsonWriter writer, string status)
    {
        writer.WriteStartObject("response");
        WriteResponse(writer, status);
        writer.WriteEndObject();
    }

    private void WriteResponse(Utf8JsonWriter writer, string status)
    {
        writer.WriteString("id", $"resp_{id}");
        writer.WriteString("object", "response");
        writer.WriteNumber("created_at", time.GetUtcNow().ToUnixTimeSeconds());
        writer.WriteString("status", status);
        if (status == "failed") WriteFailure(writer);
        else writer.WriteNull("error");
        writer.WriteNull("incomplete_details");
        writer.WriteString("model", request.Model);
        writer.WriteStartArray("output");
        if (status == Completed) WriteItems(writer);
        writer.WriteEndArray();
        writer.WriteBoolean("parallel_tool_calls", request.MayCallInParallel);
        writer.WriteBoolean("store", false);
        writer.WriteString("tool_choice", request.MayCallTools ? "auto" : "none");
        writer.WriteStartArray("tools");
        writer.WriteEndArray();
        writer.WriteStartObject("metadata");
        writer.WriteEndObject();
        if (status == Completed) WriteUsage(writer);
        else writer.WriteNull("usage");
    }

    private void WriteItems(Utf8JsonWriter writer)
    {
        if (Thinks) WriteThinking(writer, Summary);
        if (Speaks) WriteMessage(writer, Completed, reply.Text);
        for (var i = 0; i < reply.ToolCalls.Count; i++) WriteCall(writer, i, Completed, reply.ToolCalls[i].Arguments);
    }

    private void WriteThinking(Utf8JsonWriter writer, string summary)
    {
        writer.WriteStartObject();
        writer.WriteString("id", SealedThinking.IdOf(id));
        writer.WriteString("type", "reasoning");
        writer.WriteStartArray("summary");
        if (summary.Length > 0) WriteBarePart(writer, "summary_text", summary);
        writer.WriteEndArray();
        writer.WriteString("encrypted_content", SealedThinking.Seal(SealedThinking.IdOf(id)));
        writer.WriteEndObject();
    }

    private void WriteMessage(Utf8JsonWriter writer, string status, string? text)
    {
        writer.WriteStartObject();
        writer.WriteString("id", $"msg_{id}");
        writer.WriteString("type", "message");
        writer.WriteString("status", status);
        writer.WriteStartArray("content");
        if (text is not null) WriteOutputText(writer, text);
        writer.WriteEndArray();
        writer.WriteString("role", "assistant");
        writer.WriteEndObject();
    }

    private void WriteCall(Utf8JsonWriter writer, int index, string status, string arguments)
    {
        var call = reply.ToolCalls[index];
        writer.WriteStartObject();
        writer.WriteString("id", SealedThinking.IdOfCall(id, index, Thinks));
        writer.WriteString("type", "function_call");
        writer.WriteString("status", status);
        writer.WriteString("arguments", arguments);
        writer.WriteString("call_id", call.Id ?? $"call_{id}r{reply.Round}_{index}");
        writer.WriteString("name", call.Name);
        writer.WriteEndObject();
    }

    private void WriteArguments(Utf8JsonWriter writer, int place, int index, string name, string arguments)
    {
        writer.WriteString("item_id", SealedThinking.IdOfCall(id, index, Thinks));
        writer.WriteNumber("output_index", place);
        writer.WriteString(name, arguments);
    }

    private void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        WritePlace(writer, $"msg_{id}", MessagePlace, "content_index");
        writer.WriteString(name, text);
        writer.WriteStartArray("logprobs");
        writer.WriteEndArray();
    }

    private void WriteContentPart(Utf8JsonWriter writer, string text)
    {
        WritePlace(writer, $"msg_{id}", MessagePlace, "content_index");
        writer.WritePropertyName("part");
        WriteOutputText(writer, text);
    }

    private void WriteSummary(Utf8JsonWriter writer, string name, string text)
    {
        WritePlace(writer, SealedThinking.IdOf(id), 0, "summary_index");
        writer.WriteString(name, text);
    }

    private void WritePart(Utf8JsonWriter writer, string type, string text)
    {
        WritePlace(writer, SealedThinking.IdOf(id), 0, "summary_index");
        writer.WritePropertyName("part");
        WriteBarePart(writer, type, text);
    }

    private static void WritePlace(Utf8JsonWriter writer, string item, int place, string partName)
    {
        writer.WriteString("item_id", item);
        writer.WriteNumber("output_index", place);
        writer.WriteNumber(partName, 0);
    }

    private static void WriteOutputText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "output_text");
        writer.WriteStartArray("annotations");
        writer.WriteEndArray();
        writer.WriteStartArray("logprobs");
        writer.WriteEndArray();
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static void WriteBarePart(Utf8JsonWriter writer, string type, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    /// <summary>What comes instead of the rest, although the status was 200.</summary>
    private static void WriteFailure(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", "server_error");
        writer.WriteString("message", "The server had an error while processing your request.");
        writer.WriteEndObject();
    }

    /// <summary>Four characters a token is close enough for a bot that adds up costs.</summary>
    private void WriteUsage(Utf8JsonWriter writer)
    {
        var asked = request.Tokens;
        var thought = Thinks ? 16 : 0;
        var said = ((reply.Text.Length + reply.ToolCalls.Sum(call => call.Arguments.Length)) / 4) + 1 + thought;
        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", asked);
        writer.WriteStartObject("input_tokens_details");
        writer.WriteNumber("cached_tokens", 0);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens", said);
        writer.WriteStartObject("output_tokens_details");
        writer.WriteNumber("reasoning_tokens", thought);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens", asked + said);
        writer.WriteEndObject();
    }

    private static byte[] Build(Action<Utf8JsonWriter> write)
    {
        var buffer = JsonBuffer.Rent();
        buffer.Writer.WriteStartObject();
        write(buffer.Writer);
        buffer.Writer.WriteEndObject();
        var json = buffer.Written().ToArray();
        buffer.Return();
        return json;
    }

    private async Task SendAsync(HttpResponse response, string type, Action<Utf8JsonWriter> write, CancellationToken gone)
    {
        var json = Build(writer =>
        {
            writer.WriteString("type", type);
            writer.WriteNumber("sequence_number", _events++);
            write(writer);
        });
        await response.WriteAsync($"event: {type}\ndata: ", gone);
        await response.Body.WriteAsync(json, gone);
        await response.WriteAsync("\n\n", gone);
        await response.Body.FlushAsync(gone);
    }
}
