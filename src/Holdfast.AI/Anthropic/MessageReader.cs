using System.Text.Json;
using Holdfast.Agents;
using Holdfast.AI.Chat;
using Holdfast.AI.Wire;
using Holdfast.AI.Errors;
using Holdfast.AI.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Anthropic;

/// <summary>
/// Makes of one answer's events what <see cref="IChatClient"/> calls updates: takes what it needs, and passes over the rest. The SDK's own reader throws an
/// answer away for half a character, and one whose events have no names it does not see.
/// </summary>
/// <param name="key">The key, to be kept out of the log.</param>
internal sealed class MessageReader(string key)
{
    private const int MaxBlocks = 1_000;

    private readonly List<AnswerBlock> _blocks = [];
    private readonly Dictionary<long, AnswerBlock> _byIndex = [];
    private readonly MessageUsage _usage = new();
    private long _gathered;
    private string? _stop;
    private string? _model;

    /// <summary>All blocks so far.</summary>
    public IReadOnlyList<AnswerBlock> Blocks => _blocks;

    /// <summary>Whether the provider said that this is all: what follows on the wire, or fails there, takes nothing away.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the answer is to be continued: the provider made a pause, and waits for no tool of ours.</summary>
    public bool IsPaused => HasEnded && _stop == StopReasons.Paused && _blocks.Count > 0 && !_blocks.Exists(block => block.IsCall);

    /// <summary>The updates of one event.</summary>
    public IEnumerable<ChatResponseUpdate> Take(AnswerEvent part)
    {
        // Behind the end, or where other protocols have their mark of it, is nothing to read.
        if (HasEnded || part.Data.AsSpan().SequenceEqual(AnswerEvents.EndMark))
            return [];
        try
        {
            return LooseJson.Values(part.Data).SelectMany(value => Take(value, part.IsError));
        }
        catch (JsonException e)
        {
            // JSON that was cut or garbled is no word of the provider's.
            throw part is { IsError: false, Data: [(byte)'{' or (byte)'[', ..] } ? ErrorWording.Of(ErrorKind.Unreadable, e) : Error(ProviderErrorReader.Read(200, part.Data));
        }
    }

    /// <summary>Begins to read the next part of an answer that was paused.</summary>
    public void GoOn()
    {
        HasEnded = false;
        _stop = null;
        _byIndex.Clear();
        _usage.EndPart();
    }

    /// <summary>What is known only at the end: calls, fields, usage, and why it ended.</summary>
    public ChatResponseUpdate End()
    {
        var end = new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = _model };
        if (_usage.Sum() is { } usage)
            end.Contents.Add(new UsageContent(usage));
        if (!HasEnded)
            return end;

        // Of a stream that was cut off, no call is known to be whole.
        foreach (var call in _blocks.Where(block => block.IsCall))
            end.Contents.Add(call.ToCall());
        if (AnthropicFields.Of(_blocks) is { } fields)
            end.Contents.Add(fields);
        end.FinishReason = StopReasons.Of(_stop);
        return end;
    }

    private List<ChatResponseUpdate> Take(JsonElement value, bool isError)
    {
        var type = value.TextOf("type");
        if (isError || value.ValueKind != JsonValueKind.Object || type == "error" || (type is null && value.Find("error") is not null))
            throw Error(ProviderErrorReader.Read(200, value));
        switch (type)
        {
            case "message_start" when value.Find("message") is { } message:
                TakeHead(message);
                break;
            case "content_block_start" when value.Find("content_block") is { ValueKind: JsonValueKind.Object } block:
                return Show(Begin(value.NumberOf("index") ?? _byIndex.Count, block));
            case "content_block_delta" when value.Find("delta") is { ValueKind: JsonValueKind.Object } delta:
                return TakePiece(value.NumberOf("index") ?? _byIndex.Count - 1, delta);
            case "message_delta":
                _stop = value.Find("delta")?.TextOf("stop_reason") ?? _stop;
                _usage.Take(value);
                break;
            case "message_stop":
                HasEnded = true;
                break;
            case "message":
                return TakeWhole(value);
            default:
                break;
        }

        return [];
    }

    /// <summary>An answer that was not streamed, as some endpoints give it all the same.</summary>
    private List<ChatResponseUpdate> TakeWhole(JsonElement message)
    {
        TakeHead(message);
        _stop = message.TextOf("stop_reason");
        HasEnded = true;
        return message.Find("content") is { ValueKind: JsonValueKind.Array } content
            ? [.. content.EnumerateArray().Where(block => block.ValueKind == JsonValueKind.Object).Index().SelectMany(block => Show(Begin(block.Index, block.Item)))]
            : [];
    }

    private void TakeHead(JsonElement message)
    {
        _model ??= message.TextOf("model");
        _usage.Take(message);
    }

    private List<ChatResponseUpdate> TakePiece(long index, JsonElement delta)
    {
        if ((_gathered += delta.GetRawText().Length) > ModelStream.MaxLength * 4L)
            throw ModelStream.TooLong();

        // A piece of a block whose beginning did not come is understood where it says what it is of.
        var block = _byIndex.GetValueOrDefault(index) ?? delta.TextOf("type") switch
        {
            "text_delta" => Begin(index, JsonElement.Parse("""{"type":"text","text":""}""")),
            "thinking_delta" => Begin(index, JsonElement.Parse("""{"type":"thinking","thinking":""}""")),
            _ => null,
        };
        return block is null ? [] : Show(block, block.Add(delta));
    }

    private AnswerBlock Begin(long index, JsonElement start)
    {
        if ((_gathered += start.GetRawText().Length) > ModelStream.MaxLength * 4L || _blocks.Count == MaxBlocks)
            throw ModelStream.TooLong();
        var block = new AnswerBlock(start);
        _blocks.Add(block);
        _byIndex[index] = block;
        return block;
    }

    private static List<ChatResponseUpdate> Show(AnswerBlock block) => Show(block, block.Written);

    private static List<ChatResponseUpdate> Show(AnswerBlock block, string added) => added.Length == 0
        ? []
        : block switch
        {
            { IsText: true } => [new ChatResponseUpdate(ChatRole.Assistant, added)],
            { IsThinking: true } => [new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(added)])],
            _ => [],
        };

    private AgentException Error(ProviderError said) => ErrorWording.Of(said, key, AnthropicOptions.Section);
}
