using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.Errors;
using Holdfast.AI.Json;
using Holdfast.AI.Wire;
using Microsoft.Extensions.AI;
using static Holdfast.AI.Responses.OutputItem;

namespace Holdfast.AI.Responses;

/// <summary>Reads an answer of Responses. Events of types that are not known are passed over, and so is every field that is not needed.</summary>
/// <param name="key">The key, which some providers quote in their errors.</param>
internal sealed class ResponseReader(string key) : AnswerReader(key)
{
    private readonly OutputItems _items = new();
    private long _gathered;
    private UsageDetails? _usage;
    private ChatFinishReason? _finish;
    private string? _model;
    private OutputItem? _lastSaid;
    private string? _lastThought;

    /// <inheritdoc/>
    public override IEnumerable<ChatResponseUpdate> End(bool isWhole)
    {
        var end = new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = _model };
        if (_usage is not null)
            end.Contents.Add(new UsageContent(_usage));
        if (HasEnded && (_finish is not null || _items.All.Count > 0))
        {
            // Of a stream that was cut off, no call is known to be whole.
            var calls = _items.All.Where(item => item.IsCall).Select(item => (AIContent)item.ToCall()).ToList();
            foreach (var call in calls)
                end.Contents.Add(call);
            if (calls.Count > 0 && KeptItems.Keep(_items.All) is { } kept)
                end.Contents.Add(kept);
            end.FinishReason = _finish ?? (calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop);
        }

        return [end];
    }

    /// <inheritdoc/>
    protected override List<ChatResponseUpdate> Take(JsonElement value, bool isError)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().SelectMany(item => Take(item, isError))];
        var type = value.TextOf("type") ?? "";
        if (isError || IsError(value, isAnswer: type.StartsWith("response.", StringComparison.Ordinal) || value.Find("output") is not null))
            throw Failure(ProviderErrorReader.Read(200, value.Find("error") ?? value));
        if (type.Length == 0 && value.Find("output") is not null)
            type = "response.completed";
        return TakeEvent(type, value);
    }

    private List<ChatResponseUpdate> TakeEvent(string type, JsonElement value)
    {
        var place = value.NumberOf("output_index");
        switch (type)
        {
            case "response.output_item.added" when ItemOf(value) is { } item:
                _items.Begin(item, place);
                return [];
            case "response.output_item.done" when ItemOf(value) is { } item:
                return TakeItem(item, place);
            case "response.output_text.delta" or "response.refusal.delta":
                return Say(_items.Find("message", place), Grain.Piece, value.TextOf("delta"));
            case "response.output_text.done" or "response.refusal.done":
                return Say(_items.Find("message", place), Grain.Part, value.TextOf("text") ?? value.TextOf("refusal"));
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                return Think(_items.Find("reasoning", place), Grain.Piece, value.TextOf("delta"), PartOf(type, value));
            case "response.reasoning_summary_text.done" or "response.reasoning_text.done":
                return Think(_items.Find("reasoning", place), Grain.Part, value.TextOf("text"), PartOf(type, value));
            case "response.function_call_arguments.delta":
                _items.Find(KeptItems.Call, place).AddArguments(Bounded(value.TextOf("delta") ?? ""));
                return [];
            case "response.function_call_arguments.done" when value.TextOf("arguments") is { Length: > 0 } arguments:
                _items.Find(KeptItems.Call, place).SetArguments(Bounded(arguments));
                return [];
            case "response.completed" or "response.incomplete" or "response.failed" or "response.cancelled" or "response.done":
                return TakeEnd(value.Find("response") ?? value, type["response.".Length..]);
            default:
                _model ??= value.Find("response")?.TextOf("model");
                return [];
        }
    }

    /// <summary>The answer once more as a whole: why it ended, what it took, and whatever had not come before.</summary>
    private List<ChatResponseUpdate> TakeEnd(JsonElement response, string said)
    {
        _model = response.TextOf("model") ?? _model;
        TakeUsage(response.Find("usage"));
        var status = response.TextOf("status") ?? said;
        if (status is "in_progress" or "queued")
            return [];
        if (status is not ("completed" or "incomplete" or "done"))
            throw Failure(response.Find("error") is { } error && !IsNothing(error) ? ProviderErrorReader.Read(200, error) : new ProviderError(200, status, "It ended its answer with this status."));
        (HasEnded, IsClosed) = (true, true);
        var updates = new List<ChatResponseUpdate>();
        if (response.Find("output") is { ValueKind: JsonValueKind.Array } output)
        {
            var items = output.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).ToList();
            for (var i = 0; i < items.Count; i++)
            {
                // Of each type as many are known already as came.
                var type = items[i].TextOf("type");
                var before = items.Take(i).Count(item => item.TextOf("type") == type);
                if (_items.All.Where(item => item.Type == type).ElementAtOrDefault(before) is not { Whole: not null })
                    updates.AddRange(TakeItem(items[i], i));
            }
        }

        if (status == "incomplete")
            _finish = response.Find("incomplete_details")?.TextOf("reason") == "content_filter" ? ChatFinishReason.ContentFilter : ChatFinishReason.Length;
        else
            _finish = _items.All.Any(item => item.IsCall) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
        return updates;
    }

    private List<ChatResponseUpdate> TakeItem(JsonElement item, long? place)
    {
        Bounded(item.GetRawText());
        var ended = _items.End(item, place);
        if (ended.Type == "message")
            return [.. PartsOf(item, "content").SelectMany(text => Say(ended, Grain.Item, text))];
        return ended.IsThinking
            ? [.. PartsOf(item, "summary").Concat(PartsOf(item, "content")).SelectMany((text, part) => Think(ended, Grain.Item, text, $"{part}"))]
            : [];
    }

    private List<ChatResponseUpdate> Say(OutputItem item, Grain grain, string? text)
    {
        if (text is not { Length: > 0 } || !item.IsNew(grain))
            return [];
        var gap = _lastSaid is null || _lastSaid == item ? "" : KeptItems.Gap;
        _lastSaid = item;
        return [new ChatResponseUpdate(ChatRole.Assistant, gap + text)];
    }

    private List<ChatResponseUpdate> Think(OutputItem item, Grain grain, string? text, string part)
    {
        if (text is not { Length: > 0 } || !item.IsNew(grain))
            return [];
        var place = $"{_items.All.Count} {part}";
        var gap = _lastThought is null || _lastThought == place ? "" : "\n\n";
        _lastThought = place;
        return [new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(gap + text)])];
    }

    private void TakeUsage(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } said || (said.NumberOf("input_tokens") ?? said.NumberOf("output_tokens")) is null)
            return;
        _usage = new UsageDetails
        {
            InputTokenCount = said.NumberOf("input_tokens"),
            OutputTokenCount = said.NumberOf("output_tokens"),
            TotalTokenCount = said.NumberOf("total_tokens"),
            CachedInputTokenCount = said.Find("input_tokens_details")?.NumberOf("cached_tokens"),
            ReasoningTokenCount = said.Find("output_tokens_details")?.NumberOf("reasoning_tokens"),
        };
    }

    private string Bounded(string text)
    {
        if ((_gathered += text.Length) > ModelStream.MaxLength * 4L)
            throw ModelStream.TooLong();
        return text;
    }

    private static JsonElement? ItemOf(JsonElement value) => value.Find("item") is { ValueKind: JsonValueKind.Object } item ? item : null;

    private static string PartOf(string type, JsonElement value) => $"{type.Contains("summary", StringComparison.Ordinal)}{value.NumberOf("summary_index") ?? value.NumberOf("content_index")}";
}
