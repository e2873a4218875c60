using System.Text.Json;
using Holdfast.Agents;
using Holdfast.AI.Chat;
using Holdfast.AI.Errors;
using Holdfast.AI.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Compatible;

/// <summary>Makes of one answer's events what <see cref="IChatClient"/> calls updates: takes what it needs, and passes over the rest.</summary>
/// <param name="key">The key, which some providers quote in their errors.</param>
internal sealed class AnswerReader(string key)
{
    private readonly GatheredCalls _calls = new();
    private readonly MergedFields _fields = new();
    private UsageDetails? _usage;
    private string? _finish;
    private string? _model;
    private bool _hasPieces;

    /// <summary>What stands in place of JSON at the end of a stream.</summary>
    public static ReadOnlySpan<byte> EndMark => "[DONE]"u8;

    /// <summary>Whether the provider said that this is all: what follows on the wire, or fails there, takes nothing away.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether nothing is to be read any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The updates of one event.</summary>
    public IEnumerable<ChatResponseUpdate> Take(AnswerEvent part)
    {
        if (IsClosed)
            return [];
        if (part.Data.AsSpan().SequenceEqual(EndMark))
        {
            (HasEnded, IsClosed) = (true, true);
            return [];
        }

        List<JsonElement> values;
        try
        {
            values = LooseJson.Values(part.Data);
        }
        catch (JsonException e)
        {
            throw NotJson(part, e);
        }

        return values.SelectMany(value => Take(value, part.IsError));
    }

    /// <summary>What is known only at the end: calls, fields, usage, and why it ended.</summary>
    /// <param name="isWhole">Whether it came as one body, which is whole as soon as it can be read.</param>
    public IEnumerable<ChatResponseUpdate> End(bool isWhole)
    {
        HasEnded |= isWhole && _hasPieces;
        var end = new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = _model };
        if (_usage is not null)
            end.Contents.Add(new UsageContent(_usage));
        if (HasEnded)
        {
            // Of a stream that was cut off, no call is known to be whole.
            foreach (var call in _calls.Build())
                end.Contents.Add(call);
            if (!_fields.IsEmpty)
                end.Contents.Add(new ProviderFields(_fields.ToJson()));
            end.FinishReason = FinishReasons.Of(_finish ?? "stop");
        }

        return [end];
    }

    private List<ChatResponseUpdate> Take(JsonElement value, bool isError)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().SelectMany(item => Take(item, isError))];
        if (isError || IsError(value))
            throw ErrorWording.Of(ProviderErrorReader.Read(200, value), key);
        _model ??= value.TextOf("model");
        TakeUsage(value);
        return FirstChoice(value) is { } choice ? TakeChoice(choice) : [];
    }

    private List<ChatResponseUpdate> TakeChoice(JsonElement choice)
    {
        if (choice.Find("error") is { } error && !IsNothing(error))
            throw ErrorWording.Of(ProviderErrorReader.Read(200, error), key);
        var updates = new List<ChatResponseUpdate>();
        if (choice.Find("delta") is { ValueKind: JsonValueKind.Object } delta && delta.EnumerateObject().Any())
        {
            TakeMessage(delta, isWhole: false, updates);
            _hasPieces = true;
        }
        else if (!_hasPieces && choice.Find("message") is { ValueKind: JsonValueKind.Object } message)
        {
            TakeMessage(message, isWhole: true, updates);
            _hasPieces = true;
        }
        else if (choice.TextOf("text") is { Length: > 0 } text)
        {
            updates.Add(new ChatResponseUpdate(ChatRole.Assistant, text));
            _hasPieces = true;
        }

        if (choice.TextOf("finish_reason") is { Length: > 0 } finish && !finish.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            if (FinishReasons.IsFailure(finish))
                throw ErrorWording.Of(new ProviderError(200, finish, "It ended its answer with this reason."), key);
            (_finish, HasEnded) = (finish, true);
        }

        return updates;
    }

    private void TakeMessage(JsonElement message, bool isWhole, List<ChatResponseUpdate> updates)
    {
        var content = message.Find("content");
        var text = ContentText.Of(content);
        foreach (var field in message.EnumerateObject())
        {
            switch (field.Name)
            {
                case "role" or "refusal":
                    break;
                case "content":
                    if (ContentText.HasOther(field.Value))
                        _fields.Add(field.Name, field.Value);
                    break;
                case "tool_calls" when field.Value.ValueKind == JsonValueKind.Array:
                    foreach (var call in field.Value.EnumerateArray().Where(call => call.ValueKind == JsonValueKind.Object))
                        _calls.Add(call, isWhole);
                    break;
                case "tool_calls" or "function_call":
                    if (field.Value.ValueKind == JsonValueKind.Object)
                        _calls.Add(field.Value, isWhole);
                    break;
                default:
                    _fields.Add(field.Name, field.Value);
                    break;
            }
        }

        var thinking = message.TextOf("reasoning_content") ?? message.TextOf("reasoning") ?? message.TextOf("thinking") ?? ContentText.ThinkingOf(content);
        if (thinking.Length > 0)
            updates.Add(new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(thinking)]));
        if (text.Length == 0 && _calls.Count == 0)
            text = message.TextOf("refusal") ?? "";
        if (text.Length > 0)
            updates.Add(new ChatResponseUpdate(ChatRole.Assistant, text));
    }

    private void TakeUsage(JsonElement value)
    {
        // Sent once at the end, or with each piece as the sum so far: the last one counts.
        if ((value.Find("usage") ?? value.Find("x_groq")?.Find("usage")) is not { ValueKind: JsonValueKind.Object } usage)
            return;
        var (input, output) = (usage.NumberOf("prompt_tokens") ?? usage.NumberOf("input_tokens"), usage.NumberOf("completion_tokens") ?? usage.NumberOf("output_tokens"));
        if ((input ?? output) is not null)
            _usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = usage.NumberOf("total_tokens") };
    }

    /// <summary>Only one answer was asked for: of several the first is it.</summary>
    private static JsonElement? FirstChoice(JsonElement value) => value.Find("choices") switch
    {
        { ValueKind: JsonValueKind.Array } choices => choices.EnumerateArray()
            .Where(choice => choice.ValueKind == JsonValueKind.Object && choice.NumberOf("index") is null or 0).Select(choice => (JsonElement?)choice).FirstOrDefault(),
        { ValueKind: JsonValueKind.Object } choice => choice,
        _ => null,
    };

    /// <summary>Errors come under their own name, or as what a framework makes of an exception.</summary>
    private static bool IsError(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)
        || (value.Find("error") is { } error && !IsNothing(error))
        || (value.Find("choices") is null
            && (value.TextOf("object") == "error" || value.TextOf("type") == "error" || value.Find("detail") is not null || value.Find("errors") is not null
                || (value.Find("message") is not null && (value.Find("code") ?? value.Find("status") ?? value.Find("type")) is not null)));

    private static bool IsNothing(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.String => error.Text()!.Length == 0,
        JsonValueKind.Object => !error.EnumerateObject().Any(),
        JsonValueKind.Array => error.GetArrayLength() == 0,
        JsonValueKind.Number => error.GetRawText() == "0",
        _ => false,
    };

    private AgentException NotJson(AnswerEvent part, JsonException error)
    {
        // JSON that was cut or garbled is no word of the provider's.
        if (!part.IsError && part.Data is [(byte)'{' or (byte)'[', ..])
            return ErrorWording.Of(ErrorKind.Unreadable, error);
        return ErrorWording.Of(ProviderErrorReader.Read(200, part.Data), key);
    }
}
