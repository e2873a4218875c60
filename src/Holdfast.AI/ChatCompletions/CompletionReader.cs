using System.Text.Json;
using Holdfast.AI.Errors;
using Holdfast.AI.Json;
using Holdfast.AI.Prompts;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.ChatCompletions;

/// <summary>Reads an answer of Chat Completions, as many providers write it.</summary>
/// <param name="key">The key, which some providers quote in their errors.</param>
internal sealed class CompletionReader(string key) : AnswerReader(key)
{
    private readonly GatheredCalls _calls = new();
    private readonly MergedFields _fields = new();
    private UsageDetails? _usage;
    private string? _finish;
    private string? _model;
    private bool _hasPieces;

    /// <inheritdoc/>
    public override IEnumerable<ChatResponseUpdate> End(bool isWhole)
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

    /// <inheritdoc/>
    protected override List<ChatResponseUpdate> Take(JsonElement value, bool isError)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().SelectMany(item => Take(item, isError))];
        if (isError || IsError(value, isAnswer: value.Find("choices") is not null))
            throw Failure(ProviderErrorReader.Read(200, value));
        _model ??= value.TextOf("model");
        TakeUsage(value);
        return FirstChoice(value) is { } choice ? TakeChoice(choice) : [];
    }

    private List<ChatResponseUpdate> TakeChoice(JsonElement choice)
    {
        if (choice.Find("error") is { } error && !IsNothing(error))
            throw Failure(ProviderErrorReader.Read(200, error));
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
                throw Failure(new ProviderError(200, finish, "It ended its answer with this reason."));
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
        {
            _usage = new UsageDetails
            {
                InputTokenCount = input,
                OutputTokenCount = output,
                TotalTokenCount = usage.NumberOf("total_tokens"),
                CachedInputTokenCount = usage.Find("prompt_tokens_details")?.NumberOf("cached_tokens"),
                ReasoningTokenCount = usage.Find("completion_tokens_details")?.NumberOf("reasoning_tokens"),
            };
        }
    }

    /// <summary>Only one answer was asked for: of several the first is it.</summary>
    private static JsonElement? FirstChoice(JsonElement value) => value.Find("choices") switch
    {
        { ValueKind: JsonValueKind.Array } choices => choices.EnumerateArray()
            .Where(choice => choice.ValueKind == JsonValueKind.Object && choice.NumberOf("index") is null or 0).Select(choice => (JsonElement?)choice).FirstOrDefault(),
        { ValueKind: JsonValueKind.Object } choice => choice,
        _ => null,
    };
}
